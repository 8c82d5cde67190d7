/** Who has a mailbox here, and how they prove it. */
@NullMarked
package io.labnet.mail.account;

import org.jspecify.annotations.NullMarked;
