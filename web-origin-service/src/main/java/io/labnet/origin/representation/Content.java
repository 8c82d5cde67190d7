package io.labnet.origin.representation;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;

/** Where a representation's bytes are. */
public sealed interface Content {
    long lengthBytes();

    /** Bytes at hand; the buffer is read-only and its position never moves. */
    record InMemory(ByteBuffer bytes) implements Content {
        public InMemory {
            bytes = bytes.asReadOnlyBuffer();
        }

        @Override
        public long lengthBytes() {
            return bytes.remaining();
        }
    }

    /**
     * A file too large to hold.
     *
     * @param changed the file's time when its length was read; another time means another file
     */
    record OnDisk(Path file, long lengthBytes, Instant changed) implements Content {}
}
