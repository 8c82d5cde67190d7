/** The tracker's client: announcing, fetching and publishing torrents over HTTP. */
@NullMarked
package io.labnet.peer.tracker;

import org.jspecify.annotations.NullMarked;
