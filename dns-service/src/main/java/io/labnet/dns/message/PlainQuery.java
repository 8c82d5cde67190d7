package io.labnet.dns.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A query of the most usual kind, read in place and without leaving garbage: one question in class
 * IN, and at most an OPT record with at most a cookie. One object reads one query after the other.
 */
public final class PlainQuery {
    static final int HEADER_BYTES = 12;
    static final int AD = 0x20;
    static final int CD = 0x10;
    private static final int RD = 0x01;
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int ONE_QUESTION_NO_ANSWER = 0x0001_0000;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int NAME_BYTES_MAX = 255;
    private static final int LABEL_BYTES_MAX = 63;
    private static final int CLASS_IN = 1;
    private static final int TYPE_OPT = 41;
    private static final int OPT_BYTES = 11;
    private static final int OPTION_COOKIE = 10;
    private static final int OPTION_HEADER_BYTES = 4;
    private static final int COOKIE_BYTES_MIN = 8;
    private static final int COOKIE_BYTES_MAX = 40;
    private static final int DO = 0x8000;
    private static final int CLASSIC_BYTES = 512;
    // After the name: server, type, and what else the answer depends on.
    private static final int KEY_TAIL_BYTES = 5;

    private final int server;
    private final byte[] key = new byte[NAME_BYTES_MAX + KEY_TAIL_BYTES];
    private int keyBytes;
    private int hash;
    private int questionEnd;
    private boolean speaksEdns;
    private boolean dnssecOk;
    private int limitBytes;
    private int cookieBytes;

    private byte[] wire = key;

    /**
     * A reader.
     *
     * @param server tells the queries of one name server from those of others, 0 to 65535
     */
    public PlainQuery(int server) {
        this.server = server;
    }

    /**
     * Whether these bytes are such a query; only then the other methods tell about it, and only
     * until the bytes change.
     *
     * @param length of {@code wire} only so many bytes count
     */
    public boolean read(byte[] wire, int length) {
        this.wire = wire;
        return length > HEADER_BYTES + KEY_TAIL_BYTES - 1
                && isUsualHeader()
                && readQuestion(length)
                && readOptions(length);
    }

    // A query without TC and AA, and one question alone but for an additional record.
    private boolean isUsualHeader() {
        return (wire[2] & ~RD) == 0
                && (wire[3] & ~(AD | CD)) == 0
                && (int) INT.get(wire, 4) == ONE_QUESTION_NO_ANSWER
                && (short) SHORT.get(wire, 8) == 0
                && wire[10] == 0
                && wire[11] >>> 1 == 0;
    }

    private boolean readQuestion(int length) {
        var end = nameEnd(length);
        if (end < 0 || end + 2 * Short.BYTES > length) {
            return false;
        }
        var nameBytes = end - HEADER_BYTES;
        // Length octets are below 'A', so the whole name can be taken for letters.
        var mixed = server;
        for (int i = 0; i < nameBytes; i++) {
            var octet = lower(wire[HEADER_BYTES + i]);
            key[i] = octet;
            mixed = mixed * 31 + octet;
        }
        hash = mixed;
        keyBytes = nameBytes;
        questionEnd = end + 2 * Short.BYTES;
        return (short) SHORT.get(wire, end + Short.BYTES) == CLASS_IN;
    }

    // -1 when it is none, or uses compression, for which a question has no use.
    private int nameEnd(int length) {
        var at = HEADER_BYTES;
        while (at < length && wire[at] != 0) {
            if (wire[at] < 0 || wire[at] > LABEL_BYTES_MAX) {
                return -1;
            }
            at += 1 + wire[at];
        }
        return at < length && at - HEADER_BYTES < NAME_BYTES_MAX ? at + 1 : -1;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }

    private boolean readOptions(int length) {
        speaksEdns = wire[11] == 1;
        dnssecOk = false;
        cookieBytes = 0;
        limitBytes = CLASSIC_BYTES;
        if (speaksEdns ? !readOpt(length) : questionEnd != length) {
            return false;
        }
        var shape = wire[3] | (dnssecOk ? 1 : 0);
        SHORT.set(key, keyBytes, (short) server);
        key[keyBytes + 2] = wire[questionEnd - 4];
        key[keyBytes + 3] = wire[questionEnd - 3];
        key[keyBytes + 4] = (byte) shape;
        hash = (hash * 31 + type()) * 31 + shape;
        // Spreads what the last letters make of it over all bits.
        hash *= 0x9E3779B9;
        hash ^= hash >>> 15;
        keyBytes += KEY_TAIL_BYTES;
        return true;
    }

    private boolean readOpt(int length) {
        var at = questionEnd;
        if (at + OPT_BYTES > length
                || wire[at] != 0
                || (short) SHORT.get(wire, at + 1) != TYPE_OPT
                // Extended RCODE and version.
                || (short) SHORT.get(wire, at + 5) != 0) {
            return false;
        }
        var payload = Short.toUnsignedInt((short) SHORT.get(wire, at + 3));
        limitBytes = Math.clamp(payload, CLASSIC_BYTES, Heard.Edns.PAYLOAD_BYTES);
        var flags = Short.toUnsignedInt((short) SHORT.get(wire, at + 7));
        dnssecOk = flags == DO;
        var optionsBytes = Short.toUnsignedInt((short) SHORT.get(wire, at + 9));
        return (flags & ~DO) == 0
                && at + OPT_BYTES + optionsBytes == length
                && (optionsBytes == 0 || readCookie(at + OPT_BYTES, optionsBytes));
    }

    private boolean readCookie(int at, int optionsBytes) {
        if (optionsBytes < OPTION_HEADER_BYTES
                || (short) SHORT.get(wire, at) != OPTION_COOKIE
                || (short) SHORT.get(wire, at + 2) != optionsBytes - OPTION_HEADER_BYTES) {
            return false;
        }
        cookieBytes = optionsBytes - OPTION_HEADER_BYTES;
        return cookieBytes == COOKIE_BYTES_MIN
                || (cookieBytes >= 2 * COOKIE_BYTES_MIN && cookieBytes <= COOKIE_BYTES_MAX);
    }

    /** A QTYPE. */
    public int type() {
        return Short.toUnsignedInt((short) SHORT.get(wire, questionEnd - 4));
    }

    /** How many bytes the reply may have. */
    public int limitBytes() {
        return limitBytes;
    }

    public boolean speaksEdns() {
        return speaksEdns;
    }

    /** The client's cookie and what it holds to be the server's; empty when it sent none. */
    public byte[] cookie() {
        var at = questionEnd + OPT_BYTES + OPTION_HEADER_BYTES;
        return Arrays.copyOfRange(wire, at, at + cookieBytes);
    }

    public boolean hasCookie() {
        return cookieBytes > 0;
    }

    /** A number that is the same for all queries with the same answer. */
    public int hash() {
        return hash;
    }

    boolean recursionDesired() {
        return (wire[2] & RD) != 0;
    }

    boolean dnssecOk() {
        return dnssecOk;
    }

    int questionEnd() {
        return questionEnd;
    }

    byte[] wire() {
        return wire;
    }

    byte[] copyOfKey() {
        return Arrays.copyOf(key, keyBytes);
    }

    boolean hasKey(byte[] other) {
        return Arrays.equals(key, 0, keyBytes, other, 0, other.length);
    }
}
