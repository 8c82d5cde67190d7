package io.labnet.dns.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** The first version of a zone in the making: takes its records in any order. */
final class ZoneBuilder {
    private static final class Branch {
        private final List<Record> records = new ArrayList<>(1);
        private @Nullable TreeMap<byte[], Branch> below;

        Branch branch(byte[] label) {
            if (below == null) {
                below = new TreeMap<>(Arrays::compareUnsigned);
            }
            return below.computeIfAbsent(label, _ -> new Branch());
        }
    }

    private final Name origin;
    private final Branch apex = new Branch();
    // Records of one name mostly follow each other.
    private Name lastName;
    private Branch lastBranch = apex;
    private int taken;
    private int size;

    ZoneBuilder(Name origin) {
        this.origin = origin;
        this.lastName = origin;
    }

    /** Takes one record; says why it does not belong here, or null. */
    @Nullable String take(Record record) {
        try {
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
        ZoneRules.check(++taken);
        var name = record.getName();
        if (!name.equals(lastName)) {
            var branch = apex;
            for (var label : Labels.below(origin, name)) {
                branch = branch.branch(label);
            }
            lastName = name;
            lastBranch = branch;
        }
        lastBranch.records.add(record);
    }

    /**
     * The zone of these records, duplicates left out.
     *
     * @throws ZoneFault when they do not make a zone together
     */
    Zone build() throws ZoneFault {
        var root = node(new byte[0], apex);
        ZoneRules.check(root, origin, origin);
        return new Zone(origin, root, size);
    }

    private Node node(byte[] label, Branch branch) throws ZoneFault {
        var below = new Node[branch.below == null ? 0 : branch.below.size()];
        if (branch.below != null) {
            int i = 0;
            for (var entry : branch.below.entrySet()) {
                below[i++] = node(entry.getKey(), entry.getValue());
            }
        }
        var node = new Node(label, set(branch.records), Siblings.of(below));
        size += node.records().size();
        if (!branch.records.isEmpty()) {
            ZoneRules.check(node, branch.records.getFirst().getName(), origin);
        }
        return node;
    }

    private static Record[] set(List<Record> records) {
        if (records.size() == 1) {
            return new Record[] {records.getFirst()};
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
        return kept.toArray(Record[]::new);
    }
}
