package io.labnet.dns.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

/**
 * The next version of a zone in the making: one version, and what is changed of it.
 *
 * <p>Knows only the names that are touched, so a small change of a large zone is cheap. Whether the
 * result is a zone is judged when its {@link #difference()} is applied.
 */
public final class Draft {
    private final Zone base;
    private final Map<Name, Map<Integer, List<Record>>> touched = new HashMap<>();

    public Draft(Zone base) {
        this.base = base;
    }

    /** What makes one version of another that was made elsewhere; null when they are the same. */
    public static @Nullable Difference between(Zone base, Zone wanted) {
        var draft = new Draft(base);
        var kept = new HashSet<Name>();
        for (var record : wanted.records()) {
            if (kept.add(record.getName())) {
                draft.touched.put(record.getName(), copy(wanted.types(record.getName())));
            }
        }
        for (var record : base.records()) {
            if (!kept.contains(record.getName())) {
                draft.touched.put(record.getName(), new TreeMap<>());
            }
        }
        return draft.difference();
    }

    public Name origin() {
        return base.origin();
    }

    /** The records of one name and type as they now stand; empty when there are none. */
    public List<Record> records(Name name, int type) {
        return List.copyOf(types(name).getOrDefault(type, List.of()));
    }

    /** The types that a name has; empty where the name itself owns nothing. */
    public Set<Integer> typesOf(Name name) {
        return Set.copyOf(types(name).keySet());
    }

    private Map<Integer, List<Record>> types(Name name) {
        var changed = touched.get(name);
        return changed == null ? base.types(name) : changed;
    }

    private Map<Integer, List<Record>> touch(Name name) {
        return touched.computeIfAbsent(name, n -> copy(base.types(n)));
    }

    private static Map<Integer, List<Record>> copy(Map<Integer, List<Record>> types) {
        var copy = new TreeMap<Integer, List<Record>>();
        types.forEach((type, set) -> copy.put(type, new ArrayList<>(set)));
        return copy;
    }

    /** Adds a record; its TTL becomes that of its whole set (RFC 2181 section 5.2). */
    public void add(Record record) {
        var set = touch(record.getName()).computeIfAbsent(record.getType(), _ -> new ArrayList<>());
        set.remove(record);
        var kind = TimeToLive.setOf(record);
        set.replaceAll(other ->
                TimeToLive.setOf(other) == kind ? TimeToLive.of(other, record.getTTL()) : other);
        set.add(record);
    }

    /** Removes a record, whatever its TTL; one that is not there makes no difference. */
    public void remove(Record record) {
        var types = touch(record.getName());
        var set = types.get(record.getType());
        if (set != null && set.remove(record) && set.isEmpty()) {
            types.remove(record.getType());
        }
    }

    /** Removes all records of one name and type. */
    public void remove(Name name, int type) {
        touch(name).remove(type);
    }

    /** What the draft changes, with the next serial number; null when that is nothing. */
    public @Nullable Difference difference() {
        var removed = new ArrayList<Record>();
        var added = new ArrayList<Record>();
        touched.forEach((name, types) -> {
            for (var set : base.types(name).entrySet()) {
                collect(set.getValue(), types.getOrDefault(set.getKey(), List.of()), removed);
            }
            types.forEach((type, set) -> collect(set, base.records(name, type), added));
        });
        removed.removeIf(Draft::isSoa);
        added.removeIf(Draft::isSoa);
        var from = base.soa();
        var wanted = soa();
        var isSoaKept = wanted.equals(from) && wanted.getTTL() == from.getTTL();
        return removed.isEmpty() && added.isEmpty() && isSoaKept
                ? null
                : new Difference(from, later(wanted, from.getSerial()), removed, added);
    }

    private static boolean isSoa(Record record) {
        return record.getType() == Type.SOA;
    }

    // A zone cannot be without: a draft that has only removed it keeps the old one.
    private SOARecord soa() {
        var set = records(origin(), Type.SOA);
        return set.isEmpty() ? base.soa() : (SOARecord) set.getLast();
    }

    /** Those of one set that are not in the other with the same TTL, of which a set has one. */
    private static void collect(List<Record> set, List<Record> other, List<Record> into) {
        if (other.isEmpty() || other.getFirst().getTTL() != set.getFirst().getTTL()) {
            into.addAll(set);
            return;
        }
        var standing = new HashSet<>(other);
        set.stream().filter(record -> !standing.contains(record)).forEach(into::add);
    }

    // Serial numbers go round (RFC 1982 section 3.1); dnsjava leaves out 0, which some programs
    // take for "none yet".
    private static SOARecord later(SOARecord soa, long than) {
        var isLater = Serial.compare(soa.getSerial(), than) > 0;
        return isLater ? soa : Soa.withSerial(soa, Serial.increment(than));
    }
}
