/** Commands, replies and the course of an SMTP conversation, as values. */
@NullMarked
package io.labnet.mail.smtp;

import org.jspecify.annotations.NullMarked;
