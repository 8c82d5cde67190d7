package io.labnet.origin.server;

import java.time.Duration;

/**
 * How long a request's body may be waited for: a grace, and a second more for each so many bytes of
 * it that came, up to a day. Time in which nobody waits for the client is not his.
 *
 * <p>Times are nanoseconds since any moment, given by whoever calls.
 */
final class Patience {
    /** However much has come: then nobody waits any longer. */
    private static final Duration WON_MAX = Duration.ofDays(1);

    private final long graceNanos;
    private final long bytesPerSecond;
    private long bytes;
    private long waitedNanos;
    private long since;
    private boolean waiting;

    Patience(Duration grace, long bytesPerSecond) {
        this.graceNanos = grace.toNanos();
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Another body begins. */
    void begin(long now) {
        bytes = 0;
        waitedNanos = 0;
        since = now;
    }

    /** The client is waited for from now on, if he was not already. */
    void waits(long now) {
        if (!waiting) {
            waiting = true;
            since = now;
        }
    }

    /** The client is not waited for. */
    void rests(long now) {
        waitedNanos = waited(now);
        waiting = false;
    }

    void came(long more) {
        bytes += more;
    }

    /**
     * How much longer the client is waited for if nothing more comes; 0 or less when he is late.
     */
    Duration left(long now) {
        var seconds = Math.min(bytes / bytesPerSecond, WON_MAX.toSeconds());
        return Duration.ofNanos(graceNanos - waited(now)).plusSeconds(seconds);
    }

    private long waited(long now) {
        return waiting ? waitedNanos + (now - since) : waitedNanos;
    }
}
