/** A torrent's files on disk, and the SHA-1 check that every piece must pass. */
@NullMarked
package io.labnet.peer.content;

import org.jspecify.annotations.NullMarked;
