/** All peers of this process, each on an address of its own, kept over restarts. */
@NullMarked
package io.labnet.peer.house;

import org.jspecify.annotations.NullMarked;
