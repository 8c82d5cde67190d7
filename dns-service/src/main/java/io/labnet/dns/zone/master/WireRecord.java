package io.labnet.dns.zone.master;

import java.util.Arrays;

/** A record of class IN in the making, in the form of RFC 1035 section 3.2.1. */
final class WireRecord {
    // A name, ten bytes between name and data, and of data a number and a name at most.
    private static final int BYTES_MAX = 1024;
    private static final int CLASS_IN = 1;

    private final byte[] bytes = new byte[BYTES_MAX];
    private int length;
    private int dataAt;

    /** Begins another one. */
    void begin(byte[] owner, int type, long ttl) {
        System.arraycopy(owner, 0, bytes, 0, owner.length);
        length = owner.length;
        put16(type);
        put16(CLASS_IN);
        put16((int) (ttl >>> Short.SIZE));
        put16((int) ttl);
        put16(0);
        dataAt = length;
    }

    /** Drops what it has of data. */
    void clearData() {
        length = dataAt;
    }

    void put(int octet) {
        bytes[length++] = (byte) octet;
    }

    void put16(int number) {
        put(number >>> Byte.SIZE);
        put(number);
    }

    void put(byte[] from, int count) {
        System.arraycopy(from, 0, bytes, length, count);
        length += count;
    }

    /** The whole of it. */
    byte[] made() {
        var dataBytes = length - dataAt;
        bytes[dataAt - 2] = (byte) (dataBytes >>> Byte.SIZE);
        bytes[dataAt - 1] = (byte) dataBytes;
        return Arrays.copyOf(bytes, length);
    }
}
