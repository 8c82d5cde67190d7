package io.labnet.webcache.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One response on its way to disk, into a segment of its own: its length is known at its end only.
 *
 * <p>Until then the fixed part of its record is empty, so that a crash leaves nothing to be found.
 */
final class DiskSpill implements Spill {
    private final DiskTier tier;
    private final StoredObject object;
    private final long begun;
    private final Progress progress;
    private final byte[] head;
    private final CRC32C crc = new CRC32C();
    private volatile @Nullable Segment segment;
    private long lengthBytes;
    private boolean over;

    DiskSpill(DiskTier tier, StoredObject object, long begun, Progress progress) {
        this.tier = tier;
        this.object = object;
        this.begun = begun;
        this.progress = progress;
        this.head = SegmentRecord.encode(object.said());
    }

    void begin() {
        tier.queue().run(this::create);
    }

    private void create() {
        try {
            var alone = tier.segments().alone();
            segment = alone;
            append(alone, List.of(ByteBuffer.allocate(SegmentRecord.FIXED_BYTES), wrapped(head)));
        } catch (IOException cause) {
            fail(cause);
        }
    }

    private static ByteBuffer wrapped(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }

    private void append(Segment to, List<ByteBuffer> bytes) throws IOException {
        var length = bytes.stream().mapToLong(ByteBuffer::remaining).sum();
        if (!tier.makeRoom(length)) {
            throw new IOException("there is no room left for what is arriving");
        }
        to.append(bytes);
        tier.segments().grew(length);
    }

    @Override
    public void write(ByteBuffer bytes) {
        tier.queue().run(() -> writeNow(bytes));
    }

    private void writeNow(ByteBuffer bytes) {
        var to = segment;
        if (over || to == null) {
            return;
        }
        try {
            crc.update(bytes.duplicate());
            lengthBytes += bytes.remaining();
            append(to, List.of(bytes));
            progress.written(lengthBytes);
        } catch (IOException cause) {
            fail(cause);
        }
    }

    @Override
    public void seal() {
        tier.queue().run(this::sealNow);
    }

    private void sealNow() {
        var done = segment;
        if (over || done == null) {
            return;
        }
        over = true;
        try {
            var sum = (int) crc.getValue();
            var record = tier.record(object, lengthBytes, head.length, sum);
            done.overwrite(record.fixed(head), 0);
            var start = SegmentRecord.FIXED_BYTES + head.length;
            var content = new DiskContent(done, tier.reads(), start, lengthBytes, sum, true);
            tier.segments().seal(done);
            tier.admit(new DiskEntry(object, record, 0, content), begun);
            tier.listener().moved(object.uri(), object.content(), content);
        } catch (IOException cause) {
            drop(done, cause);
        }
    }

    private void fail(IOException cause) {
        over = true;
        drop(segment, cause);
        progress.failed();
    }

    private void drop(@Nullable Segment failed, IOException cause) {
        tier.failed(cause);
        if (failed != null) {
            tier.drop(failed);
        }
        tier.forget(Variant.of(object));
        tier.listener().gone(object.uri(), object.content());
    }

    @Override
    public void discard() {
        tier.queue().run(this::discardNow);
    }

    private void discardNow() {
        var unwanted = segment;
        if (!over && unwanted != null) {
            over = true;
            tier.drop(unwanted);
        }
    }

    @Override
    public Optional<FileReading> read(boolean regions, Runnable ready) {
        var from = segment;
        return from == null
                ? Optional.empty()
                : FileReading.of(
                        from,
                        SegmentRecord.FIXED_BYTES + head.length,
                        regions,
                        tier.reads(),
                        ready);
    }
}
