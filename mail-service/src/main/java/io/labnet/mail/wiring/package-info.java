/** Puts the mail service together from its settings. */
@NullMarked
package io.labnet.mail.wiring;

import org.jspecify.annotations.NullMarked;
