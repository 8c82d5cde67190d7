package io.labnet.dns.zone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The records of one name as bytes, one after the other in the form of RFC 1035 section 3.2.1 with
 * names in full: a large zone has neither room nor time for objects. Class IN goes without saying.
 */
final class WireRecords {
    static final byte[] NONE = {};

    // Type, class, TTL and length, behind the name.
    private static final int TYPE_AT = 0;
    private static final int TTL_AT = 4;
    private static final int LENGTH_AT = 8;
    private static final int DATA_AT = 10;
    private static final int UNUSUAL = -1;

    private WireRecords() {}

    static byte[] of(List<Record> records) {
        if (records.isEmpty()) {
            return NONE;
        }
        var bytes = new ByteArrayOutputStream();
        records.forEach(record -> bytes.writeBytes(record.toWire(Section.ANSWER)));
        return bytes.toByteArray();
    }

    static int count(byte[] records) {
        int count = 0;
        for (int at = 0; at < records.length; at = end(records, at)) {
            count++;
        }
        return count;
    }

    static boolean isOne(byte[] records) {
        return records.length > 0 && end(records, 0) == records.length;
    }

    /** All of them, in their order. */
    static List<Record> read(byte[] records) {
        return read(records, 0, records.length);
    }

    /** Those of one type, in their order. */
    static List<Record> read(byte[] records, int type) {
        var from = firstFrom(records, type);
        return read(records, from, firstFrom(records, type + 1));
    }

    /** The first that is of this type or of a greater one; the end where there is none. */
    private static int firstFrom(byte[] records, int type) {
        int at = 0;
        while (at < records.length && type(records, at) < type) {
            at = end(records, at);
        }
        return at;
    }

    static boolean has(byte[] records, int type) {
        var at = firstFrom(records, type);
        return at < records.length && type(records, at) == type;
    }

    private static List<Record> read(byte[] records, int from, int to) {
        if (from == to) {
            return List.of();
        }
        var read = new ArrayList<Record>(1);
        Name name = null;
        int nameAt = from;
        for (int at = from; at < to; at = end(records, at)) {
            if (name == null || !hasSameName(records, nameAt, at)) {
                name = name(records, at);
                nameAt = at;
            }
            read.add(read(records, at, name));
        }
        return read;
    }

    private static Record read(byte[] records, int at, Name name) {
        var head = nameEnd(records, at);
        var ttl = Integer.toUnsignedLong(number(records, head + TTL_AT, Integer.BYTES));
        var data = Arrays.copyOfRange(records, head + DATA_AT, end(records, at));
        return Record.newRecord(name, type(records, at), DClass.IN, ttl, data);
    }

    /** Letter for letter. */
    private static boolean hasSameName(byte[] records, int one, int other) {
        return Arrays.equals(
                records, one, nameEnd(records, one), records, other, nameEnd(records, other));
    }

    /** The name that owns the first of them, as it is written there. */
    static Name name(byte[] records) {
        return name(records, 0);
    }

    private static Name name(byte[] records, int at) {
        try {
            return new Name(Arrays.copyOfRange(records, at, nameEnd(records, at)));
        } catch (IOException impossible) {
            throw new IllegalStateException("a name that was kept is none", impossible);
        }
    }

    /**
     * Records of one name in canonical order, duplicates left out, and with one TTL a set, if their
     * types are usual or each has one of its own. Null where that takes more knowledge of types.
     */
    static byte @Nullable [] set(byte[][] ones) {
        var ordered = ones.clone();
        Arrays.sort(ordered, WireRecords::compare);
        int count = 1;
        for (int i = 1; i < ordered.length; i++) {
            var last = ordered[count - 1];
            var isSame = type(last, 0) == type(ordered[i], 0);
            if (isSame && nameInData(type(last, 0)) == UNUSUAL) {
                return null;
            }
            // Sets of data, without regard to TTL (RFC 2181 section 5).
            if (!isSame || compare(last, ordered[i]) != 0) {
                ordered[count++] = ordered[i];
            }
        }
        var set = new ByteArrayOutputStream();
        for (int from = 0, to; from < count; from = to) {
            to = from + 1;
            while (to < count && type(ordered[to], 0) == type(ordered[from], 0)) {
                to++;
            }
            unify(ordered, from, to);
            Arrays.stream(ordered, from, to).forEach(set::writeBytes);
        }
        return set.toByteArray();
    }

    /** Gives a set the lowest TTL in it (RFC 2181 section 5.2). */
    private static void unify(byte[][] set, int from, int to) {
        var lowest = Integer.MAX_VALUE;
        for (int i = from; i < to; i++) {
            lowest = Math.min(lowest, number(set[i], nameEnd(set[i], 0) + TTL_AT, Integer.BYTES));
        }
        for (int i = from; i < to; i++) {
            ByteBuffer.wrap(set[i]).putInt(nameEnd(set[i], 0) + TTL_AT, lowest);
        }
    }

    // RFC 4034 section 6.3; equal where the types are not usual.
    private static int compare(byte[] one, byte[] other) {
        var type = type(one, 0);
        var order = Integer.compare(type, type(other, 0));
        var nameAt = nameInData(type);
        if (order != 0 || nameAt == UNUSUAL) {
            return order;
        }
        int i = nameEnd(one, 0) + DATA_AT;
        int j = nameEnd(other, 0) + DATA_AT;
        for (int at = 0; i < one.length && j < other.length; at++) {
            var isName = at >= nameAt;
            var a = isName ? Labels.lower(one[i++]) : one[i++];
            var b = isName ? Labels.lower(other[j++]) : other[j++];
            if (a != b) {
                return Byte.compareUnsigned(a, b);
            }
        }
        return Integer.compare(one.length - i, other.length - j);
    }

    /** From which byte on data is a name, whose letters' case means nothing. */
    private static int nameInData(int type) {
        return switch (type) {
            case Type.A, Type.AAAA -> Integer.MAX_VALUE;
            case Type.NS, Type.CNAME, Type.PTR -> 0;
            case Type.MX -> Short.BYTES;
            default -> UNUSUAL;
        };
    }

    // --- one record ---

    static int type(byte[] records, int at) {
        return number(records, nameEnd(records, at) + TYPE_AT, Short.BYTES);
    }

    private static int end(byte[] records, int at) {
        var head = nameEnd(records, at);
        return head + DATA_AT + number(records, head + LENGTH_AT, Short.BYTES);
    }

    /** Where the name ends that begins here. */
    static int nameEnd(byte[] records, int at) {
        int end = at;
        while (records[end] != 0) {
            end += 1 + records[end];
        }
        return end + 1;
    }

    private static int number(byte[] bytes, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            number = number << Byte.SIZE | Byte.toUnsignedInt(bytes[i]);
        }
        return number;
    }
}
