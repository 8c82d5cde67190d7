package io.labnet.dns.zone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * One name of a zone: the records it owns, and the names one label longer. A name that owns nothing
 * but has names below it is an empty non-terminal (RFC 4592 section 2.2.2). It never changes.
 */
public final class Node {
    private static final byte[] ASTERISK = {'*'};

    /** In lower case, as it is compared (RFC 4343 section 3). */
    final byte[] label;

    // By type, then in canonical order (RFC 4034 section 6.3).
    private final byte[] records;
    final Siblings below;

    /**
     * A name.
     *
     * @param records as {@link WireRecords} has them, by type, then in canonical order
     */
    Node(byte[] label, byte[] records, Siblings below) {
        this.label = label;
        this.records = records;
        this.below = below;
    }

    static Node bare(byte[] label) {
        return new Node(label, WireRecords.NONE, Siblings.NONE);
    }

    Node owning(List<Record> owned) {
        return new Node(label, WireRecords.of(owned), below);
    }

    /** The same with a name below it changed, added or, when nothing is left of it, gone. */
    Node over(Node child) {
        var isGone = !child.owns() && child.below.isEmpty();
        return new Node(label, records, isGone ? below.without(child.label) : below.with(child));
    }

    boolean owns() {
        return records.length > 0;
    }

    boolean ownsOne() {
        return WireRecords.isOne(records);
    }

    /** As {@link WireRecords} has them. */
    byte[] wire() {
        return records;
    }

    int size() {
        return WireRecords.count(records);
    }

    /** All records of this name, by type, then in canonical order (RFC 4034 section 6.3). */
    public List<Record> records() {
        return Collections.unmodifiableList(WireRecords.read(records));
    }

    /** The records of one type; empty when there are none. */
    public List<Record> records(int type) {
        return Collections.unmodifiableList(WireRecords.read(records, type));
    }

    public boolean has(int type) {
        return WireRecords.has(records, type);
    }

    /** The records by type, in the order of the types' numbers. */
    public Map<Integer, List<Record>> types() {
        var types = new LinkedHashMap<Integer, List<Record>>();
        for (var record : WireRecords.read(records)) {
            types.computeIfAbsent(record.getType(), _ -> new ArrayList<>()).add(record);
        }
        types.replaceAll((_, set) -> Collections.unmodifiableList(set));
        return Collections.unmodifiableMap(types);
    }

    /** The asterisk below this name (RFC 4592 section 2.1.1); null when there is none. */
    public @Nullable Node wildcard() {
        return below.get(ASTERISK);
    }
}
