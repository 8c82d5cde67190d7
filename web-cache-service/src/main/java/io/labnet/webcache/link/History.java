package io.labnet.webcache.link;

import io.labnet.webcache.access.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The totals as they stood each second of the last hour; safe for many threads. */
public final class History {
    /** How far back it goes. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /**
     * What came in a stretch of time.
     *
     * @param seconds its length, more than 0
     */
    public record Stretch(double seconds, Totals totals) {}

    private record Mark(Instant at, Totals totals) {}

    private static final double NANOS_PER_SECOND = 1e9;

    private final Deque<Mark> marks = new ArrayDeque<>();

    /** Notes how the totals stand now. */
    public synchronized void note(Instant now, Totals totals) {
        marks.addLast(new Mark(now, totals));
        while (marks.getFirst().at().isBefore(now.minus(LONGEST))) {
            marks.removeFirst();
        }
    }

    /**
     * What has come in the last {@code window}, or in as much of it as is known.
     *
     * @param totals how they stand now
     */
    public synchronized Stretch last(Duration window, Instant now, Totals totals) {
        var from = now.minus(window);
        var begin = new Mark(now, totals);
        for (var mark : marks.reversed()) {
            if (mark.at().isBefore(from)) {
                break;
            }
            begin = mark;
        }
        var seconds = Duration.between(begin.at(), now).toNanos() / NANOS_PER_SECOND;
        return new Stretch(Math.max(seconds, 1 / NANOS_PER_SECOND), totals.since(begin.totals()));
    }
}
