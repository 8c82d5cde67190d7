/**
 * Sites that the cache stands before, and edges that share its URLs; values and turns, no socket.
 */
@NullMarked
package io.labnet.webcache.edge;

import org.jspecify.annotations.NullMarked;
