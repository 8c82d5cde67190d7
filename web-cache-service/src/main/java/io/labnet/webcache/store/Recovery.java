package io.labnet.webcache.store;

import io.labnet.webcache.policy.Discretion;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the heads of a segment that an earlier run has left; contents are checked at their first
 * use.
 *
 * <p>It ends at the first record that is not whole: what follows a torn or damaged one cannot be
 * told from the content of a response, so it is not searched for more.
 */
final class Recovery {
    private static final int GULP_BYTES = 4096;

    /** Hears of a record that is whole. */
    interface Taker {
        void take(SegmentRecord record, DiskEntry entry);
    }

    private final Segment segment;
    private final DiskReads reads;
    private final Discretion discretion;
    private final Taker taker;

    Recovery(Segment segment, DiskReads reads, Discretion discretion, Taker taker) {
        this.segment = segment;
        this.reads = reads;
        this.discretion = discretion;
        this.taker = taker;
    }

    /** Tells how much of the segment is whole, in bytes. */
    long run() throws IOException {
        var at = 0L;
        while (at + SegmentRecord.FIXED_BYTES <= segment.lengthBytes()) {
            var length = record(at);
            if (length == 0) {
                break;
            }
            at += length;
        }
        return at;
    }

    private long record(long at) throws IOException {
        var gulp = read(at, GULP_BYTES);
        var read = SegmentRecord.read(gulp);
        if (read.isEmpty()) {
            return 0;
        }
        var record = read.get();
        var left = segment.lengthBytes() - at;
        if (record.contentBytes() > left || record.lengthBytes() > left) {
            return 0;
        }
        var whole = SegmentRecord.FIXED_BYTES + record.headBytes();
        var bytes = whole <= gulp.remaining() ? gulp : read(at, whole);
        var head = new byte[record.headBytes()];
        bytes.get(SegmentRecord.FIXED_BYTES, head);
        if (!record.vouchesFor(bytes, head)) {
            return 0;
        }
        taker.take(record, entry(at, record, head));
        return record.lengthBytes();
    }

    private DiskEntry entry(long at, SegmentRecord record, byte[] head) {
        var said = SegmentRecord.decode(head, discretion);
        var start = at + SegmentRecord.FIXED_BYTES + record.headBytes();
        var content =
                new DiskContent(
                        segment,
                        reads,
                        start,
                        record.contentBytes(),
                        record.contentCrc(),
                        record.contentBytes() == 0);
        var object = new StoredObject(said.uri(), said.key(), said.received(), content);
        var entry = new DiskEntry(object, record, at, content);
        if (record.mark() == SegmentRecord.Mark.STALE) {
            entry.end();
        }
        return entry;
    }

    private ByteBuffer read(long at, int mostBytes) throws IOException {
        var length = (int) Math.min(mostBytes, segment.lengthBytes() - at);
        var bytes = ByteBuffer.allocate(length);
        return DiskReads.readFully(segment.file(), bytes, at)
                ? bytes.flip()
                : ByteBuffer.allocate(0);
    }
}
