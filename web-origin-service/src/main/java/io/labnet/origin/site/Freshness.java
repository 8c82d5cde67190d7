package io.labnet.origin.site;

import java.time.Duration;

/**
 * How long caches may use what stands under a path (RFC 9111 section 5.2.2.1).
 *
 * @param prefix the paths that it holds for: those that begin so
 * @param maxAge whole seconds, 0 or more; the last digit that a cache must understand is 2^31
 */
public record Freshness(String prefix, Duration maxAge) {
    private static final long SECONDS_MAX = 1L << 31;

    public Freshness {
        if (!prefix.startsWith("/")) {
            throw new IllegalArgumentException("A prefix begins with a slash, not: " + prefix);
        }
        if (maxAge.isNegative() || maxAge.toSeconds() > SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "max-age of " + prefix + " is " + maxAge + ", but must be 0s to 2^31 s");
        }
    }

    /** As Cache-Control says it. */
    public String directive() {
        return "max-age=" + maxAge.toSeconds();
    }
}
