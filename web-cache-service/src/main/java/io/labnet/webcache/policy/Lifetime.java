package io.labnet.webcache.policy;

import java.time.Duration;

/**
 * The freshness lifetime of a response (RFC 9111 section 4.2.1).
 *
 * @param duration from the making of the response at its origin; never negative
 */
public record Lifetime(Duration duration, Source source) {
    /** Nobody says that it is good for any time at all. */
    static final Lifetime NONE = new Lifetime(Duration.ZERO, Source.NOTHING);

    /** Where it comes from. */
    public enum Source {
        S_MAXAGE("s-maxage", "5.2.2.10"),
        MAX_AGE("max-age", "5.2.2.1"),
        EXPIRES("Expires", "5.3"),
        LAST_MODIFIED("a tenth of the time since Last-Modified, a day at most", "4.2.2"),
        NEGATIVE("how long this cache keeps what is not there", "4.2.2"),
        NOTHING("nothing says how long", "4.2.2");

        private final String words;
        private final String section;

        Source(String words, String section) {
            this.words = words;
            this.section = section;
        }
    }

    /** Whether the origin itself has said how long. */
    boolean isExplicit() {
        return switch (source) {
            case S_MAXAGE, MAX_AGE, EXPIRES -> true;
            case LAST_MODIFIED, NEGATIVE, NOTHING -> false;
        };
    }

    /** Where it comes from, in words. */
    Reason reason() {
        return Reason.caching(source.words, source.section);
    }
}
