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
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
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
    private final int size;

    Zone(Name origin, Node apex, int size) {
        this.origin = origin;
        this.apex = apex;
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
        if (!name.subdomain(origin)) {
            return List.of();
        }
        var path = new ArrayList<Node>();
        path.add(apex);
        for (var label : Labels.below(origin, name)) {
            var next = path.getLast().below.get(label);
            if (next == null) {
                break;
            }
            path.add(next);
        }
        return Collections.unmodifiableList(path);
    }

    private @Nullable Node node(Name name) {
        var path = path(name);
        var labels = name.labels() - origin.labels();
        return path.isEmpty() || path.size() <= labels ? null : path.getLast();
    }

    /** Whether anything at all exists at this name or below it. */
    public boolean has(Name name) {
        return node(name) != null;
    }

    /** The records of one name and type; empty when there are none. */
    public List<Record> records(Name name, int type) {
        var node = node(name);
        return node == null ? List.of() : node.records(type);
    }

    /** The records of one name by type, in the order of the types' numbers. */
    public Map<Integer, List<Record>> types(Name name) {
        var node = node(name);
        return node == null ? Map.of() : node.types();
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
        return new Records(apex);
    }

    private static final class Records implements Iterator<Record> {
        private final ArrayDeque<Iterator<Node>> ahead = new ArrayDeque<>();
        private Iterator<Record> here;

        Records(Node apex) {
            var records = new ArrayList<>(apex.records(Type.SOA));
            apex.records().stream().filter(r -> r.getType() != Type.SOA).forEach(records::add);
            here = records.iterator();
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
        var edits = new LinkedHashMap<Name, NodeEdit>();
        var apexEdit = new NodeEdit(apex.records());
        edits.put(origin, apexEdit);
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
        var next = apex;
        var nextSize = size;
        for (var edit : edits.entrySet()) {
            var labels = Labels.below(origin, edit.getKey());
            next = replaced(next, labels, 0, edit.getKey(), edit.getValue().records());
            nextSize += edit.getValue().grownBy();
        }
        ZoneRules.check(nextSize);
        return new Zone(origin, next, nextSize);
    }

    private NodeEdit edit(Map<Name, NodeEdit> edits, Record record) {
        return edits.computeIfAbsent(
                record.getName(),
                name -> {
                    var node = node(name);
                    return new NodeEdit(node == null ? List.of() : node.records());
                });
    }

    private Node replaced(Node node, byte[][] labels, int depth, Name name, List<Record> records)
            throws ZoneFault {
        if (depth == labels.length) {
            var next = node.owning(records);
            ZoneRules.check(next, name, origin);
            return next;
        }
        var label = labels[depth];
        var child = node.below.get(label);
        return node.over(
                replaced(
                        child == null ? Node.bare(label) : child,
                        labels,
                        depth + 1,
                        name,
                        records));
    }

    @Override
    public String toString() {
        return "zone " + Names.text(origin) + ", serial " + soa().getSerial();
    }
}
