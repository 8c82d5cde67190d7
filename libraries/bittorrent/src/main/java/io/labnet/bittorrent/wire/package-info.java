/** What two peers say to each other (BEP 3): the handshake and the messages; knows no socket. */
@NullMarked
package io.labnet.bittorrent.wire;

import org.jspecify.annotations.NullMarked;
