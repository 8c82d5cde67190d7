/** What names a torrent and a peer everywhere in BitTorrent. */
@NullMarked
package io.labnet.bittorrent;

import org.jspecify.annotations.NullMarked;
