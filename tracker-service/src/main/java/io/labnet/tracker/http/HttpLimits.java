package io.labnet.tracker.http;

import java.time.Duration;

/**
 * How much one client, and all of them, may ask of the HTTP front end.
 *
 * @param connections at a time; one more is closed at once
 * @param idle how long a connection may be silent, and an answer take to be sent
 * @param requestTimeout how long a request may take from its first byte to its last
 */
public record HttpLimits(int connections, Duration idle, Duration requestTimeout) {
    public HttpLimits {
        if (connections < 1 || !idle.isPositive() || !requestTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "Connections must be 1 or more, and timeouts longer than 0");
        }
    }
}
