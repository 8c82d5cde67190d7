package io.labnet.gateway.timeline;

import java.time.Instant;

/**
 * One thing said on the wire, and which service recorded it.
 *
 * @param service such as {@code dns-service}
 * @param number counts within that service
 * @param at when it was said
 * @param protocol such as {@code DNS}
 * @param from who said it, as address and port
 * @param to who heard it, as address and port
 * @param summary one line
 */
public record ServiceExchange(
        String service,
        long number,
        Instant at,
        String protocol,
        String from,
        String to,
        String summary) {

    /** An exchange as its service tells it. */
    record Told(long number, Instant at, String protocol, String from, String to, String summary) {
        ServiceExchange by(String service) {
            return new ServiceExchange(service, number, at, protocol, from, to, summary);
        }
    }
}
