package io.labnet.dns.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.zone.TimeToLive;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Records, and the knowledge that there are none, until their TTLs have passed, and for a while
 * after it in case nobody can be asked then. When it is full, what is seldom used goes. Safe for
 * use by many threads, of which readers never wait.
 */
public final class RecordCache {
    // No record has type 0, so it stands for "the whole name".
    private static final int WHOLE_NAME = 0;
    private static final int SHARE_OF_DENIALS = 8;

    private final CacheLimits limits;
    private final Clock clock;
    private final Cache<Question, Kept> entries;
    private final BogusAnswers bogus = new BogusAnswers();
    private final Denials denials;
    // Many may keep at a time, but none while a flush is under way.
    private final ReadWriteLock flushing = new ReentrantReadWriteLock();
    private final List<RecordCache> followers = new CopyOnWriteArrayList<>();
    private final AtomicLong flushes = new AtomicLong();

    /** An empty cache. */
    public RecordCache(CacheLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.denials = new Denials(limits.denialsMax(), limits.bytesMax() / SHARE_OF_DENIALS);
        // The cache can be bounded by weight or by number; with a least weight it is both.
        var leastBytes = Math.clamp(limits.bytesMax() / limits.entriesMax(), 1, 1 << 30);
        this.entries =
                Caffeine.newBuilder()
                        .maximumWeight(leastBytes * (long) limits.entriesMax())
                        .<Question, Kept>weigher((q, kept) -> Math.max(leastBytes, kept.bytes(q)))
                        .executor(Runnable::run)
                        .build();
    }

    /**
     * An empty cache with the usual limits.
     *
     * @param entriesMax how many sets of records it holds, 1 or more
     */
    public RecordCache(int entriesMax, Clock clock) {
        this(CacheLimits.ofEntries(entriesMax), clock);
    }

    /** Another cache, empty and with the same limits, of which is flushed what is flushed here. */
    public RecordCache follower() {
        var follower = new RecordCache(limits, clock);
        followers.add(follower);
        return follower;
    }

    /**
     * What a client may be told now.
     *
     * @return never glue, nor what was only said by a referral
     */
    public Known find(Question question) {
        return find(question, Name.root);
    }

    /**
     * What a client may be told now.
     *
     * @param top a zone; what is known of names above it does not count
     */
    public Known find(Question question, Name top) {
        return find(question, top, false).known();
    }

    /**
     * The same, and how far it is proved; also what follows from answers to other questions, and
     * what is bogus, as who validates himself wants.
     */
    public Found findProved(Question question, Name top) {
        var found = find(question, top, false);
        if (!(found.known() instanceof Known.Nothing)) {
            return found;
        }
        var now = now();
        return denials.infer(question, top, wildcard -> forClients(wildcard, now, false), now)
                .or(() -> bogus.find(question, now))
                .orElse(found);
    }

    /** What has become stale too; it is then told with a TTL of its own. */
    public Found findStale(Question question, Name top) {
        return find(question, top, true);
    }

    private Found find(Question question, Name top, boolean orStale) {
        var now = now();
        var name = question.name();
        var kept = forClients(question, now, orStale);
        if (kept != null) {
            return kept.isNegative()
                    ? found(new Known.NoData(kept.soaLeft(now)), kept, now)
                    : found(Known.of(kept.recordsLeft(now), question), kept, now);
        }
        var alias = forClients(new Question(name, Type.CNAME), now, orStale);
        if (alias != null && !alias.isNegative() && question.type() != Type.ANY) {
            return found(Known.of(alias.recordsLeft(now), question), alias, now);
        }
        var none = forClients(new Question(name, WHOLE_NAME), now, orStale);
        return none == null
                ? fromAbove(question, top, now, orStale)
                : found(new Known.NoSuchName(none.soaLeft(now)), none, now);
    }

    private static Found found(Known known, Kept kept, long now) {
        return new Found(known, kept.evidenceLeft(now));
    }

    // Below a DNAME nothing exists but by way of it (RFC 6672 section 2.4), and below a name that
    // does not exist, nothing at all (RFC 8020 section 2).
    private Found fromAbove(Question question, Name top, long now, boolean orStale) {
        var name = question.name();
        for (int n = 1; n < name.labels() && top.labels() <= name.labels() - n; n++) {
            var above = new Name(name, n);
            var redirection = forClients(new Question(above, Type.DNAME), now, orStale);
            if (redirection != null && !redirection.isNegative() && question.type() != Type.ANY) {
                return found(Known.of(redirection.recordsLeft(now), question), redirection, now);
            }
            var none = forClients(new Question(above, WHOLE_NAME), now, orStale);
            if (none != null) {
                return found(new Known.NoSuchName(none.soaLeft(now)), none, now);
            }
        }
        return Found.NOTHING;
    }

