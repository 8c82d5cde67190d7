/** Addresses, headers and bytes of a message; knows no socket and no store. */
@NullMarked
package io.labnet.mail.message;

import org.jspecify.annotations.NullMarked;
