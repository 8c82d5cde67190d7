/** Who shares what: what an announce earns, and the store of swarms; knows no socket. */
@NullMarked
package io.labnet.tracker.swarm;

import org.jspecify.annotations.NullMarked;
