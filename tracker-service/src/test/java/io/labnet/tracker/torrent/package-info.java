@NullMarked
package io.labnet.tracker.torrent;

import org.jspecify.annotations.NullMarked;
