@NullMarked
package io.labnet.tracker.swarm;

import org.jspecify.annotations.NullMarked;
