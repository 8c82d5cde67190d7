package io.labnet.webcache.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads content in a segment, which stays open meanwhile; not for several threads at once. */
final class FileReading {
    private final Segment segment;
    private final long start;
    private final boolean regions;
    private final DiskReads reads;
    private final Runnable ready;
    private volatile @Nullable Loaded loaded;
    private volatile boolean loads;
    private boolean closed;

    /** What was read, and where it stands in the content; no bytes when it could not be. */
    private record Loaded(long position, @Nullable ByteBuffer bytes) {}

    private FileReading(
            Segment segment, long start, boolean regions, DiskReads reads, Runnable ready) {
        this.segment = segment;
        this.start = start;
        this.regions = regions;
        this.reads = reads;
        this.ready = ready;
    }

    /**
     * Begins to read.
     *
     * @param start where the content begins in the file
     * @return empty when the file is gone
     */
    static Optional<FileReading> of(
            Segment segment, long start, boolean regions, DiskReads reads, Runnable ready) {
        return segment.retain()
                ? Optional.of(new FileReading(segment, start, regions, reads, ready))
                : Optional.empty();
    }

    /**
     * Bytes that are written.
     *
     * @param position in the content
     * @return a region or bytes; later, when they must be brought first; or broken
     */
    Piece piece(long position, int mostBytes) {
        if (closed) {
            return new Piece.Broken();
        }
        if (regions) {
            // This cannot fail: the reading itself keeps the segment open.
            var _ = segment.retain();
            return new Piece.Region(segment.file(), start + position, mostBytes, segment::release);
        }
        if (loads) {
            return new Piece.Later();
        }
        var brought = loaded;
        if (brought == null || brought.position() != position) {
            return bring(position, mostBytes);
        }
        loaded = null;
        return brought.bytes() == null ? new Piece.Broken() : new Piece.Bytes(brought.bytes());
    }

    private Piece bring(long position, int mostBytes) {
        var _ = segment.retain();
        loads = true;
        var accepted =
                reads.run(() -> {
                    loaded = load(position, mostBytes);
                    loads = false;
                    segment.release();
                    ready.run();
                });
        if (!accepted) {
            loads = false;
            segment.release();
            return new Piece.Broken();
        }
        return new Piece.Later();
    }

    private Loaded load(long position, int lengthBytes) {
        var bytes = ByteBuffer.allocate(lengthBytes);
        try {
            var whole = DiskReads.readFully(segment.file(), bytes, start + position);
            return new Loaded(position, whole ? bytes.flip().asReadOnlyBuffer() : null);
        } catch (IOException cause) {
            return new Loaded(position, null);
        }
    }

    /** Done; doing it twice does no harm. */
    void close() {
        if (!closed) {
            closed = true;
            segment.release();
        }
    }
}
