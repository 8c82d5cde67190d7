package io.labnet.dns.policy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.xbill.DNS.Name;

/**
 * Whose turn it is to stand first in a set. Sets share {@value #COUNTERS} counters: two of the same
 * counter only skip turns now and then.
 */
final class Turns {
    private static final int COUNTERS = 4096;

    private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

    /** The next turn, 0 to {@code count} - 1. */
    int next(Name owner, int type, int count) {
        var counter = Math.floorMod(owner.hashCode() * 31 + type, COUNTERS);
        return Math.floorMod(counters.getAndIncrement(counter), count);
    }
}
