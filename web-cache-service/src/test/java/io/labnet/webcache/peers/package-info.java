/** Web servers and clients that others wrote, started for a test on a loopback address. */
@NullMarked
package io.labnet.webcache.peers;

import org.jspecify.annotations.NullMarked;
