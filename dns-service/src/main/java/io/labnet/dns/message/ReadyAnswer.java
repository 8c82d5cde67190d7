package io.labnet.dns.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A reply in bytes, for whoever asks the same again: id, RD, the question's letters as its client
 * wrote them, and the OPT record are the client's own, and TTLs are counted down.
 */
public final class ReadyAnswer {
    private static final int TYPE_OPT = 41;
    private static final int OPT_BYTES = 11;
    private static final int OPTION_HEADER_BYTES = 4;
    private static final short OPTION_COOKIE = 10;
    private static final int COOKIE_BYTES = 24;
    private static final int DO = 0x8000;
    private static final int FLAGS_AT = 2;
    private static final int ADDITIONAL_AT = 10;
    private static final int RD = 0x0100;

    private final byte[] key;
    private final byte[] wire;
    private final int[] ttlsAt;
    private final Turning turning;
    private final long generation;
    private final long madeSeconds;
    private final long validSeconds;
    // Set by whoever uses it; a race costs nothing but its place in a full table.
    private boolean used;
    // So is a turn that two take at once.
    private int turn;

    private ReadyAnswer(
            byte[] key,
            byte[] wire,
            int[] ttlsAt,
            Turning turning,
            long generation,
            long madeSeconds,
            long validSeconds) {
        this.key = key;
        this.wire = wire;
        this.ttlsAt = ttlsAt;
        this.turning = turning;
        this.turn = turning.next(0);
        this.generation = generation;
        this.madeSeconds = madeSeconds;
        this.validSeconds = validSeconds;
    }

    /**
     * Makes a reply ready for repetition.
     *
     * @param reply to this very query, with all of its records
     * @param generation it holds for this one only
     * @param isAging whether it holds only until its TTLs have passed
     * @param isTurned whether its addresses begin with another one each time
     * @return null when it would not hold for a second, or cannot be turned
     */
    public static @Nullable ReadyAnswer of(
            PlainQuery query,
            byte[] reply,
            long generation,
            boolean isAging,
            boolean isTurned,
            long nowSeconds) {
        var turning = isTurned ? Turning.of(reply, query.questionEnd()) : Turning.NONE;
        if (isTurned && turning.count() == 1) {
            return null;
        }
        var records = RecordPlaces.of(ByteBuffer.wrap(reply), query.questionEnd());
        var seconds = isAging ? validSeconds(records) : Long.MAX_VALUE;
        if (seconds <= 0) {
            return null;
        }
        var wire = Arrays.copyOf(reply, records.optAt());
        if (records.optAt() < reply.length) {
            addToCount(ByteBuffer.wrap(wire), -1);
        }
        var ttlsAt = isAging ? records.ttlsAt() : new int[0];
        return new ReadyAnswer(
                query.copyOfKey(), wire, ttlsAt, turning, generation, nowSeconds, seconds);
    }

    // The last eighth of its life is left to the resolver, who may want to ask anew in time.
    private static long validSeconds(RecordPlaces records) {
        return records.ttlsAt().length == 0 ? 0 : records.leastTtl() - records.leastTtl() / 8;
    }

    /** Whether this answers the query, still, and in a size that its client takes. */
    public boolean answers(PlainQuery query, long generation, long nowSeconds) {
        return query.hasKey(key)
                && isValid(generation, nowSeconds)
                && wire.length + optBytes(query) <= query.limitBytes();
    }

    /** Whether this may still be said. */
    public boolean isValid(long generation, long nowSeconds) {
        var age = nowSeconds - madeSeconds;
        return this.generation == generation && age < validSeconds && age >= 0;
    }

    /** Whether it is about what the query is about. */
    public boolean isFor(PlainQuery query) {
        return query.hasKey(key);
    }

    private static int optBytes(PlainQuery query) {
        if (!query.speaksEdns()) {
            return 0;
        }
        return OPT_BYTES + (query.hasCookie() ? OPTION_HEADER_BYTES + COOKIE_BYTES : 0);
    }

    public int rcode() {
        return ReplyWriter.rcode(wire);
    }

    /**
     * Puts the reply to a query that this answers.
     *
     * @param out is filled from its beginning
     * @param cookie client's and server's, for a client that sent one
     */
    public void write(PlainQuery query, ByteBuffer out, byte[] cookie, long nowSeconds) {
        var asked = query.wire();
        var nameBytes = query.questionEnd() - PlainQuery.HEADER_BYTES;
        var by = turn;
        turn = turning.next(by);
        turning.put(wire, by, out.clear());
        out.put(0, asked, 0, FLAGS_AT);
        var flags = (out.getShort(FLAGS_AT) & ~RD) | (query.recursionDesired() ? RD : 0);
        out.putShort(FLAGS_AT, (short) flags);
        out.put(PlainQuery.HEADER_BYTES, asked, PlainQuery.HEADER_BYTES, nameBytes);
        countDown(out, nowSeconds);
        if (query.speaksEdns()) {
            addToCount(out, 1);
            putOpt(query, out, cookie);
        }
        out.flip();
    }

    private void countDown(ByteBuffer out, long nowSeconds) {
        var age = (int) (nowSeconds - madeSeconds);
        for (var at : ttlsAt) {
            out.putInt(at, out.getInt(at) - age);
        }
    }

    private static void addToCount(ByteBuffer message, int more) {
        message.putShort(ADDITIONAL_AT, (short) (message.getShort(ADDITIONAL_AT) + more));
    }

    private static void putOpt(PlainQuery query, ByteBuffer out, byte[] cookie) {
        out.put((byte) 0).putShort((short) TYPE_OPT).putShort((short) Heard.Edns.PAYLOAD_BYTES);
        out.putInt(query.dnssecOk() ? DO : 0);
        if (query.hasCookie()) {
            out.putShort((short) (OPTION_HEADER_BYTES + cookie.length));
            out.putShort(OPTION_COOKIE).putShort((short) cookie.length).put(cookie);
        } else {
            out.putShort((short) 0);
        }
    }

    public boolean isUsed() {
        return used;
    }

    public void setUsed(boolean used) {
        if (this.used != used) {
            this.used = used;
        }
    }
}
