/** Commands, replies and the course of a POP3 conversation, as values. */
@NullMarked
package io.labnet.mail.pop3;

import org.jspecify.annotations.NullMarked;
