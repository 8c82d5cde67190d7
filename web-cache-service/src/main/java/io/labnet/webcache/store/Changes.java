package io.labnet.webcache.store;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened lately to stored responses, for whoever watches. Safe for many threads. */
public final class Changes {
    /** How many are remembered. */
    static final int KEPT_MAX = 2048;

    /** What happened. */
    public enum Kind {
        STORED,
        FRESHENED,
        PURGED,
        MADE_STALE
    }

    /**
     * One change.
     *
     * @param number counted from 1 since the start
     * @param by what {@code about} is: a {@code url}, {@code prefix}, {@code pattern} or {@code
     *     tag}, or {@code everything}
     * @param responses how many it concerned
     */
    public record Change(
            long number, Instant at, Kind kind, String by, String about, int responses) {}

    private final Clock clock;
    private final Deque<Change> kept = new ArrayDeque<>();
    private long newest;

    Changes(Clock clock) {
        this.clock = clock;
    }

    void stored(String uri) {
        add(Kind.STORED, "url", uri, 1);
    }

    void freshened(String uri) {
        add(Kind.FRESHENED, "url", uri, 1);
    }

    void purged(Purge what, Purge.Depth depth, int responses) {
        var kind = depth == Purge.Depth.HARD ? Kind.PURGED : Kind.MADE_STALE;
        switch (what) {
            case Purge.Url(var uri) -> add(kind, "url", uri, responses);
            case Purge.Prefix(var start) -> add(kind, "prefix", start, responses);
            case Purge.Matching(var pattern) -> add(kind, "pattern", pattern, responses);
            case Purge.Tagged(var tag) -> add(kind, "tag", tag, responses);
            case Purge.Everything _ -> add(kind, "everything", "", responses);
        }
    }

    private synchronized void add(Kind kind, String by, String about, int responses) {
        newest++;
        kept.addLast(new Change(newest, clock.instant(), kind, by, about, responses));
        if (kept.size() > KEPT_MAX) {
            kept.removeFirst();
        }
    }

    /** The newest one's number; 0 when there was none yet. */
    public synchronized long newest() {
        return newest;
    }

    /** Those after the one with this number that are still remembered, the oldest first. */
    public synchronized List<Change> since(long number) {
        return kept.stream().filter(change -> change.number() > number).toList();
    }
}
