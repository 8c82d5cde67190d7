package io.labnet.webcache.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Content in memory, in chunks of {@value #CHUNK_BYTES} bytes, of which only the last may be
 * shorter; it never changes.
 */
public final class Chunks implements Content {
    static final int CHUNK_BYTES = 65_536;

    private final List<byte[]> chunks;
    private final long lengthBytes;

    /** Takes the arrays over; the caller forgets them. */
    Chunks(List<byte[]> chunks, long lengthBytes) {
        this.chunks = List.copyOf(chunks);
        this.lengthBytes = lengthBytes;
    }

    /** A copy of these bytes. */
    public static Chunks of(ByteBuffer bytes) {
        var window = new Window();
        window.append(bytes, bytes.remaining());
        return window.whole();
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public long heldBytes() {
        return lengthBytes;
    }

    @Override
    public Optional<Reader> open(Span span, boolean regions, Runnable ready) {
        return Optional.of(new ChunkReader(span));
    }

    /** A view of the bytes from a position to the end of its chunk, and no more than wanted. */
    ByteBuffer view(long position, long mostBytes) {
        var chunk = chunks.get((int) (position / CHUNK_BYTES));
        var offset = (int) (position % CHUNK_BYTES);
        var there = Math.min(chunk.length - offset, lengthBytes - position);
        return ByteBuffer.wrap(chunk, offset, (int) Math.min(there, mostBytes))
                .slice()
                .asReadOnlyBuffer();
    }

    /** All of it, in order. */
    public List<ByteBuffer> views() {
        return chunks.stream().map(ByteBuffer::wrap).map(ByteBuffer::asReadOnlyBuffer).toList();
    }

    /** Its CRC32C. */
    int crc() {
        var crc = new CRC32C();
        chunks.forEach(crc::update);
        return (int) crc.getValue();
    }

    private final class ChunkReader implements Reader {
        private final Span span;
        private long position;

        private ChunkReader(Span span) {
            this.span = span;
            this.position = span.first();
        }

        @Override
        public Piece next(int mostBytes) {
            if (span.endsAt(position) || position >= lengthBytes) {
                return new Piece.End();
            }
            var bytes = view(position, span.lengthAt(position, mostBytes));
            position += bytes.remaining();
            return new Piece.Bytes(bytes);
        }

        @Override
        public void close() {}
    }
}
