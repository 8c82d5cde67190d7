package io.labnet.origin.site;

import java.time.Duration;

/**
 * How a site keeps HTTP/1 connections (RFC 9112 section 9).
 *
 * @param persistent whether a connection outlives its first answer
 * @param pipelining whether a request is begun while answers before it are still on their way
 * @param idleTimeout between two requests, longer than 0
 * @param requestsMax on one connection, 1 or more; the last one's answer says close
 */
public record Terms(boolean persistent, boolean pipelining, Duration idleTimeout, int requestsMax) {
    public Terms {
        if (!idleTimeout.isPositive()) {
            throw new IllegalArgumentException("An idle timeout must be longer than 0");
        }
        if (requestsMax < 1) {
            throw new IllegalArgumentException("A connection has 1 request at least");
        }
    }

    /** The same for one request alone. */
    public Terms once() {
        return new Terms(false, false, idleTimeout, requestsMax);
    }

    /** With persistence and pipelining. */
    public static Terms usual(Duration idleTimeout, int requestsMax) {
        return new Terms(true, true, idleTimeout, requestsMax);
    }
}
