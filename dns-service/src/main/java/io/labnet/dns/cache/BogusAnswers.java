package io.labnet.dns.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Security;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xbill.DNS.Record;

/**
 * Answers that are proved to be false, or not proved as they should be (RFC 4035 section 4.7):
 * apart from all others, for one question each, so that they displace nothing and deny nothing
 * else, and for a short time.
 */
final class BogusAnswers {
    static final long SECONDS_MAX = 30;
    private static final int ANSWERS_MAX = 1000;

    private record Kept(Found found, long untilEpochSeconds) {}

    private final Cache<Question, Kept> answers =
            Caffeine.newBuilder().maximumSize(ANSWERS_MAX).executor(Runnable::run).build();

    Optional<Found> find(Question question, long now) {
        return Optional.ofNullable(answers.getIfPresent(question))
                .filter(kept -> kept.untilEpochSeconds() > now)
                .map(Kept::found);
    }

    void keep(Question question, Found found, long now) {
        var seconds = Math.min(SECONDS_MAX, found.evidence().secondsMax());
        answers.put(question, new Kept(found, now + seconds));
    }

    void forget(Predicate<Question> meant) {
        answers.asMap().keySet().removeIf(meant);
    }

    /** All that are still held to be so. */
    Stream<CacheEntry> entries(long now) {
        return answers.asMap().entrySet().stream()
                .filter(entry -> entry.getValue().untilEpochSeconds() > now)
                .map(entry -> view(entry.getKey(), entry.getValue(), now));
    }

    private static CacheEntry view(Question question, Kept kept, long now) {
        return new CacheEntry(
                question.name(),
                question.type(),
                kept.untilEpochSeconds() - now,
                Credibility.ANSWER,
                Security.BOGUS,
                records(kept.found().known()));
    }

    private static List<Record> records(Known known) {
        return switch (known) {
            case Known.Records(var records) -> records;
            case Known.Alias(var records, _) -> records;
            case Known.TooLong(var redirection) -> List.of(redirection);
            case Known.NoSuchName _, Known.NoData _, Known.Nothing _ -> List.of();
        };
    }
}
