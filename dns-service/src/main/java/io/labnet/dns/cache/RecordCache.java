package io.labnet.dns.cache;

import io.labnet.dns.message.Question;
import io.labnet.dns.zone.TimeToLive;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Records, and the knowledge that there are none, until their TTLs have passed. When it is full,
 * what was not used for the longest time goes. Safe for use by many threads.
 */
public final class RecordCache {
    private static final long POSITIVE_SECONDS_MAX = Duration.ofDays(1).toSeconds();
    // RFC 2308 section 5: one to three hours work well, more than a day was found to be a problem.
    private static final long NEGATIVE_SECONDS_MAX = Duration.ofHours(3).toSeconds();
    // No record has type 0, so it stands for "the whole name".
    private static final int WHOLE_NAME = 0;

    private record Kept(
            List<Record> records,
            @Nullable SOARecord soa,
            Credibility credibility,
            long untilEpochSeconds) {}

    private final int entriesMax;
    private final Clock clock;
    private final Map<Question, Kept> entries =
            new LinkedHashMap<>(256, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
                    return size() > entriesMax;
                }
            };
    private volatile long flushes;

    /**
     * An empty cache.
     *
     * @param entriesMax how many sets of records it holds, 1 or more
     */
    public RecordCache(int entriesMax, Clock clock) {
        this.entriesMax = entriesMax;
        this.clock = clock;
    }

    /**
     * What a client may be told now.
     *
     * @return never glue, nor what was only said by a referral
     */
    public synchronized Known find(Question question) {
        var now = now();
        var name = question.name();
        var kept = fresh(question, now);
        if (kept != null && kept.credibility() == Credibility.ANSWER) {
            return kept.records().isEmpty()
                    ? new Known.NoData(left(kept, now))
                    : new Known.Records(leftOf(kept, now));
        }
        var alias = fresh(new Question(name, Type.CNAME), now);
        if (alias != null && !alias.records().isEmpty() && question.type() != Type.ANY) {
            return new Known.Records(leftOf(alias, now));
        }
        var none = fresh(new Question(name, WHOLE_NAME), now);
        return none == null ? new Known.Nothing() : new Known.NoSuchName(left(none, now));
    }

    /** Records by whatever they are worth, to find the way with; empty when none are known. */
    public synchronized List<Record> hints(Name name, int type) {
        var now = now();
        var kept = fresh(new Question(name, type), now);
        return kept == null ? List.of() : leftOf(kept, now);
    }

    /** How often anything was flushed; an answer asked for before a flush is not kept after it. */
    public long flushes() {
        return flushes;
    }

    /**
     * Keeps one set of records, unless a more credible one is still fresh.
     *
     * @param set one or more of one name and type
     * @param asOf what {@link #flushes()} was when they were asked for
     */
    public synchronized void keep(List<Record> set, Credibility credibility, long asOf) {
        var first = set.getFirst();
        var question = new Question(first.getName(), first.getType());
        var now = now();
        var other = fresh(question, now);
        if (asOf != flushes || (other != null && other.credibility().compareTo(credibility) > 0)) {
            return;
        }
        var seconds = set.stream().mapToLong(RecordCache::seconds).min().orElse(0);
        // What only leads the way does not refute that a name's own server denied it.
        if (credibility == Credibility.ANSWER) {
            entries.remove(new Question(first.getName(), WHOLE_NAME));
        }
        put(question, List.copyOf(set), null, credibility, Math.min(seconds, POSITIVE_SECONDS_MAX));
    }

    /** Keeps that a name has nothing of a type. */
    public synchronized void keepNoData(Question question, SOARecord soa, long asOf) {
        keepNegative(question, soa, asOf);
    }

    /** Keeps that a name does not exist. */
    public synchronized void keepNoSuchName(Name name, SOARecord soa, long asOf) {
        keepNegative(new Question(name, WHOLE_NAME), soa, asOf);
    }

    private void keepNegative(Question question, SOARecord soa, long asOf) {
        if (asOf == flushes) {
            var ttl = Math.min(seconds(soa), soa.getMinimum());
            var capped = Math.min(ttl, NEGATIVE_SECONDS_MAX);
            put(question, List.of(), soa, Credibility.ANSWER, capped);
        }
    }

    private void put(
            Question question,
            List<Record> records,
            @Nullable SOARecord soa,
            Credibility credibility,
            long seconds) {
        // Zero means: for this one question only (RFC 1035 section 3.2.1).
        if (seconds > 0) {
            var until = now() + seconds;
            entries.put(question, new Kept(records, soa, credibility, until));
        }
    }

    /** Forgets everything about the names that are meant. */
    public synchronized void flush(Predicate<Name> meant) {
        flushes++;
        entries.keySet().removeIf(question -> meant.test(question.name()));
    }

    /** All that is fresh, the least recently used first. */
    public synchronized List<CacheEntry> entries() {
        var now = now();
        var all = new ArrayList<CacheEntry>();
        entries.forEach((question, kept) -> {
            if (kept.untilEpochSeconds() > now) {
                all.add(
                        new CacheEntry(
                                question.name(),
                                question.type(),
                                secondsLeft(kept, now),
                                kept.credibility(),
                                kept.records()));
            }
        });
        return all;
    }

    public synchronized int size() {
        return entries.size();
    }

    // Whole seconds, as TTLs are: what comes within one second then has one TTL.
    private long now() {
        return clock.instant().getEpochSecond();
    }

    private @Nullable Kept fresh(Question question, long now) {
        var kept = entries.get(question);
        if (kept != null && kept.untilEpochSeconds() <= now) {
            entries.remove(question);
            return null;
        }
        return kept;
    }

    private static List<Record> leftOf(Kept kept, long now) {
        var seconds = secondsLeft(kept, now);
        return kept.records().stream().map(record -> TimeToLive.of(record, seconds)).toList();
    }

    private static @Nullable SOARecord left(Kept kept, long now) {
        var soa = kept.soa();
        return soa == null ? null : (SOARecord) TimeToLive.of(soa, secondsLeft(kept, now));
    }

    private static long secondsLeft(Kept kept, long now) {
        return kept.untilEpochSeconds() - now;
    }

    // A TTL with the most significant bit set counts as zero (RFC 2181 section 8).
    private static long seconds(Record record) {
        return record.getTTL() > TimeToLive.MAX_SECONDS ? 0 : record.getTTL();
    }
}
