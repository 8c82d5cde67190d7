/** What a peer and a tracker say to each other, over HTTP and UDP; knows no socket. */
@NullMarked
package io.labnet.bittorrent.tracker;

import org.jspecify.annotations.NullMarked;
