package io.labnet.peer.piece;

/**
 * A part of a piece, which is what one request asks for.
 *
 * @param piece the piece's index, from 0
 * @param begin where the block begins in its piece, in bytes
 * @param lengthBytes at most {@value #LENGTH_BYTES_MAX}
 */
public record Block(int piece, int begin, int lengthBytes) {
    /** All peers ask for blocks of 16 KiB and hang up on whoever asks for more (BEP 3). */
    public static final int LENGTH_BYTES_MAX = 16 << 10;
}
