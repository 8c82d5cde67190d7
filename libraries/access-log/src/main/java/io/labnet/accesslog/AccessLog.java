package io.labnet.accesslog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A ring of the last requests. Safe for many threads; a writer never waits.
 *
 * @param <A> a request and what it got
 */
public final class AccessLog<A extends Numbered> {
    private final AtomicReferenceArray<@Nullable A> ring;
    private final AtomicLong last = new AtomicLong();
    private final List<Consumer<A>> listeners;

    /**
     * An empty log.
     *
     * @param capacity how many requests are remembered, 1 or more
     * @param listeners told of each request, by whoever answered it; none of them may block
     */
    public AccessLog(int capacity, List<Consumer<A>> listeners) {
        this.ring = new AtomicReferenceArray<>(capacity);
        this.listeners = List.copyOf(listeners);
    }

    /** Remembers a request, made with the number that it gets, and forgets the oldest. */
    public A add(LongFunction<A> numbered) {
        var access = numbered.apply(last.incrementAndGet());
        ring.set((int) (access.number() % ring.length()), access);
        listeners.forEach(listener -> listener.accept(access));
        return access;
    }

    /** The newest request's number; 0 when there was none yet. */
    public long newest() {
        return last.get();
    }

    /** The requests after the one with this number that are still remembered, oldest first. */
    public List<A> since(long number) {
        var newest = last.get();
        var found = new ArrayList<A>();
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
