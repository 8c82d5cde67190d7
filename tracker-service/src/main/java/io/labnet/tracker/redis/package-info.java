/** The way to Redis, where replicas of the tracker keep what they share; knows no swarm. */
@NullMarked
package io.labnet.tracker.redis;

import org.jspecify.annotations.NullMarked;
