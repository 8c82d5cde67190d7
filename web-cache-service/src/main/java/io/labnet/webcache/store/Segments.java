package io.labnet.webcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The segments of a folder, in the order in which they make room; for one thread. */
final class Segments {
    private final Path folder;
    private final long segmentBytes;
    private final ArrayDeque<Segment> row = new ArrayDeque<>();
    private @Nullable Segment current;
    private long nextNumber;
    private final AtomicLong totalBytes = new AtomicLong();

    /**
     * No segments yet.
     *
     * @param segmentBytes how long one may get
     */
    Segments(Path folder, long segmentBytes) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
    }

    /** How much all of them take; this any thread may ask. */
    long totalBytes() {
        return totalBytes.get();
    }

    long segmentBytes() {
        return segmentBytes;
    }

    /** Takes over one of an earlier run; they must come in their order. */
    void recovered(Segment segment) {
        nextNumber = Math.max(nextNumber, segment.number() + 1);
        totalBytes.addAndGet(segment.lengthBytes());
        row.addLast(segment);
    }

    /** The segment for one more record. */
    Segment forRecord(long lengthBytes) throws IOException {
        var open = current;
        if (open != null && open.lengthBytes() + lengthBytes <= segmentBytes) {
            return open;
        }
        sealCurrent();
        var fresh = Segment.create(folder, nextNumber++);
        current = fresh;
        return fresh;
    }

    /** Nothing more is appended to the current one. */
    void sealCurrent() throws IOException {
        var full = current;
        current = null;
        if (full != null && full.entries().isEmpty()) {
            drop(full);
        } else if (full != null) {
            row.addLast(full);
        }
    }

    /** A segment for one response alone; it is in the row when it is sealed. */
    Segment alone() throws IOException {
        return Segment.create(folder, nextNumber++);
    }

    void seal(Segment alone) {
        row.addLast(alone);
    }

    void grew(long bytes) {
        totalBytes.addAndGet(bytes);
    }

    /** The one that makes room next. */
    Optional<Segment> oldest() throws IOException {
        if (row.isEmpty()) {
            sealCurrent();
        }
        return Optional.ofNullable(row.peekFirst());
    }

    void putLast(Segment segment) throws IOException {
        row.remove(segment);
        segment.renumber(nextNumber++);
        row.addLast(segment);
    }

    /** Whether a segment without records is of no use: nothing more will come into it. */
    boolean isDone(Segment segment) {
        return segment != current;
    }

    void drop(Segment segment) throws IOException {
        row.remove(segment);
        totalBytes.addAndGet(-segment.lengthBytes());
        segment.drop();
    }

    void close() {
        row.forEach(Segment::release);
        row.clear();
        if (current != null) {
            current.release();
            current = null;
        }
    }
}
