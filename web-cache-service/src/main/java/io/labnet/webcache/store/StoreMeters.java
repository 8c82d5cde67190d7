package io.labnet.webcache.store;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What the tiers hold and have done, for the metrics. */
public final class StoreMeters {
    private static final String PREFIX = "labnet.web-cache.";

    private final MeterRegistry meters;

    private StoreMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** From now on the registry tells of this store. */
    public static void register(MeterRegistry meters, ObjectStore store) {
        var all = new StoreMeters(meters);
        all.memory(store.memory());
        store.disk().ifPresent(all::disk);
    }

    private void memory(MemoryTier tier) {
        gauge("memory-objects", tier, MemoryTier::count);
        gauge("memory-bytes", tier, MemoryTier::storedBytes);
        counter("memory-evictions", tier, MemoryTier::evictedCount);
        counter("memory-not-admitted", tier, MemoryTier::notAdmittedCount);
    }

    private void disk(DiskTier tier) {
        gauge("disk-objects", tier, DiskTier::count);
        gauge("disk-bytes", tier, DiskTier::storedBytes);
        gauge("disk-index-bytes", tier, one -> one.index().bytes());
        gauge("disk-rebuild-seconds", tier, one -> one.rebuild().toNanos() / 1e9);
        counter("disk-evictions", tier, one -> one.counts().evicted.sum());
        counter("disk-spared", tier, one -> one.counts().moved.sum());
        counter("disk-skipped", tier, one -> one.counts().skipped.sum());
        counter("disk-damaged", tier, one -> one.counts().damaged.sum());
        counter("disk-errors", tier, one -> one.counts().errors.sum());
    }

    private <T> void gauge(String name, T of, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, of, value).register(meters);
    }

    private <T> void counter(String name, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(PREFIX + name, of, value).register(meters);
    }
}
