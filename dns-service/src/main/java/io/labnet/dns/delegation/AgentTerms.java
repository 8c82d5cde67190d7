package io.labnet.dns.delegation;

import java.time.Duration;
import java.time.Instant;

/**
 * When a child is asked again.
 *
 * @param every the time between two looks, 1 s or more
 */
public record AgentTerms(Duration every) {
    /** Whoever sends notifications without end makes us ask no more often than this. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    // A lab's servers start together, and the children's names are to be proved from the first.
    static final Duration RETRY = Duration.ofSeconds(2);
    static final int RETRIES = 30;
    private static final Duration EVERY_MIN = Duration.ofSeconds(1);
    private static final int DOUBLINGS_MAX = 20;

    public AgentTerms {
        if (every.compareTo(EVERY_MIN) < 0) {
            throw new IllegalArgumentException(
                    "labnet.dns.dnssec.cds.every is " + every + ", but must be 1s or more");
        }
    }

    /**
     * The next look.
     *
     * @param failures how many looks in vain there were, up to now
     */
    Instant next(Instant now, int failures) {
        if (failures == 0) {
            return now.plus(every);
        }
        var doublings = Math.clamp(failures - RETRIES, 0, DOUBLINGS_MAX);
        var pause = RETRY.multipliedBy(1L << doublings);
        return now.plus(pause.compareTo(every) < 0 ? pause : every);
    }

    /** The next look where somebody has said that there is something new. */
    static Instant soon(Standing it, Instant now) {
        var earliest = it.looked() == null ? now : it.looked().plus(BETWEEN_LOOKS);
        return earliest.isAfter(now) ? earliest : now;
    }
}