    private @Nullable Kept forClients(Question question, long now, boolean orStale) {
        var kept = entries.getIfPresent(question);
        if (kept == null || !kept.credibility().isForClients()) {
            return null;
        }
        var seconds = orStale ? limits.staleMax().toSeconds() : 0;
        return kept.untilEpochSeconds() + seconds > now ? kept : null;
    }

    /** Records by whatever they are worth, to find the way with; empty when none are known. */
    public List<Record> hints(Name name, int type) {
        var now = now();
        var kept = fresh(new Question(name, type), now);
        return kept == null ? List.of() : kept.recordsLeft(now);
    }

    /** Whether the answer to a question will be stale before long, so that it is worth renewing. */
    public boolean isAgeing(Question question) {
        var kept = entries.getIfPresent(question);
        return kept != null
                && !kept.isNegative()
                // These are renewed by the zone above alone.
                && question.type() != Type.NS
                && kept.isAgeing(now());
    }

    /**
     * How often anything was flushed; an answer asked for before a flush is not kept after it, and
     * what was told before one need not be true after it.
     */
    public long flushes() {
        return flushes.get();
    }

    /**
     * Keeps one set of records, unless a more credible one is still fresh.
     *
     * @param set one or more of one name and type
     * @param asOf what {@link #flushes()} was when they were asked for
     * @return the set with the TTL that it is kept with
     */
    public List<Record> keep(List<Record> set, Credibility credibility, long asOf) {
        return keep(set, credibility, Evidence.NONE, asOf);
    }

    /** The same, with how far it is proved. */
    public List<Record> keep(
            List<Record> set, Credibility credibility, Evidence evidence, long asOf) {
        // The decoder makes zero of a TTL with the most significant bit set (RFC 2181 section 8).
        var lowest = set.stream().mapToLong(Record::getTTL).min().orElse(0);
        var seconds = Math.min(limits.clamped(lowest), evidence.secondsMax());
        var clamped = set.stream().map(record -> TimeToLive.of(record, seconds)).toList();
        var first = clamped.getFirst();
        var since = now();
        var kept = new Kept(clamped, null, credibility, evidence, since, since + seconds);
        whileNotFlushed(
                asOf,
                () -> {
                    put(new Question(first.getName(), first.getType()), kept);
                    keepExpansion(kept);
                    // What only leads the way does not refute that a name's own server denied it.
                    if (credibility.isForClients()) {
                        forgetDenials(first.getName());
                    }
                });
        return clamped;
    }

    // What was made from a wildcard came with the proof that nothing is closer to the name.
    private void keepExpansion(Kept kept) {
        var evidence = kept.evidence();
        if (!evidence.isSecure() || evidence.denial().isEmpty() || limits.denialsMax() == 0) {
            return;
        }
        var seconds = limits.clampedNegative(evidence.secondsMax());
        denials.keep(evidence, null, seconds, kept.sinceEpochSeconds());
        kept.unexpanded().ifPresent(wild -> put(wild.question(), wild));
    }

    /**
     * Keeps that a name has nothing of a type.
     *
     * @return the SOA with the TTL that this is kept with
     */
    public SOARecord keepNoData(Question question, SOARecord soa, long asOf) {
        return keepNegative(question, soa, Evidence.NONE, asOf);
    }

    /** The same, with how far it is proved. */
    public SOARecord keepNoData(Question question, SOARecord soa, Evidence evidence, long asOf) {
        return keepNegative(question, soa, evidence, asOf);
    }

    /**
     * Keeps that a name does not exist.
     *
     * @return the SOA with the TTL that this is kept with
     */
    public SOARecord keepNoSuchName(Name name, SOARecord soa, long asOf) {
        return keepNoSuchName(name, soa, Evidence.NONE, asOf);
    }

    /** The same, with how far it is proved. */
    public SOARecord keepNoSuchName(Name name, SOARecord soa, Evidence evidence, long asOf) {
        return keepNegative(new Question(name, WHOLE_NAME), soa, evidence, asOf);
    }

