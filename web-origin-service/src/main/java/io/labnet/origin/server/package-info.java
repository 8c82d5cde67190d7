/** Connections: bytes in, answers out, every wait and count limited (Netty). */
@NullMarked
package io.labnet.origin.server;

import org.jspecify.annotations.NullMarked;
