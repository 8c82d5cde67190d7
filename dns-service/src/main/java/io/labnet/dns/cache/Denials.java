package io.labnet.dns.cache;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.validator.Inference;
import io.labnet.dns.validator.Security;
import io.labnet.dns.validator.SignedSet;
import io.labnet.dns.zone.TimeToLive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * NSEC and NSEC3 records that are proved, for what they say about questions that nobody was asked
 * (RFC 8198). When there are too many, the oldest go. Safe for use by many threads, of which
 * readers never wait.
 */
final class Denials {
    private static final int BYTES_PER_SET = 400;
    // Of these a wildcard's own would mean something else.
    private static final Set<Integer> UNEXPANDED =
            Set.of(Type.ANY, Type.NS, Type.DS, Type.DNAME, Type.NSEC, Type.NSEC3, Type.RRSIG);

    /** What the cache has of a wildcard. */
    interface Wildcards {
        @Nullable Kept find(Question question);
    }

    private record Place(Name zone, int type, Name owner) {}

    private record Held(SignedSet set, long untilEpochSeconds) {
        int bytes() {
            return BYTES_PER_SET
                    + all().mapToInt(record -> 2 * record.toWire(Section.ANSWER).length).sum();
        }

        Stream<Record> all() {
            return Stream.concat(set.records().stream(), set.signatures().stream());
        }
    }

    /** A zone's SOA record, without which nothing is denied. */
    private record Apex(SOARecord soa, List<Record> signatures, long untilEpochSeconds) {}

    private static final class Zone {
        private final NavigableMap<Name, Held> plain = new ConcurrentSkipListMap<>();
        private final NavigableMap<Name, Held> hashed = new ConcurrentSkipListMap<>();
        private volatile @Nullable Apex apex;

        NavigableMap<Name, Held> of(int type) {
            return type == Type.NSEC ? plain : hashed;
        }
    }

    private final int setsMax;
    private final long bytesMax;
    private final Map<Name, Zone> zones = new ConcurrentHashMap<>();
    private final Map<Place, Integer> oldestFirst = new LinkedHashMap<>();
    private long bytes;

