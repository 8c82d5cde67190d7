package io.labnet.dns.resolver;

import io.labnet.dns.message.Question;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The last resolutions; a writer never waits. */
public final class ResolutionLog {
    private final AtomicReferenceArray<@Nullable Resolution> ring;
    private final AtomicLong last = new AtomicLong();
    private final Clock clock;

    /**
     * An empty log.
     *
     * @param capacity how many resolutions are remembered, 1 or more
     */
    public ResolutionLog(int capacity, Clock clock) {
        this.ring = new AtomicReferenceArray<>(capacity);
        this.clock = clock;
    }

    /** Remembers one resolution and forgets the oldest. */
    public void add(
            InetSocketAddress client,
            Question question,
            Outcome outcome,
            Duration took,
            List<Step> steps) {
        var id = last.incrementAndGet();
        var at = clock.instant();
        var entry =
                new Resolution(
                        id,
                        at,
                        client,
                        question,
                        outcome,
                        steps.isEmpty(),
                        took,
                        List.copyOf(steps));
        // A writer that was overtaken by a whole lap must not undo it.
        ring.accumulateAndGet(
                (int) (id % ring.length()),
                entry,
                (old, now) -> old != null && old.id() > id ? old : now);
    }

    /** Those still remembered, newest first. */
    public List<Resolution> newestFirst() {
        var found = new ArrayList<Resolution>();
        var newest = last.get();
        for (long id = newest; id > Math.max(0, newest - ring.length()); id--) {
            find(id).ifPresent(found::add);
        }
        return found;
    }

    /** The resolution of this id, if it is still remembered. */
    public Optional<Resolution> find(long id) {
        return id < 1
                ? Optional.empty()
                : Optional.ofNullable(ring.get((int) (id % ring.length())))
                        .filter(entry -> entry.id() == id);
    }
}
