package io.labnet.dns.resolver;

import java.time.Duration;

/**
 * How long what has failed is left alone: a first pause, and each time it fails again one twice as
 * long (RFC 9520 section 3.2).
 *
 * @param first one second or more
 * @param longest at most five minutes
 */
public record Pauses(Duration first, Duration longest) {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(5);

    // A lab is there to be broken and mended: who mends it does not want to wait for minutes.
    public static final Pauses USUAL = new Pauses(LEAST, Duration.ofSeconds(5));

    public Pauses {
        if (first.compareTo(LEAST) < 0
                || longest.compareTo(first) < 0
                || longest.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "A failure is left alone for 1 s or more, and for 5 min at most; not for "
                            + first
                            + " to "
                            + longest);
        }
    }

    Duration after(Duration pause) {
        if (pause.isZero()) {
            return first;
        }
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
