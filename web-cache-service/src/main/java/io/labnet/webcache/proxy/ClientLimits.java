package io.labnet.webcache.proxy;

import java.time.Duration;

/**
 * What clients may take.
 *
 * @param connections open at a time
 * @param tunnels of these, how many may be CONNECT tunnels
 * @param streams of HTTP/2 that are open at a time on one connection
 * @param idle how long a client may take to begin its next request
 * @param grace how long it may send a request more slowly than {@code bytesPerSecond}
 * @param stall how long it may read its answer more slowly than that
 * @param bytesPerSecond the least rate at which a client sends and reads
 * @param collapse how they wait for each other
 * @param lineBytes the longest request line
 * @param headBytes the longest header section
 */
public record ClientLimits(
        int connections,
        int tunnels,
        int streams,
        Duration idle,
        Duration grace,
        Duration stall,
        long bytesPerSecond,
        Collapse collapse,
        int lineBytes,
        int headBytes) {

    /**
     * How long a request waits for the head of another client's fetch of the same.
     *
     * @param longest where the answer will probably do for both
     * @param unknown where nobody knows
     * @param beside how many then fetch the same beside the first one; the others wait on
     */
    public record Collapse(Duration longest, Duration unknown, int beside) {}
}
