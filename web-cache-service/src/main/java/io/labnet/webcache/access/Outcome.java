package io.labnet.webcache.access;

/** How the cache came to an answer, in the words of RFC 9211 where it has any. */
public enum Outcome {
    HIT("hit"),
    URI_MISS("uri-miss"),
    VARY_MISS("vary-miss"),
    MISS("miss"),
    PARTIAL("partial"),
    STALE("stale"),
    REQUEST("request"),
    METHOD("method"),
    BYPASS("bypass"),
    /** The proxy's own words. */
    OWN("own"),
    TUNNEL("tunnel");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** The outcome that {@code fwd=} names (RFC 9211 section 2.2); a miss when nobody knows it. */
    static Outcome forwarded(String reason) {
        for (var one : values()) {
            if (one.word.equals(reason)) {
                return one;
            }
        }
        return MISS;
    }
}
