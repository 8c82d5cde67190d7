package io.labnet.webcache.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Content in a segment. What an earlier run has written must be checked before it is read. */
public final class DiskContent implements Content {
    private final Segment segment;
    private final DiskReads reads;
    private final long position;
    private final long lengthBytes;
    private final int crc;
    private volatile boolean checked;

    DiskContent(
            Segment segment,
            DiskReads reads,
            long position,
            long lengthBytes,
            int crc,
            boolean checked) {
        this.segment = segment;
        this.reads = reads;
        this.position = position;
        this.lengthBytes = lengthBytes;
        this.crc = crc;
        this.checked = checked;
    }

    Segment segment() {
        return segment;
    }

    int crc() {
        return crc;
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public long heldBytes() {
        return 0;
    }

    /** Whether it is known to be what was written. */
    boolean isChecked() {
        return checked;
    }

    /**
     * All of it, read and checked; this blocks.
     *
     * @return empty when it is not what was written, or gone
     * @throws IOException when it cannot be read
     */
    Optional<Chunks> readAll() throws IOException {
        var chunks = new ArrayList<byte[]>();
        return read(chunks::add) ? Optional.of(new Chunks(chunks, lengthBytes)) : Optional.empty();
    }

    /** Reads it for the sake of its checksum only; this blocks. */
    boolean check() throws IOException {
        return read(chunk -> {});
    }

    private interface Taker {
        void take(byte[] chunk);
    }

    private boolean read(Taker taker) throws IOException {
        if (!segment.retain()) {
            return false;
        }
        try {
            var sum = new CRC32C();
            for (long at = 0; at < lengthBytes; at += Chunks.CHUNK_BYTES) {
                var chunk = new byte[(int) Math.min(Chunks.CHUNK_BYTES, lengthBytes - at)];
                if (!DiskReads.readFully(segment.file(), ByteBuffer.wrap(chunk), position + at)) {
                    return false;
                }
                sum.update(chunk);
                taker.take(chunk);
            }
            checked = (int) sum.getValue() == crc;
            return checked;
        } finally {
            segment.release();
        }
    }

    @Override
    public Optional<Reader> open(Span span, boolean regions, Runnable ready) {
        if (!checked) {
            return Optional.empty();
        }
        return FileReading.of(segment, position, regions, reads, ready)
                .map(reading -> new DiskReader(span, reading));
    }

    private final class DiskReader implements Reader {
        private final Span span;
        private final FileReading reading;
        private long at;

        private DiskReader(Span span, FileReading reading) {
            this.span = span;
            this.reading = reading;
            this.at = span.first();
        }

        @Override
        public Piece next(int mostBytes) {
            if (span.endsAt(at) || at >= lengthBytes) {
                return new Piece.End();
            }
            var wanted = Math.min(span.lengthAt(at, mostBytes), lengthBytes - at);
            var piece = reading.piece(at, (int) wanted);
            at += piece.lengthBytes();
            return piece;
        }

        @Override
        public void close() {
            reading.close();
        }
    }
}
