package io.labnet.webcache.proxy;

import java.time.Duration;

/**
 * What clients may take.
 *
 * @param connections open at a time
 * @param tunnels of these, how many may be CONNECT tunnels
 * @param idle how long a client may take for its next request head, and for each piece of content
 * @param stall how long a client may read nothing of its answer
 * @param collapse how long a request waits for another client's fetch of the same
 * @param lineBytes the longest request line
 * @param headBytes the longest header section
 */
public record ClientLimits(
        int connections,
        int tunnels,
        Duration idle,
        Duration stall,
        Duration collapse,
        int lineBytes,
        int headBytes) {}
