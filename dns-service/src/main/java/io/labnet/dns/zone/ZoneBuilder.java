package io.labnet.dns.zone;

import io.labnet.dns.zone.master.MasterReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * The first version of a zone in the making: takes its records in any order, and puts them in order
 * once, when all are there.
 */
final class ZoneBuilder implements MasterReader.Sink {
    private static final int NODES_AT_FIRST = 4;
    private static final Comparator<Node> BY_LABEL =
            (a, b) -> Arrays.compareUnsigned(a.label, b.label);

    /** A name, and what is one label below it, in no order: as many nodes as there are records. */
    private static final class Branch {
        private Node[] nodes = {};
        private int count;
        private @Nullable Map<ByteBuffer, Branch> below;

        void add(Node node) {
            if (count == nodes.length) {
                nodes = Arrays.copyOf(nodes, Math.max(NODES_AT_FIRST, count + (count >> 1)));
            }
            nodes[count++] = node;
        }

        Branch branch(byte[] label) {
            if (below == null) {
                below = new HashMap<>();
            }
            return below.computeIfAbsent(ByteBuffer.wrap(label), _ -> new Branch());
        }
    }

    private final Name origin;
    private final byte[] originWire;
    // The apex is the one name below the one that is above it.
    private final Branch above = new Branch();
    private final Branch aboveHashed = new Branch();
    private final byte[] apexLabel = {};
    // Records of names with the same name above them mostly follow each other.
    private byte[] lastParent = {};
    private Branch lastBranch = above;
    private int taken;
    private int size;

    ZoneBuilder(Name origin) {
        this.origin = origin;
        this.originWire = origin.toWireCanonical();
    }

    @Override
    public @Nullable String take(Record record) {
        try {
            add(record);
            return null;
        } catch (ZoneFault fault) {
            return fault.reason();
        }
    }

    @Override
    public @Nullable String take(byte[] record) {
        try {
            if (depth(record) < 0) {
                ZoneRules.check(WireRecords.read(record).getFirst(), origin);
            }
            add(record);
            return null;
        } catch (ZoneFault fault) {
            return fault.reason();
        }
    }

    /**
     * Takes one record.
     *
     * @throws ZoneFault when it does not belong here
     */
    void add(Record record) throws ZoneFault {
        ZoneRules.check(record, origin);
        if (!Zone.isHashed(record)) {
            add(record.toWire(Section.ANSWER));
            return;
        }
        ZoneRules.check(++taken);
        var wire = record.toWire(Section.ANSWER);
        var depth = depth(wire);
        var parent = depth == 0 ? aboveHashed : branch(aboveHashed, wire, 1 + wire[0], depth - 1);
        parent.add(node(wire, depth));
    }

    private void add(byte[] record) throws ZoneFault {
        ZoneRules.check(++taken);
        var depth = depth(record);
        parent(record, depth).add(node(record, depth));
    }

    private Node node(byte[] record, int depth) {
        var label = depth == 0 ? apexLabel : label(record, 0);
        return new Node(label, record, Siblings.NONE);
    }

    /** By how many labels its owner is below the origin; below 0 when it is not there at all. */
    private int depth(byte[] record) {
        var end = WireRecords.nameEnd(record, 0);
        int depth = 0;
        for (int at = 0; end - at >= originWire.length; at += 1 + record[at]) {
            if (end - at == originWire.length) {
                return isOrigin(record, at) ? depth : -1;
            }
            depth++;
        }
        return -1;
    }

    private boolean isOrigin(byte[] record, int from) {
        for (int i = 0; i < originWire.length; i++) {
            if (Labels.lower(record[from + i]) != originWire[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] label(byte[] record, int at) {
        var label = Arrays.copyOfRange(record, at + 1, at + 1 + record[at]);
        for (int i = 0; i < label.length; i++) {
            label[i] = Labels.lower(label[i]);
        }
        return label;
    }

    private Branch parent(byte[] record, int depth) {
        if (depth == 0) {
            return above;
        }
        var from = 1 + record[0];
        var to = WireRecords.nameEnd(record, 0);
        if (!Arrays.equals(record, from, to, lastParent, 0, lastParent.length)) {
            lastParent = Arrays.copyOfRange(record, from, to);
            lastBranch = branch(above, record, from, depth - 1);
        }
        return lastBranch;
    }

    private Branch branch(Branch top, byte[] record, int at, int depth) {
        return depth == 0
                ? top.branch(apexLabel)
                : branch(top, record, at + 1 + record[at], depth - 1).branch(label(record, at));
    }

    /**
     * The zone of these records, duplicates left out.
     *
     * @throws ZoneFault when they do not make a zone together
     */
    Zone build() throws ZoneFault {
        var apex = top(above, false);
        ZoneRules.check(apex, origin, origin);
        return new Zone(origin, apex, top(aboveHashed, true), size);
    }

    private Node top(Branch branch, boolean isHashed) throws ZoneFault {
        var top = below(branch, isHashed).get(apexLabel);
        return top == null ? Node.bare(apexLabel) : top;
    }

    private Siblings below(Branch branch, boolean isHashed) throws ZoneFault {
        if (branch.below != null) {
            for (var entry : branch.below.entrySet()) {
                var label = entry.getKey().array();
                branch.add(new Node(label, WireRecords.NONE, below(entry.getValue(), isHashed)));
            }
        }
        var nodes = branch.nodes;
        Arrays.sort(nodes, 0, branch.count, BY_LABEL);
        int kept = 0;
        for (int from = 0, to; from < branch.count; from = to) {
            to = from + 1;
            while (to < branch.count && Arrays.equals(nodes[to].label, nodes[from].label)) {
                to++;
            }
            nodes[kept] = to - from == 1 ? nodes[from] : one(nodes, from, to, isHashed);
            size += nodes[kept++].size();
        }
        return Siblings.of(nodes, kept);
    }

    /** The one name that these are: its records, and at most one that tells what is below it. */
    private Node one(Node[] nodes, int from, int to, boolean isHashed) throws ZoneFault {
        var records = new byte[to - from][];
        int count = 0;
        var below = Siblings.NONE;
        for (int i = from; i < to; i++) {
            if (nodes[i].owns()) {
                records[count++] = nodes[i].wire();
            } else {
                below = nodes[i].below;
            }
        }
        var node = new Node(nodes[from].label, set(Arrays.copyOf(records, count)), below);
        if (!isHashed && !node.ownsOne()) {
            ZoneRules.check(node, WireRecords.name(node.wire()), origin);
        }
        return node;
    }

    private static byte[] set(byte[][] ones) {
        var set = WireRecords.set(ones);
        if (set != null) {
            return set;
        }
        var records = new ArrayList<Record>();
        for (var one : ones) {
            records.addAll(WireRecords.read(one));
        }
        records.sort(null);
        var kept = new ArrayList<Record>();
        // Sets of data, without regard to TTL (RFC 2181 section 5).
        for (var record : records) {
            if (kept.isEmpty() || !kept.getLast().equals(record)) {
                kept.add(record);
            }
        }
        TimeToLive.unify(kept);
        return WireRecords.of(kept);
    }
}
