/** Bencoding (BEP 3): bytes to values and back; knows nothing of what they mean. */
@NullMarked
package io.labnet.bittorrent.bencode;

import org.jspecify.annotations.NullMarked;
