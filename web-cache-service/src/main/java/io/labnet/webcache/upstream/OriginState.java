package io.labnet.webcache.upstream;

/**
 * How it goes with one origin.
 *
 * @param name its host and port
 * @param resting whether it is left alone, having failed too often
 * @param asking requests that it works on
 * @param waiting requests that wait for their turn
 */
public record OriginState(String name, boolean resting, int asking, int waiting) {}
