/** One peer's part in one torrent: its pieces, its neighbours, what it asks and answers. */
@NullMarked
package io.labnet.peer.torrent;

import org.jspecify.annotations.NullMarked;
