package io.labnet.webcache.upstream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is known of each origin that was asked lately. Safe for many threads. */
final class Origins {
    private static final int KNOWN_MAX = 10_000;
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

    private final LoadingCache<String, Origin> known;

    /**
     * Nothing is known yet.
     *
     * @param patience how long a request waits for its turn at an origin
     */
    Origins(Guard guard, Duration patience, Clock clock) {
        var breakers =
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .slidingWindowSize(guard.calls())
                        .minimumNumberOfCalls(guard.callsMin())
                        .failureRateThreshold(guard.failurePercent())
                        .waitDurationInOpenState(guard.rest())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build();
        var bulkheads =
                BulkheadConfig.custom()
                        .maxConcurrentCalls(guard.concurrent())
                        .maxWaitDuration(Duration.ZERO)
                        .build();
        known =
                Caffeine.newBuilder()
                        .maximumSize(KNOWN_MAX)
                        .expireAfterAccess(KNOWN_FOR)
                        .executor(Runnable::run)
                        .build(name ->
                                new Origin(
                                        name,
                                        CircuitBreaker.of(name, breakers),
                                        Bulkhead.of(name, bulkheads),
                                        guard,
                                        patience,
                                        clock));
    }

    Origin of(String name) {
        return known.get(name);
    }

    List<OriginState> states() {
        return known.asMap().values().stream()
                .map(Origin::state)
                .sorted(Comparator.comparing(OriginState::name))
                .toList();
    }
}
