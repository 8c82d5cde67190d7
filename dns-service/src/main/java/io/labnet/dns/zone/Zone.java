package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

/**
 * One version of a zone: all records of one piece of the name space. It never changes; {@link
 * #with} and {@link #without} give the next version.
 */
public final class Zone {
    private final Name origin;
    // Every name that exists, those included that own nothing but have names below them
    // (empty non-terminals, RFC 4592 section 2.2.2).
    private final Map<Name, Map<Integer, List<Record>>> nodes;

    private Zone(Name origin, Map<Name, Map<Integer, List<Record>>> nodes) {
        this.origin = origin;
        this.nodes = nodes;
    }

    /**
     * A zone of these records, duplicates left out.
     *
     * @throws ZoneFault when a record does not belong here, or they do not make a zone together
     */
    public static Zone of(Name origin, List<Record> records) throws ZoneFault {
        var sets = new HashMap<Name, Map<Integer, List<Record>>>();
        for (var record : records) {
            ZoneRules.check(record, origin);
            // Sets of data, without regard to TTL (RFC 2181 section 5).
            var set =
                    sets.computeIfAbsent(record.getName(), _ -> new TreeMap<>())
                            .computeIfAbsent(record.getType(), _ -> new ArrayList<>());
            if (!set.contains(record)) {
                set.add(record);
            }
        }
        ZoneRules.check(sets, origin);
        List.copyOf(sets.keySet()).forEach(name -> addAncestors(sets, name, origin));
        sets.replaceAll((_, types) -> frozen(types));
        return new Zone(origin, Map.copyOf(sets));
    }

    private static void addAncestors(
            Map<Name, Map<Integer, List<Record>>> sets, Name name, Name origin) {
        for (var n = name; !n.equals(origin); n = new Name(n, 1)) {
            sets.computeIfAbsent(n, _ -> new TreeMap<>());
        }
    }

    private static Map<Integer, List<Record>> frozen(Map<Integer, List<Record>> types) {
        var frozen = new TreeMap<Integer, List<Record>>();
        types.forEach((type, set) -> frozen.put(type, TimeToLive.same(set)));
        return Collections.unmodifiableMap(frozen);
    }

    public Name origin() {
        return origin;
    }

    public SOARecord soa() {
        return (SOARecord) records(origin, Type.SOA).getFirst();
    }

    /** Whether anything at all exists at this name or below it. */
    public boolean has(Name name) {
        return nodes.containsKey(name);
    }

    /** The records of one name and type; empty when there are none. */
    public List<Record> records(Name name, int type) {
        return types(name).getOrDefault(type, List.of());
    }

    /** The records of one name by type, in the order of the types' numbers. */
    public Map<Integer, List<Record>> types(Name name) {
        return nodes.getOrDefault(name, Map.of());
    }

    /** All records, the SOA first, then in canonical order (RFC 4034 section 6.1). */
    public List<Record> records() {
        var isSoa = Comparator.comparing((Record r) -> r.getType() != Type.SOA);
        return nodes.values().stream()
                .flatMap(types -> types.values().stream())
                .flatMap(List::stream)
                .sorted(isSoa.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Whether this very record, with this TTL, stands here already. */
    public boolean contains(Record record) {
        return records(record.getName(), record.getType()).stream()
                .anyMatch(r -> r.equals(record) && r.getTTL() == record.getTTL());
    }

    /**
     * The next version, with one record more; its TTL becomes that of its whole set (RFC 2181
     * section 5.2).
     *
     * @throws ZoneFault when the record cannot stand here
     */
    public Zone with(Record record) throws ZoneFault {
        var records = new ArrayList<Record>();
        for (var other : records()) {
            var sameSet = other.sameRRset(record);
            records.add(sameSet ? TimeToLive.of(other, record.getTTL()) : other);
        }
        records.add(record);
        return of(origin, withNextSerial(records));
    }

    /**
     * The next version, without the records of one name and type.
     *
     * @throws ZoneFault when the zone could not do without them
     */
    public Zone without(Name name, int type) throws ZoneFault {
        var records = new ArrayList<>(records());
        records.removeIf(r -> r.getName().equals(name) && r.getType() == type);
        return of(origin, withNextSerial(records));
    }

    private static List<Record> withNextSerial(List<Record> records) {
        records.replaceAll(r -> r instanceof SOARecord soa ? next(soa) : r);
        return records;
    }

    private static SOARecord next(SOARecord soa) {
        return Soa.withSerial(soa, Serial.increment(soa.getSerial()));
    }

    /**
     * The version that a difference leads to.
     *
     * @throws ZoneFault when it does not begin at this version, or does not lead to a zone
     */
    public Zone apply(Difference difference) throws ZoneFault {
        if (difference.from().getSerial() != soa().getSerial()) {
            throw new ZoneFault(
                    this + " is not what serial " + difference.from().getSerial() + " was");
        }
        var gone = new HashSet<>(difference.removed());
        var records = new ArrayList<Record>(difference.added());
        for (var record : records()) {
            if (record.getType() != Type.SOA && !gone.remove(record)) {
                records.add(record);
            }
        }
        if (!gone.isEmpty()) {
            throw new ZoneFault("not in " + this + ": " + gone.iterator().next());
        }
        records.add(difference.to());
        return of(origin, records);
    }

    @Override
    public String toString() {
        return "zone " + Names.text(origin) + ", serial " + soa().getSerial();
    }
}