    Denials(int setsMax, long bytesMax) {
        this.setsMax = setsMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Keeps what has proved something.
     *
     * @param soa that came along; null where it did not
     * @param seconds for how long, at most (RFC 8198 section 5.4)
     */
    synchronized void keep(Evidence evidence, @Nullable SOARecord soa, long seconds, long now) {
        if (setsMax == 0 || seconds <= 0) {
            return;
        }
        for (var record : evidence.denial()) {
            var signatures = evidence.denial().stream().flatMap(s -> about(s, record)).toList();
            var signers = signatures.stream().map(RRSIGRecord::getSigner).distinct().toList();
            // One of the signatures is proved, but not which.
            if (isDenial(record) && signers.size() == 1) {
                var zone = signers.getFirst();
                var set = new SignedSet(List.of(record), signatures);
                var until = now + Math.min(seconds, record.getTTL());
                put(new Place(zone, record.getType(), record.getName()), new Held(set, until));
                keepApex(zone, soa, evidence.signatures(), now + seconds);
            }
        }
    }

    private static boolean isDenial(Record record) {
        return record instanceof NSECRecord || record instanceof NSEC3Record;
    }

    private static Stream<RRSIGRecord> about(Record signature, Record record) {
        return signature instanceof RRSIGRecord rrsig
                        && rrsig.getTypeCovered() == record.getType()
                        && rrsig.getName().equals(record.getName())
                ? Stream.of(rrsig)
                : Stream.empty();
    }

    private void keepApex(Name zone, @Nullable SOARecord soa, List<Record> signatures, long until) {
        var kept = zones.get(zone);
        if (kept != null && soa != null && soa.getName().equals(zone)) {
            kept.apex = new Apex(soa, signatures, until);
        }
    }

    private void put(Place place, Held held) {
        var size = held.bytes();
        var replaced = oldestFirst.remove(place);
        bytes += size - (replaced == null ? 0 : replaced);
        oldestFirst.put(place, size);
        zones.computeIfAbsent(place.zone(), _ -> new Zone())
                .of(place.type())
                .put(place.owner(), held);
        while (oldestFirst.size() > setsMax || bytes > bytesMax) {
            forget(oldestFirst.keySet().iterator().next());
        }
    }

    private void forget(Place place) {
        var known = oldestFirst.remove(place);
        var zone = zones.get(place.zone());
        if (known == null || zone == null) {
            return;
        }
        bytes -= known;
        zone.of(place.type()).remove(place.owner());
        if (zone.plain.isEmpty() && zone.hashed.isEmpty()) {
            zones.remove(place.zone());
        }
    }

    synchronized void clear() {
        zones.clear();
        oldestFirst.clear();
        bytes = 0;
    }

    /** All that are not past their time. */
    synchronized List<CacheEntry> entries(long now) {
        return zones.values().stream()
                .flatMap(z -> Stream.of(z.plain, z.hashed))
                .flatMap(sets -> sets.values().stream())
                .filter(held -> held.untilEpochSeconds() > now)
                .map(held -> view(held, now))
                .toList();
    }

    private static CacheEntry view(Held held, long now) {
        return new CacheEntry(
                held.set().name(),
                held.set().type(),
                held.untilEpochSeconds() - now,
                Credibility.AUTHORITY,
                Security.SECURE,
                held.set().records());
    }

    synchronized int size() {
        return oldestFirst.size();
    }

    /**
     * What is inferred about a question.
     *
     * @param top what zones above it say does not count
     */
    Optional<Found> infer(Question question, Name top, Wildcards wildcards, long now) {
        var name = question.name();
        for (int n = 0; !zones.isEmpty() && top.labels() <= name.labels() - n; n++) {
            var above = new Name(name, n);
            var zone = zones.get(above);
            var found = zone == null ? null : inferred(above, zone, question, wildcards, now);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Found inferred(
            Name apex, Zone zone, Question question, Wildcards wildcards, long now) {
        for (var sets : List.of(zone.plain, zone.hashed)) {
            var chain = new Consulted(sets, now);
            var found =
                    switch (Inference.of(apex, question, chain)) {
                        case Inference.NoName(var proof) ->
                                denied(zone, proof, Known.NoSuchName::new, chain);
                        case Inference.NoData(var proof) ->
                                denied(zone, proof, Known.NoData::new, chain);
                        case Inference.OfWildcard(var wildcard, var proof) ->
                                expanded(wildcard, question, proof, wildcards, chain);
                        case Inference.Unknown _ -> null;
                    };
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A chain that notes how long all of it that was looked at lasts. */
    private static final class Consulted implements Inference.Chain {
        private final NavigableMap<Name, Held> sets;
        private final long now;
        private long until = Long.MAX_VALUE;

        Consulted(NavigableMap<Name, Held> sets, long now) {
            this.sets = sets;
            this.now = now;
        }

        @Override
        public @Nullable SignedSet upTo(Name owner) {
            var before = sets.floorEntry(owner);
            var entry = before == null ? sets.lastEntry() : before;
            if (entry == null || entry.getValue().untilEpochSeconds() <= now) {
                return null;
            }
            until = Math.min(until, entry.getValue().untilEpochSeconds());
            return entry.getValue().set();
        }

        long secondsLeft(long otherUntil) {
            return Math.min(until, otherUntil) - now;
        }
    }

    private static @Nullable Found denied(
            Zone zone, List<SignedSet> proof, Function<SOARecord, Known> what, Consulted chain) {
        var apex = zone.apex;
        var seconds = apex == null ? 0 : chain.secondsLeft(apex.untilEpochSeconds());
        if (apex == null || seconds <= 0) {
            return null;
        }
        var soa = (SOARecord) TimeToLive.of(apex.soa(), seconds);
        return Found.inferred(what.apply(soa), secure(apex.signatures(), proof, seconds));
    }

    // RFC 8198 section 5.3.
    private static @Nullable Found expanded(
            Name wildcard,
            Question question,
            List<SignedSet> proof,
            Wildcards wildcards,
            Consulted chain) {
        if (UNEXPANDED.contains(question.type())) {
            return null;
        }
        var own = wildcards.find(new Question(wildcard, question.type()));
        var kept = own == null ? wildcards.find(new Question(wildcard, Type.CNAME)) : own;
        if (kept == null || kept.isNegative() || !kept.evidence().isSecure()) {
            return null;
        }
        var seconds = chain.secondsLeft(kept.untilEpochSeconds());
        var records =
                Kept.renamed(kept.records(), question.name()).stream()
                        .map(record -> TimeToLive.of(record, seconds))
                        .toList();
        var signatures = Kept.renamed(kept.evidence().signatures(), question.name());
        return Found.inferred(Known.of(records, question), secure(signatures, proof, seconds));
    }

    private static Evidence secure(List<Record> signatures, List<SignedSet> proof, long seconds) {
        var denial =
                proof.stream()
                        .flatMap(s -> Stream.concat(s.records().stream(), s.signatures().stream()))
                        .toList();
        return Evidence.of(Security.SECURE, null).with(signatures, denial).lasting(seconds);
    }
}
