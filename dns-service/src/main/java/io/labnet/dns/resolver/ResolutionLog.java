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
import org.xbill.DNS.Name;

/** The last resolutions of all resolvers here; a writer never waits. */
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
            Name resolver,
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
                        resolver,
                        client,
                        question,
                        shown(outcome),
                        steps.isEmpty(),
                        took,
                        List.copyOf(steps));
        // A writer that was overtaken by a whole lap must not undo it.
        ring.accumulateAndGet(
                place(id), entry, (old, now) -> old != null && old.id() > id ? old : now);
    }

    private int place(long id) {
        return (int) (id % ring.length());
    }

    // What nobody is shown is not kept either: an answer can have 64 KiB.
    private static Outcome shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answer(var records) when records.size() > Step.RECORDS_SHOWN ->
                    new Outcome.Answer(List.copyOf(records.subList(0, Step.RECORDS_SHOWN)));
            case Outcome.Noted(var inner, var note) -> new Outcome.Noted(shown(inner), note);
            case Outcome.Judged(var inner, var evidence) ->
                    new Outcome.Judged(shown(inner), evidence.with(List.of(), List.of()));
            case Outcome.Answer _,
                    Outcome.NoSuchName _,
                    Outcome.NoData _,
                    Outcome.TooLong _,
                    Outcome.Failed _ ->
                    outcome;
        };
    }

    /** The newest resolution's id; 0 when there was none yet. */
    public long newest() {
        return last.get();
    }

    /** Those still remembered, newest first. */
    public List<Resolution> newestFirst() {
        return since(0).reversed();
    }

    /** Those after the one with this id that are still remembered, oldest first. */
    public List<Resolution> since(long id) {
        var found = new ArrayList<Resolution>();
        var newest = last.get();
        for (long i = Math.max(id, newest - ring.length()) + 1; i <= newest; i++) {
            var entry = ring.get(place(i));
            // It has its number, but is still being written: whoever reads on from the last one
            // found would miss it, if those after it were told first.
            if (entry == null || entry.id() < i) {
                break;
            }
            if (entry.id() == i) {
                found.add(entry);
            }
        }
        return found;
    }

    /** The resolution of this id, if it is still remembered. */
    public Optional<Resolution> find(long id) {
        return id < 1
                ? Optional.empty()
                : Optional.ofNullable(ring.get(place(id))).filter(entry -> entry.id() == id);
    }

    /** What one of the resolvers here did for another, which asked it from this address. */
    Optional<Resolution> askedFrom(InetSocketAddress client, Question question) {
        return newestFirst().stream()
                .filter(r -> r.client().equals(client) && r.question().equals(question))
                .findFirst();
    }
}
