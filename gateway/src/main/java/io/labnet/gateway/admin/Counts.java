package io.labnet.gateway.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/**
 * What the gateway counts of its own work.
 *
 * @param requests requests to anything under /api, whatever became of them
 * @param rejected those without the key (401) or the right to what they asked for (403)
 * @param unavailable those whose service did not answer (503)
 */
public record Counts(Counter requests, Counter rejected, Counter unavailable) {
    public static Counts in(MeterRegistry meters) {
        return new Counts(
                meters.counter("labnet.gateway.requests"),
                meters.counter("labnet.gateway.rejected"),
                meters.counter("labnet.gateway.unavailable"));
    }

    /** As {@code /api/gateway/counters} shows them. */
    public Map<String, Double> shown() {
        return Map.of(
                "requests", requests.count(),
                "rejected", rejected.count(),
                "unavailable", unavailable.count());
    }
}
