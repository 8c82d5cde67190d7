package io.labnet.webcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is fetching what, so that many who want the same wait for one fetch (RFC 9111 section 4).
 *
 * <p>Safe for many threads.
 */
public final class Flights {
    private static final int WAITING_MAX = 1000;

    /** What came of the wish to fetch something. */
    public sealed interface Boarding {
        /** Nobody else is fetching it: go, and land in any case. */
        record Lead(Flight flight) implements Boarding {}

        /** Somebody is fetching it, and the runnable will be run when that is done. */
        record Wait() implements Boarding {}

        /** Somebody is fetching it, but too many wait already. */
        record Full() implements Boarding {}
    }

    /** One fetch that others may wait for. */
    public final class Flight {
        private final String key;
        private final List<Runnable> waiting = new ArrayList<>();

        private Flight(String key) {
            this.key = key;
        }

        /** Ends the fetch and tells all who wait; doing it twice does no harm. */
        public void land() {
            if (flights.remove(key, this)) {
                List<Runnable> told;
                synchronized (waiting) {
                    told = List.copyOf(waiting);
                    waiting.clear();
                }
                told.forEach(Runnable::run);
            }
        }
    }

    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();

    /**
     * Leads a fetch or waits for another's.
     *
     * @param key what is wanted
     * @param landed run at most once, by the thread of whoever leads
     */
    public Boarding board(String key, Runnable landed) {
        var boarding = new Boarding[1];
        flights.compute(
                key,
                (k, there) -> {
                    var flight = there == null ? new Flight(key) : there;
                    boarding[0] = there == null ? new Boarding.Lead(flight) : join(there, landed);
                    return flight;
                });
        return boarding[0];
    }

    // Under the map's lock for this key, so the flight cannot land in between.
    private static Boarding join(Flight flight, Runnable landed) {
        synchronized (flight.waiting) {
            if (flight.waiting.size() >= WAITING_MAX) {
                return new Boarding.Full();
            }
            flight.waiting.add(landed);
            return new Boarding.Wait();
        }
    }
}
