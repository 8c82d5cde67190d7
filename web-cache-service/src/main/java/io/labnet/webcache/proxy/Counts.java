package io.labnet.webcache.proxy;

import io.labnet.webcache.store.ObjectStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What the proxy has done so far. */
public final class Counts {
    private static final String PREFIX = "labnet.web-cache.";

    final Counter requests;
    final Counter hits;
    final Counter misses;
    final Counter revalidations;
    final Counter failures;
    final Counter bytesFromCache;
    final Counter bytesFromOrigin;
    final AtomicInteger openConnections = new AtomicInteger();
    final AtomicInteger openTunnels = new AtomicInteger();

    public Counts(MeterRegistry meters, ObjectStore store) {
        requests = meters.counter(PREFIX + "requests");
        hits = meters.counter(PREFIX + "hits");
        misses = meters.counter(PREFIX + "misses");
        revalidations = meters.counter(PREFIX + "revalidations");
        failures = meters.counter(PREFIX + "failures");
        bytesFromCache = meters.counter(PREFIX + "bytes-from-cache");
        bytesFromOrigin = meters.counter(PREFIX + "bytes-from-origin");
        Gauge.builder(PREFIX + "objects", store, ObjectStore::count).register(meters);
        Gauge.builder(PREFIX + "stored-bytes", store, ObjectStore::storedBytes).register(meters);
        Gauge.builder(PREFIX + "open-connections", openConnections, AtomicInteger::get)
                .register(meters);
        Gauge.builder(PREFIX + "open-tunnels", openTunnels, AtomicInteger::get).register(meters);
    }
}
