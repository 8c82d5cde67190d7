package io.labnet.tracker.swarm;

/** All swarms together; a peer that is in two of them counts twice. */
public record SwarmTotals(int swarms, int peers, int seeds) {}
