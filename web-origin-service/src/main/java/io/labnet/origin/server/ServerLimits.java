package io.labnet.origin.server;

import io.labnet.origin.message.MessageLimits;
import java.time.Duration;

/**
 * How much of the server one client, and all of them, may take.
 *
 * @param message how much of a request is read
 * @param connectionsMax open connections of all clients
 * @param clientConnectionsMax open connections from one address
 * @param requestsMax requests on one connection; the last one's answer says close
 * @param idleTimeout how long a connection may stay open between requests
 * @param requestTimeout how long a request may take from its first byte to its last
 * @param answerTimeout how long it may take to work out an answer, or to take in a part of a body
 * @param sendTimeout how long a client may take none of an answer
 */
public record ServerLimits(
        MessageLimits message,
        int connectionsMax,
        int clientConnectionsMax,
        int requestsMax,
        Duration idleTimeout,
        Duration requestTimeout,
        Duration answerTimeout,
        Duration sendTimeout) {
    public ServerLimits {
        if (connectionsMax < 1 || clientConnectionsMax < 1 || requestsMax < 1) {
            throw new IllegalArgumentException("Connections and requests must be 1 or more");
        }
        if (!idleTimeout.isPositive()
                || !requestTimeout.isPositive()
                || !answerTimeout.isPositive()
                || !sendTimeout.isPositive()) {
            throw new IllegalArgumentException("Timeouts must be longer than 0");
        }
    }
}
