package io.labnet.origin.server;

import java.time.Duration;

/** How many frames a client may send that cost it nothing and us some work: so many in a while. */
final class FrameBudget {
    private final int framesMax;
    private final long whileNanos;
    private long since;
    private int frames;

    /**
     * An unspent budget.
     *
     * @param now in nanoseconds, of any origin
     */
    FrameBudget(int framesMax, Duration during, long now) {
        this.framesMax = framesMax;
        this.whileNanos = during.toNanos();
        this.since = now;
    }

    /** Counts a frame; false when it is one too many. */
    boolean spend(long now) {
        if (now - since >= whileNanos) {
            since = now;
            frames = 0;
        }
        frames++;
        return frames <= framesMax;
    }
}
