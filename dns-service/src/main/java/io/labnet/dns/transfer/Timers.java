package io.labnet.dns.transfer;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.SOARecord;

/**
 * When a secondary asks its primaries, and how long it believes what it has (RFC 1034 section
 * 4.3.5), as a value.
 *
 * @param refreshed when it last knew that its copy is right; null when it never did
 * @param due when it asks next
 * @param failures how often it has asked in vain since then
 */
record Timers(@Nullable Instant refreshed, Instant due, int failures) {
    /** Whatever the SOA record says, nobody is asked more often. */
    static final Duration INTERVAL_MIN = Duration.ofSeconds(1);

    /** Nor less often. */
    static final Duration INTERVAL_MAX = Duration.ofDays(1);

    private static final Duration FIRST_COPY_RETRY_MAX = Duration.ofMinutes(1);

    /** As it is at a start: it asks at once. */
    static Timers starting(@Nullable Instant refreshed, Instant now) {
        return new Timers(refreshed, now, 0);
    }

    /** The copy is right. */
    Timers refreshed(SOARecord soa, Instant now) {
        return new Timers(now, now.plus(bounded(soa.getRefresh())), 0);
    }

    /**
     * No primary could be asked.
     *
     * @param soa of the copy; null when there is none, which is retried sooner
     */
    Timers failed(@Nullable SOARecord soa, Instant now) {
        var wait =
                soa == null
                        ? min(Duration.ofSeconds(1L << Math.min(failures, 10)))
                        : bounded(soa.getRetry());
        return new Timers(refreshed, now.plus(wait), failures + 1);
    }

    private static Duration min(Duration wait) {
        return wait.compareTo(FIRST_COPY_RETRY_MAX) < 0 ? wait : FIRST_COPY_RETRY_MAX;
    }

    private static Duration bounded(long seconds) {
        var wait = Duration.ofSeconds(seconds);
        if (wait.compareTo(INTERVAL_MIN) < 0) {
            return INTERVAL_MIN;
        }
        return wait.compareTo(INTERVAL_MAX) > 0 ? INTERVAL_MAX : wait;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    /** Whether the copy is too old to be true. */
    boolean isExpired(SOARecord soa, Instant now) {
        return refreshed != null && !now.isBefore(refreshed.plusSeconds(soa.getExpire()));
    }

    /** When something is to be done next. */
    Instant next(@Nullable SOARecord soa, Instant now) {
        if (refreshed == null || soa == null || isExpired(soa, now)) {
            return due;
        }
        var expiry = refreshed.plusSeconds(soa.getExpire());
        return expiry.isBefore(due) ? expiry : due;
    }
}
