package io.labnet.trace;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ring of the last things said on the wire.
 *
 * <p>Recording costs one small object; nothing is formatted until somebody reads. Safe for use by
 * many threads; a writer never waits.
 */
public final class Trace {
    private static final int SUMMARY_CHARS_MAX = 300;

    private record Entry(
            long number,
            Instant at,
            String protocol,
            InetSocketAddress from,
            InetSocketAddress to,
            Supplier<String> summary) {}

    private final AtomicReferenceArray<@Nullable Entry> ring;
    private final AtomicLong last = new AtomicLong();
    private final Clock clock;

    /**
     * An empty trace.
     *
     * @param capacity how many exchanges are remembered, 1 or more
     */
    public Trace(int capacity, Clock clock) {
        this.ring = new AtomicReferenceArray<>(capacity);
        this.clock = clock;
    }

    /**
     * Remembers what was said and forgets the oldest.
     *
     * @param summary called at most once a reader, perhaps never, perhaps much later: it must hold
     *     on to small, unchanging values only
     */
    public void record(
            String protocol,
            InetSocketAddress from,
            InetSocketAddress to,
            Supplier<String> summary) {
        var number = last.incrementAndGet();
        var entry = new Entry(number, clock.instant(), protocol, from, to, summary);
        // A writer that was overtaken by a whole lap must not put the newer exchange away.
        ring.accumulateAndGet((int) (number % ring.length()), entry, Trace::newer);
    }

    private static Entry newer(@Nullable Entry there, @Nullable Entry mine) {
        return there != null && mine != null && there.number() > mine.number()
                ? there
                : requireNonNull(mine);
    }

    /** The number of the newest exchange; 0 when nothing was said yet. */
    public long newest() {
        return last.get();
    }

    /** What was said after the exchange with this number and is still remembered, oldest first. */
    public List<Exchange> since(long number) {
        var newest = last.get();
        var found = new ArrayList<Exchange>();
        for (long n = Math.max(number, newest - ring.length()) + 1; n <= newest; n++) {
            var entry = ring.get((int) (n % ring.length()));
            // Another number stands here when a writer has lapped us or has not arrived yet.
            if (entry != null && entry.number() == n) {
                found.add(formatted(entry));
            }
        }
        return found;
    }

    private static Exchange formatted(Entry entry) {
        return new Exchange(
                entry.number(),
                entry.at(),
                entry.protocol(),
                text(entry.from()),
                text(entry.to()),
                oneLine(entry.summary().get()));
    }

    private static String text(InetSocketAddress address) {
        var ip = address.getAddress();
        return (ip == null ? address.getHostString() : ip.getHostAddress())
                + ":"
                + address.getPort();
    }

    // What a client said may hold anything; a summary is one printable line.
    private static String oneLine(String summary) {
        var printable = summary.replaceAll("\\p{Cntrl}", "·");
        return printable.length() <= SUMMARY_CHARS_MAX
                ? printable
                : printable.substring(0, SUMMARY_CHARS_MAX - 1) + "…";
    }
}
