/** The server's side of TLS before the first message: who shows itself, and what is spoken. */
@NullMarked
package io.labnet.tls;

import org.jspecify.annotations.NullMarked;
