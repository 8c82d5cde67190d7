/** Commands, responses and the course of an IMAP conversation, as values. */
@NullMarked
package io.labnet.mail.imap;

import org.jspecify.annotations.NullMarked;
