package io.labnet.webcache.access;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A ring of the last requests. Safe for many threads; a writer never waits. */
public final class AccessLog {
    private final AtomicReferenceArray<@Nullable Access> ring;
    private final AtomicLong last = new AtomicLong();

    /**
     * An empty log.
     *
     * @param capacity how many requests are remembered, 1 or more
     */
    public AccessLog(int capacity) {
        this.ring = new AtomicReferenceArray<>(capacity);
    }

    /** Remembers a request, made with the number that it gets, and forgets the oldest. */
    Access add(LongFunction<Access> numbered) {
        var access = numbered.apply(last.incrementAndGet());
        ring.set((int) (access.number() % ring.length()), access);
        return access;
    }

    /** The newest request's number; 0 when there was none yet. */
    public long newest() {
        return last.get();
    }

    /** The requests after the one with this number that are still remembered, oldest first. */
    public List<Access> since(long number) {
        var newest = last.get();
        var found = new ArrayList<Access>();
        for (long n = Math.max(number, newest - ring.length()) + 1; n <= newest; n++) {
            var access = ring.get((int) (n % ring.length()));
            // A number is taken before its request stands here; who goes on after what is found
            // would never see it, so what follows has to wait for it.
            if (access == null || access.number() < n) {
                break;
            }
            // A later one stands here when a writer has lapped us.
            if (access.number() == n) {
                found.add(access);
            }
        }
        return found;
    }
}
