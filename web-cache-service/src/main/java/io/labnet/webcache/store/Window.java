package io.labnet.webcache.store;

import static io.labnet.webcache.store.Chunks.CHUNK_BYTES;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of arriving content that are still in memory: its end, or all of it.
 *
 * <p>Not for several threads at once.
 */
final class Window {
    private static final int SMALLEST_CHUNK_BYTES = 1024;

    private final List<byte[]> chunks = new ArrayList<>();
    private long startBytes;
    private long endBytes;

    /** Where the first byte that is still here stands in the content. */
    long startBytes() {
        return startBytes;
    }

    /** How much has been appended, in all. */
    long endBytes() {
        return endBytes;
    }

    long heldBytes() {
        return endBytes - startBytes;
    }

    /**
     * Appends a copy of all these bytes.
     *
     * @param expectedBytes how many will be appended from now on, these included, about
     */
    void append(ByteBuffer bytes, long expectedBytes) {
        var expected = Math.max(expectedBytes, bytes.remaining());
        while (bytes.hasRemaining()) {
            var offset = (int) (endBytes % CHUNK_BYTES);
            var length = Math.min(bytes.remaining(), CHUNK_BYTES - offset);
            bytes.get(lastChunk(offset, length, expected), offset, length);
            endBytes += length;
            expected -= length;
        }
    }

    // Views of a chunk that grows stay as they are: what they show is in its old array, too.
    private byte[] lastChunk(int offset, int length, long expected) {
        var needed = offset + length;
        if (offset == 0) {
            var capacity = Math.max(Math.min(expected, CHUNK_BYTES), SMALLEST_CHUNK_BYTES);
            chunks.add(new byte[(int) Math.max(capacity, needed)]);
        } else if (chunks.getLast().length < needed) {
            var capacity = Math.min(CHUNK_BYTES, Math.max(needed, 2 * chunks.getLast().length));
            chunks.set(chunks.size() - 1, Arrays.copyOf(chunks.getLast(), capacity));
        }
        return chunks.getLast();
    }

    /** A view from a position to the end of its chunk, at most so many bytes. */
    ByteBuffer view(long position, long mostBytes) {
        var chunk = chunks.get((int) ((position - startBytes) / CHUNK_BYTES));
        var offset = (int) (position % CHUNK_BYTES);
        var there = Math.min(CHUNK_BYTES - offset, endBytes - position);
        return ByteBuffer.wrap(chunk, offset, (int) Math.min(there, mostBytes))
                .slice()
                .asReadOnlyBuffer();
    }

    /** Drops the whole chunks before a position; tells how many bytes that were. */
    long dropBefore(long position) {
        var dropped = 0L;
        while (startBytes + CHUNK_BYTES <= position && !chunks.isEmpty()) {
            chunks.removeFirst();
            startBytes += CHUNK_BYTES;
            dropped += CHUNK_BYTES;
        }
        return dropped;
    }

    /** All of it, which must still be here, without the room that was left for more. */
    Chunks whole() {
        if (!chunks.isEmpty()) {
            var last = chunks.getLast();
            var used = (int) (endBytes - (long) (chunks.size() - 1) * CHUNK_BYTES);
            if (used < last.length) {
                chunks.set(chunks.size() - 1, Arrays.copyOf(last, used));
            }
        }
        return new Chunks(chunks, endBytes);
    }

    /** Drops everything; tells how many bytes that were. */
    long clear() {
        var dropped = heldBytes();
        chunks.clear();
        startBytes = endBytes;
        return dropped;
    }
}
