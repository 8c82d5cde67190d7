/** Torrent files (BEP 3): what a torrent holds, and the hashes that prove it. */
@NullMarked
package io.labnet.bittorrent.metainfo;

import org.jspecify.annotations.NullMarked;
