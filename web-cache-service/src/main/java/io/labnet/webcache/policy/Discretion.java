package io.labnet.webcache.policy;

import java.time.Duration;
import java.util.List;

/**
 * What the RFCs leave to the owner of a cache.
 *
 * @param targets names of the response fields that are targeted at this cache, the one that counts
 *     most first (RFC 9213 section 2.2); none for a cache that is nobody's in particular
 * @param negative how long a 404, 405, 410, 414 or 501 is fresh about which its origin says nothing
 *     (RFC 9111 section 4.2.2); zero for not at all
 * @param explains whether Cache-Status says under which key an answer is kept, or why it is not
 */
public record Discretion(List<String> targets, Duration negative, boolean explains) {
    /** A cache that takes no liberties. */
    public static final Discretion STRICT = new Discretion(List.of(), Duration.ZERO, false);

    public Discretion {
        targets = List.copyOf(targets);
    }
}
