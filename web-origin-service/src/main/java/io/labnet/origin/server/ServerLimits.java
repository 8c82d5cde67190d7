package io.labnet.origin.server;

import io.labnet.origin.message.MessageLimits;
import java.time.Duration;

/**
 * How much of the server one client, and all of them, may take; see {@link
 * io.labnet.origin.site.Terms} for what each site decides.
 *
 * @param message how much of a request is read
 * @param connectionsMax open connections of all clients
 * @param clientConnectionsMax open connections from one address
 * @param streamsMax requests of one HTTP/2 connection that are answered at once
 * @param requestTimeout how long a request's head may take from its first byte to its last
 * @param bodyGrace how long a request's body may be waited for at once
 * @param bodyRate how many bytes of it win a second more, 1 or more
 * @param answerTimeout how long it may take to work out an answer, or to take in a part of a body
 * @param sendTimeout how long a client may take none of an answer
 */
public record ServerLimits(
        MessageLimits message,
        int connectionsMax,
        int clientConnectionsMax,
        int streamsMax,
        Duration requestTimeout,
        Duration bodyGrace,
        long bodyRate,
        Duration answerTimeout,
        Duration sendTimeout) {
    public ServerLimits {
        if (connectionsMax < 1 || clientConnectionsMax < 1 || streamsMax < 1) {
            throw new IllegalArgumentException("Connections and streams must be 1 or more");
        }
        if (bodyRate < 1) {
            throw new IllegalArgumentException("A body comes at 1 byte a second or more");
        }
        if (!requestTimeout.isPositive()
                || !bodyGrace.isPositive()
                || !answerTimeout.isPositive()
                || !sendTimeout.isPositive()) {
            throw new IllegalArgumentException("Timeouts must be longer than 0");
        }
    }
}
