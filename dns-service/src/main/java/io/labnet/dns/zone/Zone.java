package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * One version of a zone: all records of one piece of the name space, as a tree of labels. It never
 * changes; {@link #apply} gives the next version, which shares with this one all that is the same.
 */
public final class Zone implements Iterable<Record> {
    private final Name origin;
    private final Node apex;
    // Hashes are no names that anybody asks for: in a tree of their own they are not found (RFC
    // 5155 section 7.2.8).
    private final Node hashed;
    private final int size;

    Zone(Name origin, Node apex, Node hashed, int size) {
        this.origin = origin;
        this.apex = apex;
        this.hashed = hashed;
        this.size = size;
    }

    /**
     * A zone of these records, duplicates left out.
     *
     * @throws ZoneFault when a record does not belong here, or they do not make a zone together
     */
    public static Zone of(Name origin, List<Record> records) throws ZoneFault {
        var builder = new ZoneBuilder(origin);
        for (var record : records) {
            builder.add(record);
        }
        return builder.build();
    }

    public Name origin() {
        return origin;
    }

    public SOARecord soa() {
        return (SOARecord) apex.records(Type.SOA).getFirst();
    }

    /** How many records there are. */
    public int size() {
        return size;
    }

    /**
     * The names that exist on the way from the apex down to a name, the apex first. The name itself
     * exists when there is one for each of its labels; else the last is its closest encloser (RFC
     * 4592 section 3.3.1). Empty when the name is outside the zone.
     */
    public List<Node> path(Name name) {
        return path(apex, name);
    }

    private List<Node> path(Node from, Name name) {
        if (!name.subdomain(origin)) {
            return List.of();
        }
        var path = new ArrayList<Node>();
        path.add(from);
        for (var label : Labels.below(origin, name)) {
            var next = path.getLast().below.get(label);
            if (next == null) {
                break;
            }
            path.add(next);
        }
        return Collections.unmodifiableList(path);
    }

    private @Nullable Node node(Node from, Name name) {
        var path = path(from, name);
        var labels = name.labels() - origin.labels();
        return path.isEmpty() || path.size() <= labels ? null : path.getLast();
    }

    /** Whether anything at all exists at this name or below it. */
    public boolean has(Name name) {
        return node(apex, name) != null;
    }

    /** The records of one name and type; empty when there are none. */
    public List<Record> records(Name name, int type) {
        var node = node(apex, name);
        var records = node == null ? List.<Record>of() : node.records(type);
        var others =
                type == Type.NSEC3 || type == Type.RRSIG ? hashed(name, type) : List.<Record>of();
        return others.isEmpty() ? records : joined(records, others);
    }

    private List<Record> hashed(Name name, int type) {
        var node = node(hashed, name);
        return node == null ? List.of() : node.records(type);
    }

    private static List<Record> joined(List<Record> some, List<Record> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** The records of one name by type, in the order of the types' numbers. */
    public Map<Integer, List<Record>> types(Name name) {
        var node = node(apex, name);
        var types = node == null ? Map.<Integer, List<Record>>of() : node.types();
        var others = node(hashed, name);
        if (others == null) {
            return types;
        }
        var all = new TreeMap<>(types);
        others.types().forEach((type, set) -> all.merge(type, set, Zone::joined));
        return all;
    }

    /** Whether a record belongs to the hashes of names (RFC 5155), not to names. */
    static boolean isHashed(Record record) {
        return record.getType() == Type.NSEC3
                || (record instanceof RRSIGRecord signature
                        && signature.getTypeCovered() == Type.NSEC3);
    }

    /** The names that own records and are seen, as the ones that come before and after others. */
    public Neighbours neighbours() {
        return new Neighbours(origin, apex);
    }

    /** What is known of the hashes of names (RFC 5155): one label each, below the apex. */
    public Neighbours hashes() {
        return new Neighbours(origin, hashed);
    }

    /** All records, the SOA first, then in canonical order (RFC 4034 section 6.1). */
    public List<Record> records() {
        var records = new ArrayList<Record>(size);
        forEach(records::add);
        return Collections.unmodifiableList(records);
    }

    /** The SOA first, then in canonical order (RFC 4034 section 6.1). */
    @Override
    public Iterator<Record> iterator() {
        return new Records(apex, hashed);
    }

    private static final class Records implements Iterator<Record> {
        private final ArrayDeque<Iterator<Node>> ahead = new ArrayDeque<>();
        private Iterator<Record> here;

        Records(Node apex, Node hashed) {
            var records = new ArrayList<>(apex.records(Type.SOA));
            apex.records().stream().filter(r -> r.getType() != Type.SOA).forEach(records::add);
            here = records.iterator();
            ahead.push(hashed.below.iterator());
            ahead.push(apex.below.iterator());
        }

        @Override
        public boolean hasNext() {
            while (!here.hasNext() && !ahead.isEmpty()) {
                var siblings = ahead.peek();
                if (siblings.hasNext()) {
                    var node = siblings.next();
                    here = node.records().iterator();
                    if (!node.below.isEmpty()) {
                        ahead.push(node.below.iterator());
                    }
                } else {
                    ahead.pop();
                }
            }
            return here.hasNext();
        }

        @Override
        public Record next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return here.next();
        }
    }

    /** Whether this very record, with this TTL, stands here already. */
    public boolean contains(Record record) {
        return records(record.getName(), record.getType()).stream()
                .anyMatch(r -> r.equals(record) && r.getTTL() == record.getTTL());
    }

    /**
     * The next version. Records that are added give their TTL to their whole set (RFC 2181 section
     * 5.2); one that stands here already is not added twice.
     *
     * @throws ZoneFault when the difference does not begin at this version, a record that it
     *     removes is not here, or what comes of it is no zone; then nothing is changed
     */
    public Zone apply(Difference difference) throws ZoneFault {
        if (difference.from().getSerial() != soa().getSerial()) {
            throw new ZoneFault(
                    this + " is not the version that changes, " + difference.from().getSerial());
        }
        var edits = new LinkedHashMap<Place, NodeEdit>();
        var apexEdit = new NodeEdit(apex.records());
        edits.put(new Place(origin, false), apexEdit);
        apexEdit.remove(soa());
        ZoneRules.check(difference.to(), origin);
        apexEdit.add(difference.to());
        for (var record : difference.removed()) {
            edit(edits, record).remove(record);
        }
        for (var record : difference.added()) {
            ZoneRules.check(record, origin);
            edit(edits, record).add(record);
        }
        var nextApex = apex;
        var nextHashed = hashed;
        var nextSize = size;
        for (var edit : edits.entrySet()) {
            var place = edit.getKey();
            var labels = Labels.below(origin, place.name());
            var records = edit.getValue().records();
            if (place.isHashed()) {
                nextHashed = replaced(nextHashed, labels, 0, place, records);
            } else {
                nextApex = replaced(nextApex, labels, 0, place, records);
            }
            nextSize += edit.getValue().grownBy();
        }
        ZoneRules.check(nextSize);
        return new Zone(origin, nextApex, nextHashed, nextSize);
    }

    private record Place(Name name, boolean isHashed) {}

    private NodeEdit edit(Map<Place, NodeEdit> edits, Record record) {
        return edits.computeIfAbsent(
                new Place(record.getName(), isHashed(record)),
                place -> {
                    var node = node(place.isHashed() ? hashed : apex, place.name());
                    return new NodeEdit(node == null ? List.of() : node.records());
                });
    }

    private Node replaced(Node node, byte[][] labels, int depth, Place place, List<Record> records)
            throws ZoneFault {
        if (depth == labels.length) {
            var next = node.owning(records);
            if (!place.isHashed()) {
                ZoneRules.check(next, place.name(), origin);
            }
            return next;
        }
        var label = labels[depth];
        var child = node.below.get(label);
        return node.over(
                replaced(
                        child == null ? Node.bare(label) : child,
                        labels,
                        depth + 1,
                        place,
                        records));
    }

    @Override
    public String toString() {
        return "zone " + Names.text(origin) + ", serial " + soa().getSerial();
    }
}
