/** The torrent files that this tracker hosts, on disk or in Redis; knows no peer. */
@NullMarked
package io.labnet.tracker.torrent;

import org.jspecify.annotations.NullMarked;
