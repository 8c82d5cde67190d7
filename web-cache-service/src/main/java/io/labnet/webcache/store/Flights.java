package io.labnet.webcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is fetching what, so that many who want the same need one fetch (RFC 9111 section 4).
 *
 * <p>Safe for many threads.
 *
 * @param <T> the news of a fetch: what those who wait for it are told
 */
public final class Flights<T> {
    private static final int WAITING_MAX = 1000;

    /** What came of the wish to fetch something. */
    public sealed interface Boarding<T> {
        /** Nobody else is fetching it: go, and land in any case. */
        record Lead<T>(Flight<T> flight) implements Boarding<T> {}

        /** Somebody is fetching it, and there will be news. */
        record Wait<T>(Flight<T> flight) implements Boarding<T> {}

        /** Somebody is fetching it, and this is the news. */
        record Told<T>(T news) implements Boarding<T> {}

        /** Somebody is fetching it, but too many wait already. */
        record Full<T>() implements Boarding<T> {}
    }

    /** One fetch that others may wait for. */
    public static final class Flight<T> {
        private final String key;
        private final ConcurrentMap<String, Flight<T>> flights;
        private final List<Consumer<T>> waiting = new ArrayList<>();
        private @Nullable T news;
        private int beside;

        private Flight(String key, ConcurrentMap<String, Flight<T>> flights) {
            this.key = key;
            this.flights = flights;
        }

        /** Tells all who wait, and at once all who come until the fetch lands. */
        public void announce(T told) {
            tell(told).forEach(one -> one.accept(told));
        }

        /**
         * Ends the fetch; doing it twice does no harm.
         *
         * @param told what those hear who have heard nothing yet
         */
        public void land(T told) {
            if (flights.remove(key, this)) {
                tell(told).forEach(one -> one.accept(told));
            }
        }

        /**
         * Lets one of those who wait fetch the same without waiting any longer.
         *
         * @param most how many may do so in all
         * @return false when so many have done so already
         */
        public synchronized boolean letBeside(int most) {
            if (beside >= most) {
                return false;
            }
            beside++;
            return true;
        }

        private synchronized List<Consumer<T>> tell(T told) {
            news = told;
            var all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }

        private synchronized Boarding<T> join(Consumer<T> told) {
            if (news != null) {
                return new Boarding.Told<>(news);
            }
            if (waiting.size() >= WAITING_MAX) {
                return new Boarding.Full<>();
            }
            waiting.add(told);
            return new Boarding.Wait<>(this);
        }
    }

    private final ConcurrentHashMap<String, Flight<T>> flights = new ConcurrentHashMap<>();

    /**
     * Leads a fetch or waits for another's.
     *
     * @param key what is wanted
     * @param told called at most once, and only for who waits, by the thread of whoever leads
     */
    public Boarding<T> board(String key, Consumer<T> told) {
        var own = new Flight<>(key, flights);
        var there = flights.putIfAbsent(key, own);
        // One that lands in between has news: it tells them before nobody can find it any more.
        return there == null ? new Boarding.Lead<>(own) : there.join(told);
    }
}
