package io.labnet.mail.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When to try again (RFC 5321 section 4.5.4.1).
 *
 * @param waits after the first, second ... try in vain; the last one repeats
 * @param giveUpAfter how long a message may wait in all
 */
public record RetryPlan(List<Duration> waits, Duration giveUpAfter) {
    public RetryPlan {
        waits = List.copyOf(waits);
    }

    /**
     * The wait that follows.
     *
     * @param tries how many were in vain before the one that just was
     */
    Duration waitAfter(int tries) {
        return waits.get(Math.min(tries, waits.size() - 1));
    }

    boolean isExpired(Instant queuedAt, Instant now) {
        return !now.isBefore(queuedAt.plus(giveUpAfter));
    }
}
