package io.labnet.gateway.timeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The last exchanges that reached the gateway while somebody watched; a bounded ring. */
public final class Timeline {
    private static final Comparator<ServiceExchange> BY_TIME =
            Comparator.comparing(ServiceExchange::at);

    /**
     * A stretch of the timeline.
     *
     * @param exchanges sorted by time, oldest first
     * @param next where to go on
     */
    public record Stretch(List<ServiceExchange> exchanges, long next) {}

    private final Deque<ServiceExchange> ring = new ArrayDeque<>();
    private final int capacity;
    private long arrived;

    /**
     * An empty timeline.
     *
     * @param capacity how many exchanges it remembers, 1 or more
     */
    public Timeline(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(ServiceExchange exchange) {
        if (ring.size() == capacity) {
            ring.removeFirst();
        }
        ring.addLast(exchange);
        arrived++;
    }

    /** How many exchanges have ever arrived. */
    public synchronized long arrived() {
        return arrived;
    }

    /**
     * What arrived after a point.
     *
     * @param seen how many had arrived when the reader last looked
     * @param most how many exchanges to hand out; of more, the oldest are left out, because a
     *     person who watches is better served by the present
     */
    public synchronized Stretch since(long seen, int most) {
        var count = (int) Math.min(Math.min(arrived - seen, most), ring.size());
        var newest = new ArrayList<ServiceExchange>(count);
        var backwards = ring.descendingIterator();
        for (int i = 0; i < count; i++) {
            newest.add(backwards.next());
        }
        newest.sort(BY_TIME);
        return new Stretch(newest, arrived);
    }
}
