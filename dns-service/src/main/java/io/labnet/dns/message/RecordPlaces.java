package io.labnet.dns.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where the records of a reply of ours have what is changed when it is said again. */
final class RecordPlaces {
    private static final int TYPE_OPT = 41;
    private static final int POINTER = 0xC0;
    private static final int RECORD_HEADER_BYTES = 10;

    private final int[] ttlsAt;
    private final long leastTtl;
    private final int optAt;

    private RecordPlaces(int[] ttlsAt, long leastTtl, int optAt) {
        this.ttlsAt = ttlsAt;
        this.leastTtl = leastTtl;
        this.optAt = optAt;
    }

    /**
     * Looks at each record.
     *
     * @param reply to its limit
     * @param begin where its first record is
     */
    static RecordPlaces of(ByteBuffer reply, int begin) {
        var ttlsAt = new int[4];
        var count = 0;
        var leastTtl = (long) Integer.MAX_VALUE;
        var at = begin;
        while (at < reply.limit()) {
            var fixed = nameEnd(reply, at);
            if (reply.getShort(fixed) == TYPE_OPT) {
                // Ours is always the last (ReplyWriter).
                break;
            }
            if (count == ttlsAt.length) {
                ttlsAt = Arrays.copyOf(ttlsAt, 2 * count);
            }
            var ttlAt = fixed + 2 * Short.BYTES;
            ttlsAt[count++] = ttlAt;
            leastTtl = Math.min(leastTtl, Integer.toUnsignedLong(reply.getInt(ttlAt)));
            var dataBytes = reply.getShort(fixed + RECORD_HEADER_BYTES - Short.BYTES);
            at = fixed + RECORD_HEADER_BYTES + Short.toUnsignedInt(dataBytes);
        }
        return new RecordPlaces(Arrays.copyOf(ttlsAt, count), leastTtl, at);
    }

    private static int nameEnd(ByteBuffer reply, int begin) {
        var at = begin;
        while (reply.get(at) != 0) {
            if ((reply.get(at) & POINTER) == POINTER) {
                return at + 2;
            }
            at += 1 + reply.get(at);
        }
        return at + 1;
    }

    /** Where the TTLs are, but for that of the OPT record. */
    int[] ttlsAt() {
        return ttlsAt;
    }

    /** The least of them, in seconds. */
    long leastTtl() {
        return leastTtl;
    }

    /** Where the OPT record begins; where the reply ends when it has none. */
    int optAt() {
        return optAt;
    }
}
