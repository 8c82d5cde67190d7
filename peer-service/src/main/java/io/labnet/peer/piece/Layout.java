package io.labnet.peer.piece;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a torrent's content is cut: into pieces of one length, those into blocks of {@value
 * Block#LENGTH_BYTES_MAX} bytes; the last of each may be shorter.
 *
 * @param lengthBytes of the whole content, 1 or more
 * @param pieceLengthBytes 1 or more
 */
public record Layout(long lengthBytes, int pieceLengthBytes) {
    public Layout {
        if (lengthBytes < 1 || pieceLengthBytes < 1) {
            throw new IllegalArgumentException(
                    lengthBytes + " bytes cannot be cut into pieces of " + pieceLengthBytes);
        }
    }

    public int pieces() {
        return Math.toIntExact((lengthBytes + pieceLengthBytes - 1) / pieceLengthBytes);
    }

    /** How long one piece is, in bytes. */
    public int pieceLengthBytes(int piece) {
        return (int) Math.min(pieceLengthBytes, lengthBytes - offsetBytes(piece));
    }

    /** Where a piece begins in the content. */
    public long offsetBytes(int piece) {
        return (long) piece * pieceLengthBytes;
    }

    /** Where a block begins in the content. */
    public long offsetBytes(Block block) {
        return offsetBytes(block.piece()) + block.begin();
    }

    /** How many blocks one piece has. */
    public int blocks(int piece) {
        return (pieceLengthBytes(piece) + Block.LENGTH_BYTES_MAX - 1) / Block.LENGTH_BYTES_MAX;
    }

    /** The blocks of a piece in order. */
    public Stream<Block> blocksOf(int piece) {
        return IntStream.range(0, blocks(piece)).mapToObj(number -> block(piece, number));
    }

    private Block block(int piece, int number) {
        var begin = number * Block.LENGTH_BYTES_MAX;
        var length = Math.min(Block.LENGTH_BYTES_MAX, pieceLengthBytes(piece) - begin);
        return new Block(piece, begin, length);
    }

    /** Whether somebody may ask for this: inside one piece, no longer than a block may be. */
    public boolean holds(Block block) {
        return block.piece() >= 0
                && block.piece() < pieces()
                && block.begin() >= 0
                && block.lengthBytes() > 0
                && block.lengthBytes() <= Block.LENGTH_BYTES_MAX
                && (long) block.begin() + block.lengthBytes() <= pieceLengthBytes(block.piece());
    }

    /** How many bytes whoever has these pieces misses. */
    public long leftBytes(PieceSet have) {
        var last = pieces() - 1;
        var missing = (long) (pieces() - have.count()) * pieceLengthBytes;
        return have.has(last) ? missing : missing - pieceLengthBytes + pieceLengthBytes(last);
    }
}
