package io.labnet.webcache.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is counted of the answers: by outcome, in objects, bytes and time. */
public final class Tallies {
    private static final String PREFIX = "labnet.web-cache.";

    private final Map<Outcome, Counter> bytes;
    private final Map<Outcome, Timer> times;
    private final Counter fromStore;
    private final Counter bytesSaved;
    private final Counter bytesFromOrigins;
    private final Timer originLatency;

    /** Counts in {@code meters}, where what comes from origins is counted already. */
    public Tallies(MeterRegistry meters) {
        bytes = each(one -> meters.counter(PREFIX + "content-bytes", "outcome", one.word()));
        times = each(one -> meters.timer(PREFIX + "answers", "outcome", one.word()));
        fromStore = meters.counter(PREFIX + "from-store");
        bytesSaved = meters.counter(PREFIX + "bytes-saved");
        bytesFromOrigins = meters.counter(PREFIX + "bytes-from-origin");
        originLatency = meters.timer(PREFIX + "origin-latency");
        Gauge.builder(PREFIX + "hit-ratio", this, all -> all.totals().hitRatio()).register(meters);
        Gauge.builder(PREFIX + "byte-hit-ratio", this, all -> all.totals().byteHitRatio())
                .register(meters);
    }

    private static <T> Map<Outcome, T> each(Function<Outcome, T> meter) {
        var meters = new EnumMap<Outcome, T>(Outcome.class);
        for (var one : Outcome.values()) {
            meters.put(one, meter.apply(one));
        }
        return meters;
    }

    void count(Access access) {
        var handling = access.handling();
        meter(times, handling.outcome()).record(access.micros(), TimeUnit.MICROSECONDS);
        meter(bytes, handling.outcome()).increment((double) access.bytes());
        bytesSaved.increment((double) access.bytesFromStore());
        if (handling.isFromStore()) {
            fromStore.increment();
        }
    }

    private static <T> T meter(Map<Outcome, T> meters, Outcome outcome) {
        var meter = meters.get(outcome);
        if (meter == null) {
            throw new IllegalStateException(outcome + " is not counted");
        }
        return meter;
    }

    void originAnswered(Duration after) {
        originLatency.record(after);
    }

    /** All since the start. */
    public Totals totals() {
        var hit = meter(times, Outcome.HIT);
        return new Totals(
                cached(times).mapToDouble(Timer::count).sum(),
                fromStore.count(),
                cached(bytes).mapToDouble(Counter::count).sum(),
                bytesSaved.count(),
                bytesFromOrigins.count(),
                cached(times).mapToDouble(timer -> timer.totalTime(TimeUnit.SECONDS)).sum(),
                hit.count(),
                hit.totalTime(TimeUnit.SECONDS),
                originLatency.count(),
                originLatency.totalTime(TimeUnit.SECONDS));
    }

    private static <T> Stream<T> cached(Map<Outcome, T> meters) {
        return meters.entrySet().stream()
                .filter(one -> one.getKey() != Outcome.OWN && one.getKey() != Outcome.TUNNEL)
                .map(Map.Entry::getValue);
    }
}
