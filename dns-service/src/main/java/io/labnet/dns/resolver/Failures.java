package io.labnet.dns.resolver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.dns.message.Question;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The questions that could not be answered lately, and when to try again (RFC 9520). */
final class Failures {
    private static final int FAILURES_MAX = 10_000;

    private record Failure(Outcome.Trouble trouble, Duration pause, Instant tryAgain, long asOf) {}

    private final Pauses pauses;
    private final Clock clock;
    private final LongSupplier flushes;
    private final Cache<Question, Failure> failures =
            Caffeine.newBuilder().maximumSize(FAILURES_MAX).executor(Runnable::run).build();

    /**
     * No failures.
     *
     * @param flushes grows when people want a fresh start: then older failures do not count
     */
    Failures(Pauses pauses, Clock clock, LongSupplier flushes) {
        this.pauses = pauses;
        this.clock = clock;
        this.flushes = flushes;
    }

    /** Why a question is not to be searched for now. */
    Optional<Outcome.Trouble> of(Question question) {
        return Optional.ofNullable(failures.getIfPresent(question))
                .filter(failure -> failure.asOf() == flushes.getAsLong())
                .filter(failure -> failure.tryAgain().isAfter(clock.instant()))
                .map(Failure::trouble);
    }

    /**
     * Remembers a failure.
     *
     * @param asOf what the number of flushes was when the search began
     */
    void failed(Question question, Outcome.Trouble trouble, long asOf) {
        failures.asMap()
                .compute(
                        question,
                        (_, old) -> {
                            var pause = pauses.after(old == null ? Duration.ZERO : old.pause());
                            var tryAgain = clock.instant().plus(pause);
                            return new Failure(trouble, pause, tryAgain, asOf);
                        });
    }

    void succeeded(Question question) {
        failures.invalidate(question);
    }
}
