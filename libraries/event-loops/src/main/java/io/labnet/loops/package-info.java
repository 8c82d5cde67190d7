/** Netty's event loops, for whoever serves sockets; knows no protocol. */
@NullMarked
package io.labnet.loops;

import org.jspecify.annotations.NullMarked;
