package io.labnet.webcache.upstream;

import java.time.Duration;

/**
 * What one event loop may spend on origins.
 *
 * @param connectionsPerOrigin open at a time to one address and port
 * @param waitingPerOrigin requests that wait for a connection to it
 * @param idle how long a connection is kept open for the next request
 * @param connect how long connecting may take
 * @param firstByte how long an origin may take to begin its answer
 * @param silence how long it may say nothing after that
 * @param headBytes the longest header section of an answer
 */
public record OriginLimits(
        int connectionsPerOrigin,
        int waitingPerOrigin,
        Duration idle,
        Duration connect,
        Duration firstByte,
        Duration silence,
        int headBytes) {}
