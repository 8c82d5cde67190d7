package io.labnet.dns.zone;

import java.util.Arrays;
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
    private static final Record[] NOTHING = {};

    /** In lower case, as it is compared (RFC 4343 section 3). */
    final byte[] label;

    private final Record[] records;
    final Siblings below;

    /**
     * A name.
     *
     * @param records in canonical order: by type, then by data
     */
    Node(byte[] label, Record[] records, Siblings below) {
        this.label = label;
        this.records = records.length == 0 ? NOTHING : records;
        this.below = below;
    }

    static Node bare(byte[] label) {
        return new Node(label, NOTHING, Siblings.NONE);
    }

    Node owning(List<Record> records) {
        return new Node(label, records.toArray(Record[]::new), below);
    }

    /** The same with a name below it changed, added or, when nothing is left of it, gone. */
    Node over(Node child) {
        var isGone = child.records.length == 0 && child.below.isEmpty();
        return new Node(label, records, isGone ? below.without(child.label) : below.with(child));
    }

    /** All records of this name, by type, then in canonical order (RFC 4034 section 6.3). */
    public List<Record> records() {
        return Collections.unmodifiableList(Arrays.asList(records));
    }

    /** The records of one type; empty when there are none. */
    public List<Record> records(int type) {
        var from = firstFrom(type);
        return from == records.length || records[from].getType() != type
                ? List.of()
                : records().subList(from, firstFrom(type + 1));
    }

    private int firstFrom(int type) {
        int low = 0;
        int high = records.length;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (records[middle].getType() < type) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public boolean has(int type) {
        var from = firstFrom(type);
        return from < records.length && records[from].getType() == type;
    }

    /** The records by type, in the order of the types' numbers. */
    public Map<Integer, List<Record>> types() {
        var types = new LinkedHashMap<Integer, List<Record>>();
        for (int from = 0; from < records.length; ) {
            var type = records[from].getType();
            var to = firstFrom(type + 1);
            types.put(type, records().subList(from, to));
            from = to;
        }
        return Collections.unmodifiableMap(types);
    }

    boolean owns() {
        return records.length > 0;
    }

    /** The asterisk below this name (RFC 4592 section 2.1.1); null when there is none. */
    public @Nullable Node wildcard() {
        return below.get(ASTERISK);
    }
}
