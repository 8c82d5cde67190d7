package io.labnet.dns.message;

import java.nio.ByteBuffer;

/**
 * Where a reply's bytes have the addresses of one name, which may begin with any of them (RFC 2181
 * section 5). They have the same length, and nothing points into them: each begins with a pointer,
 * and has no other name.
 *
 * @param at where the first begins
 * @param recordBytes how long each of them is
 * @param count 1 where there is nothing to turn
 */
record Turning(int at, int recordBytes, int count) {
    static final Turning NONE = new Turning(0, 0, 1);
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int POINTER = 0xC0;
    private static final int POINTER_BYTES = 2;
    private static final int HEADER_BYTES = 10;
    private static final int ANSWERS_AT = 6;

    /** The last addresses of the answer section, where there are several. */
    static Turning of(byte[] reply, int questionEnd) {
        var wire = ByteBuffer.wrap(reply).position(questionEnd);
        var run = NONE;
        var found = NONE;
        var answers = Short.toUnsignedInt(wire.getShort(ANSWERS_AT));
        for (int i = 0; i < answers; i++) {
            run = run.with(record(wire), wire);
            found = run.count > 1 ? run : found;
        }
        return found;
    }

    // One record alone, which is then passed.
    private static Turning record(ByteBuffer wire) {
        var begin = wire.position();
        var owner = Byte.toUnsignedInt(wire.get());
        while (owner != 0 && (owner & POINTER) != POINTER) {
            wire.position(wire.position() + owner);
            owner = Byte.toUnsignedInt(wire.get());
        }
        wire.position(wire.position() + (owner == 0 ? 0 : 1));
        var isPointer = wire.position() == begin + POINTER_BYTES;
        var type = wire.getShort(wire.position());
        var dataBytes = wire.getShort(wire.position() + HEADER_BYTES - Short.BYTES);
        wire.position(wire.position() + HEADER_BYTES + Short.toUnsignedInt(dataBytes));
        var isAddress = type == TYPE_A || type == TYPE_AAAA;
        return isAddress && isPointer ? new Turning(begin, wire.position() - begin, 1) : NONE;
    }

    // This and the next record, if they are of one set.
    private Turning with(Turning next, ByteBuffer wire) {
        var isSame =
                next.recordBytes > 0
                        && next.recordBytes == recordBytes
                        && next.at == at + count * recordBytes
                        && wire.getShort(next.at) == wire.getShort(at);
        return isSame ? new Turning(at, recordBytes, count + 1) : next;
    }

    /** The turn after another. */
    int next(int turn) {
        return turn + 1 >= count ? 0 : turn + 1;
    }

    /**
     * Puts the reply, beginning with another of the addresses.
     *
     * @param turn 0 for the first of them
     */
    void put(byte[] wire, int turn, ByteBuffer out) {
        if (turn == 0) {
            out.put(wire);
            return;
        }
        var from = at + turn * recordBytes;
        var end = at + count * recordBytes;
        out.put(wire, 0, at).put(wire, from, end - from).put(wire, at, from - at);
        out.put(wire, end, wire.length - end);
    }
}
