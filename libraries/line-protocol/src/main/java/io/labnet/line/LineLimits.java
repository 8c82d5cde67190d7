package io.labnet.line;

import java.time.Duration;

/**
 * What one listener bears.
 *
 * @param lineBytesMax longest line, without its CRLF, in bytes
 * @param connectionsMax most connections at a time
 * @param connectionsPerClientMax most connections at a time of one client address
 * @param idleMax longest wait for a client to say or to take something
 * @param sessionMax longest life of a connection, however busy
 */
public record LineLimits(
        int lineBytesMax,
        int connectionsMax,
        int connectionsPerClientMax,
        Duration idleMax,
        Duration sessionMax) {

    public LineLimits {
        if (lineBytesMax < 1 || connectionsMax < 1 || connectionsPerClientMax < 1) {
            throw new IllegalArgumentException("Every limit of a listener must be 1 or more");
        }
        if (!idleMax.isPositive() || !sessionMax.isPositive()) {
            throw new IllegalArgumentException("A listener's times must be longer than nothing");
        }
    }
}
