/** A BitTorrent tracker that speaks HTTP and UDP. */
@NullMarked
package io.labnet.tracker;

import org.jspecify.annotations.NullMarked;
