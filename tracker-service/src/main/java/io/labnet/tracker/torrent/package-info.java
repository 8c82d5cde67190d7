/** The torrent files that this tracker hosts, on disk; knows no socket. */
@NullMarked
package io.labnet.tracker.torrent;

import org.jspecify.annotations.NullMarked;
