package io.labnet.webcache.store;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What a {@link Reader} has to give. */
public sealed interface Piece {
    /** Bytes that stay as they are, even when the reader is closed. */
    record Bytes(ByteBuffer bytes) implements Piece {
        @Override
        public int lengthBytes() {
            return bytes.remaining();
        }
    }

    /**
     * Bytes of a file, which stays open until {@code sent} is run; that must happen once.
     *
     * @param position in the file
     * @param lengthBytes 1 or more
     */
    record Region(FileChannel file, long position, int lengthBytes, Runnable sent)
            implements Piece {}

    /** Nothing yet; the reader's {@code ready} will be run. */
    record Later() implements Piece {}

    /** All that was wanted has been read. */
    record End() implements Piece {}

    /** The rest will not come: what was sent of it is not the whole. */
    record Broken() implements Piece {}

    /** How much content it brings. */
    default int lengthBytes() {
        return 0;
    }
}
