package io.labnet.mail.store;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Names for what is kept: they grow with time, and two processes hardly ever give the same. */
public final class Ids {
    private static final int RANDOM_BITS = 20;
    private static final int RADIX = 36;

    private final AtomicLong last = new AtomicLong();
    private final Clock clock;

    public Ids(Clock clock) {
        this.clock = clock;
    }

    /** A name that this process never gave before. */
    public long next() {
        var random = ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS);
        var wanted = clock.millis() << RANDOM_BITS | random;
        return last.updateAndGet(before -> Math.max(before + 1, wanted));
    }

    /** The name as people and JSON are told it. */
    public static String text(long id) {
        return Long.toString(id, RADIX);
    }
}
