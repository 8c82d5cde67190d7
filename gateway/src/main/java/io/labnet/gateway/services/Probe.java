package io.labnet.gateway.services;

import java.util.List;
import java.util.Map;

/** How one service is looked at. */
public interface Probe {
    /** What one look found of one instance. */
    record Seen(Instance instance, ServiceState state, Map<String, Double> counters) {
        static Seen nothingOf(Instance instance) {
            return new Seen(instance, ServiceState.DOWN, Map.of());
        }
    }

    /** Which service this is about; asked at each look. */
    Service service();

    /** Looks at each instance that there is; takes a bounded time and never throws. */
    List<Seen> look();
}
