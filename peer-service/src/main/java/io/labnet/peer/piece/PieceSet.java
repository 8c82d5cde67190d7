package io.labnet.peer.piece;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which pieces of a torrent somebody has; not safe for use by several threads at once. */
public final class PieceSet {
    private final int pieces;
    private final BitSet had;

    private PieceSet(int pieces, BitSet had) {
        this.pieces = pieces;
        this.had = had;
    }

    public static PieceSet none(int pieces) {
        return new PieceSet(pieces, new BitSet(pieces));
    }

    public static PieceSet all(int pieces) {
        var set = none(pieces);
        set.had.set(0, pieces);
        return set;
    }

    /**
     * Reads a bitfield (BEP 3): the first piece is the highest bit of the first byte.
     *
     * @return nothing when it is too short or too long, or a spare bit at its end is set: BEP 3
     *     wants the connection dropped then
     */
    public static Optional<PieceSet> ofBitfield(ByteBuffer bits, int pieces) {
        if (bits.remaining() != (pieces + 7) / 8) {
            return Optional.empty();
        }
        var had = new BitSet(pieces);
        for (int i = 0; i < bits.remaining() * 8; i++) {
            if ((bits.get(bits.position() + i / 8) & (0x80 >> (i % 8))) != 0) {
                had.set(i);
            }
        }
        return had.length() > pieces ? Optional.empty() : Optional.of(new PieceSet(pieces, had));
    }

    /** These pieces as a bitfield (BEP 3). */
    public ByteBuffer bitfield() {
        var bytes = new byte[(pieces + 7) / 8];
        had.stream().forEach(i -> bytes[i / 8] |= (byte) (0x80 >> (i % 8)));
        return ByteBuffer.wrap(bytes);
    }

    /** How many pieces there are in all, had or not. */
    public int size() {
        return pieces;
    }

    public int count() {
        return had.cardinality();
    }

    public boolean isEmpty() {
        return had.isEmpty();
    }

    public boolean isComplete() {
        return count() == pieces;
    }

    public boolean has(int piece) {
        return had.get(piece);
    }

    /**
     * Adds a piece.
     *
     * @return whether it is new
     */
    public boolean add(int piece) {
        if (piece < 0 || piece >= pieces) {
            throw new IndexOutOfBoundsException("piece " + piece + " of " + pieces);
        }
        var isNew = !had.get(piece);
        had.set(piece);
        return isNew;
    }

    /** Whether a piece stands here that does not stand there. */
    public boolean hasMoreThan(PieceSet other) {
        var more = (BitSet) had.clone();
        more.andNot(other.had);
        return !more.isEmpty();
    }

    public IntStream stream() {
        return had.stream();
    }

    public PieceSet copy() {
        return new PieceSet(pieces, (BitSet) had.clone());
    }
}
