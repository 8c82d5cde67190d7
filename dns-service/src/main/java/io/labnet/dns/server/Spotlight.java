package io.labnet.dns.server;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides which exchanges people are shown: so many in each second, the first ones. A person looks
 * after the fact, so that something must always be kept; but nobody reads thousands a second, and a
 * server under load has better things to do.
 */
final class Spotlight {
    private static final long MILLIS_PER_SECOND = 1000;

    private final int perSecond;
    private final AtomicInteger shown = new AtomicInteger();
    private volatile long second;

    /**
     * A spotlight.
     *
     * @param perSecond 0 to show nothing
     */
    Spotlight(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether an exchange that takes place now is to be shown. */
    boolean falls(Clock clock) {
        return falls(Math.floorDiv(clock.millis(), MILLIS_PER_SECOND));
    }

    /** The same, of a second of the epoch; costs two reads when it is not. */
    boolean falls(long nowSeconds) {
        if (nowSeconds != second) {
            second = nowSeconds;
            shown.set(0);
        }
        return shown.get() < perSecond && shown.incrementAndGet() <= perSecond;
    }
}