    private SOARecord keepNegative(Question question, SOARecord soa, Evidence evidence, long asOf) {
        // RFC 2308 section 5.
        var ttl = limits.clampedNegative(Math.min(soa.getTTL(), soa.getMinimum()));
        var seconds = Math.min(ttl, evidence.secondsMax());
        var clamped = (SOARecord) TimeToLive.of(soa, seconds);
        var since = now();
        var kept =
                new Kept(List.of(), clamped, Credibility.ANSWER, evidence, since, since + seconds);
        whileNotFlushed(
                asOf,
                () -> {
                    put(question, kept);
                    if (evidence.isSecure()) {
                        // No longer than the SOA record lets denials last (RFC 9077 section 3.4).
                        denials.keep(evidence, clamped, seconds, since);
                    }
                });
        return clamped;
    }

    /** Keeps, for a short time, what is bogus. */
    public void keepBogus(Question question, Found found, long asOf) {
        whileNotFlushed(asOf, () -> bogus.keep(question, found, now()));
    }

    private void whileNotFlushed(long asOf, Runnable change) {
        flushing.readLock().lock();
        try {
            if (asOf == flushes.get()) {
                change.run();
            }
        } finally {
            flushing.readLock().unlock();
        }
    }

    private void put(Question question, Kept kept) {
        // Zero means: for this one question only (RFC 1035 section 3.2.1).
        if (kept.untilEpochSeconds() > kept.sinceEpochSeconds() && !isHeld(question, kept)) {
            entries.asMap().merge(question, kept, (old, mine) -> better(question, old, mine));
        }
    }

    // A zone's servers say with each answer who they are: once a second is enough.
    private boolean isHeld(Question question, Kept kept) {
        var held = entries.getIfPresent(question);
        return held != null && held.isSameAs(kept);
    }

    private static Kept better(Question question, Kept old, Kept mine) {
        if (!old.isFresh(mine.sinceEpochSeconds())) {
            return mine;
        }
        if (old.credibility().outranks(mine.credibility())) {
            return old;
        }
        // A zone's servers could otherwise name themselves again and again, for ever, long after
        // the zone above has taken the name from them.
        return question.type() == Type.NS && mine.untilEpochSeconds() > old.untilEpochSeconds()
                ? new Kept(
                        mine.records(),
                        mine.soa(),
                        mine.credibility(),
                        mine.evidence(),
                        mine.sinceEpochSeconds(),
                        old.untilEpochSeconds())
                : mine;
    }

    // Whoever is there has ancestors.
    private void forgetDenials(Name name) {
        for (int n = 0; n < name.labels(); n++) {
            entries.invalidate(new Question(new Name(name, n), WHOLE_NAME));
        }
    }

    /** Forgets everything about the questions that are meant. */
    public void flush(Predicate<Question> meant) {
        flushing.writeLock().lock();
        try {
            entries.asMap().keySet().removeIf(meant);
            bogus.forget(meant);
            // Each is about names that nobody has asked for, such as those that are meant.
            denials.clear();
            // Last, so that who still reads old data has read an old number before.
            flushes.incrementAndGet();
        } finally {
            flushing.writeLock().unlock();
        }
        followers.forEach(follower -> follower.flush(meant));
    }

    /** All that is fresh, by name. */
    public List<CacheEntry> entries() {
        var now = now();
        var fresh =
                entries.asMap().entrySet().stream()
                        .filter(entry -> entry.getValue().isFresh(now))
                        .map(entry -> view(entry.getKey(), entry.getValue(), now));
        var others = Stream.concat(denials.entries(now).stream(), bogus.entries(now));
        return Stream.concat(fresh, others)
                .sorted(Comparator.comparing(CacheEntry::name).thenComparingInt(CacheEntry::type))
                .toList();
    }

    private static CacheEntry view(Question question, Kept kept, long now) {
        return new CacheEntry(
                question.name(),
                question.type(),
                kept.secondsLeft(now),
                kept.credibility(),
                kept.evidence().security(),
                kept.records());
    }

    /** How many sets there are, stale ones among them. */
    public long size() {
        return entries.estimatedSize();
    }

    /** How many sets of NSEC and NSEC3 records there are, for what can be inferred from them. */
    public int denials() {
        return denials.size();
    }

    /** How much memory they take, as it counts against the limit. */
    public long bytes() {
        return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private @Nullable Kept fresh(Question question, long now) {
        var kept = entries.getIfPresent(question);
        return kept != null && kept.isFresh(now) ? kept : null;
    }
}
