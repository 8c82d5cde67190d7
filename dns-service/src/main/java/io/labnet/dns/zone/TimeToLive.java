package io.labnet.dns.zone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Records with another TTL. */
public final class TimeToLive {
    /** The largest TTL there is, in seconds (RFC 2181 section 8). */
    public static final long MAX_SECONDS = Integer.MAX_VALUE;

    private static final int BYTES_BETWEEN_NAME_AND_TTL = 4;

    private TimeToLive() {}

    /**
     * The same record with another TTL.
     *
     * @param seconds 0 to {@link #MAX_SECONDS}
     */
    public static Record of(Record record, long seconds) {
        if (record.getTTL() == seconds) {
            return record;
        }
        // A record cannot be changed, only read anew: its TTL stands behind name, type and class
        // (RFC 1035 section 3.2.1).
        var wire = record.toWire(Section.ANSWER);
        var at = record.getName().length() + BYTES_BETWEEN_NAME_AND_TTL;
        ByteBuffer.wrap(wire).putInt(at, (int) seconds);
        try {
            return Record.fromWire(wire, Section.ANSWER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a record that cannot read itself", impossible);
        }
    }

    /** Gives each set the lowest TTL in it: a set has one (RFC 2181 section 5.2). */
    static void unify(List<Record> records) {
        var lowest = new HashMap<Integer, Long>();
        records.forEach(record -> lowest.merge(setOf(record), record.getTTL(), Math::min));
        records.replaceAll(
                record -> of(record, lowest.getOrDefault(setOf(record), record.getTTL())));
    }

    /**
     * Which of the sets of its name a record is in. Signatures are as many sets as there are sets
     * that they sign, each with the TTL of that one (RFC 4034 section 3).
     */
    static int setOf(Record record) {
        return record instanceof RRSIGRecord signature
                ? Type.RRSIG << Short.SIZE | signature.getTypeCovered()
                : record.getType();
    }
}
