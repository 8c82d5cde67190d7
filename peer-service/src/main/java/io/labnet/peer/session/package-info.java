/** One connection to another peer: handshake, reader, writer, limits; knows no torrent. */
@NullMarked
package io.labnet.peer.session;

import org.jspecify.annotations.NullMarked;
