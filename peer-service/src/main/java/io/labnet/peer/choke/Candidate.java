package io.labnet.peer.choke;

/**
 * What the choker knows of a neighbour.
 *
 * @param peer what stands for the neighbour
 * @param isInterested whether it wants something of ours
 * @param isNew whether it came so lately that it could not yet show what it gives
 * @param isSnubbing whether it let our requests lie for a minute
 * @param bytesPerSecond what it gives us; what it takes from us, once we have everything
 */
public record Candidate<P>(
        P peer, boolean isInterested, boolean isNew, boolean isSnubbing, double bytesPerSecond) {}
