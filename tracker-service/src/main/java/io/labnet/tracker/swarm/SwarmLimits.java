package io.labnet.tracker.swarm;

import java.time.Duration;

/**
 * How much a store remembers.
 *
 * @param peerLifetime how long after its last announce a peer is forgotten
 * @param swarms how many swarms there may be
 * @param peers how many peers there may be in all swarms together
 * @param peersPerSwarm how many peers there may be in one swarm
 */
public record SwarmLimits(Duration peerLifetime, int swarms, int peers, int peersPerSwarm) {}
