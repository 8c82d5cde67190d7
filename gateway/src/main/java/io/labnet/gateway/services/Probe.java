package io.labnet.gateway.services;

import java.util.Map;

/** How one service is looked at. */
public interface Probe {
    /** What one look found. */
    record Seen(ServiceState state, Map<String, Double> counters) {
        static final Seen NOTHING = new Seen(ServiceState.DOWN, Map.of());
    }

    /** Which service this is about; asked at each look. */
    Service service();

    /** Looks; takes a bounded time and never throws. */
    Seen look();
}
