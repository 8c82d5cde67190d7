package io.labnet.webcache.proxy;

import java.time.Duration;

/**
 * Whether somebody keeps up a minimum rate, measured over stretches of the time in which it was his
 * turn: who has nothing to do is not slow.
 *
 * <p>Times are nanoseconds since any moment, given by whoever calls.
 */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long bytesPerSecond;
    private final long stretchNanos;
    private long waitedNanos;
    private long since;
    private long moved;
    private boolean waiting;

    /**
     * A rule.
     *
     * @param bytesPerSecond the least rate; 0 for any but none at all
     * @param stretch what it is measured over, and how long somebody may be slower than that
     */
    Pace(long bytesPerSecond, Duration stretch) {
        this.bytesPerSecond = bytesPerSecond;
        this.stretchNanos = stretch.toNanos();
    }

    /** Forgets all that was: something new begins. */
    void begin() {
        waitedNanos = 0;
        moved = 0;
        waiting = false;
    }

    /** It is his turn, if it was not already. */
    void waits(long now) {
        if (!waiting) {
            waiting = true;
            since = now;
        }
    }

    /** It is not his turn. */
    void rests(long now) {
        waitedNanos = waited(now);
        waiting = false;
    }

    void moved(long bytes) {
        moved += bytes;
    }

    /** Judges the stretch if it is over, and then begins the next. */
    boolean isTooSlow(long now) {
        var waited = waited(now);
        if (waited < stretchNanos) {
            return false;
        }
        var least = Math.max(1, waited / NANOS_PER_SECOND * bytesPerSecond);
        var tooSlow = moved < least;
        waitedNanos = 0;
        since = now;
        moved = 0;
        return tooSlow;
    }

    private long waited(long now) {
        return waiting ? waitedNanos + (now - since) : waitedNanos;
    }
}
