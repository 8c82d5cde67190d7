/** The peer-service: BitTorrent peers, each with an address of its own, in one process. */
@NullMarked
package io.labnet.peer;

import org.jspecify.annotations.NullMarked;
