/** The REST face of the mail service. */
@NullMarked
package io.labnet.mail.admin;

import org.jspecify.annotations.NullMarked;
