package io.labnet.webcache.store;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.store.SegmentRecord.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored responses in segments on disk, which survive a restart, and an end at any moment.
 *
 * <p>Records are appended, never changed but for their marks. What is purged or replaced is marked
 * dead in place. When there is no room the oldest segment goes; of it, what was used since it was
 * written or last spared is written anew, up to half a segment. The index is in memory, and read
 * from the segments at the start.
 *
 * <p>One thread writes; all else is safe for many threads, and does not block.
 */
final class DiskTier implements Tier {
    private static final Logger LOG = LoggerFactory.getLogger(DiskTier.class);
    private static final int FORGETTING_BYTES = 512;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

    /** Hears what becomes of content that others may know of. */
    interface Listener {
        /** It cannot be read any more. */
        void gone(String uri, Content content);

        /** The same bytes can be read elsewhere. */
        void moved(String uri, Content from, Content to);
    }

    private final DiskLimits limits;
    private final Discretion discretion;
    private final Purges purges;
    private final Listener listener;
    private final FolderLock lock;
    private final Segments segments;
    private final DiskQueue queue;
    private final DiskIndex index = new DiskIndex();
    private final DiskReads reads = new DiskReads();
    private final DiskCounts counts = new DiskCounts();
    private final Set<Segment> marked = new HashSet<>();
    private final Duration rebuild;
    private long nextSerial = 1;
    private volatile long nextWarning = System.nanoTime();

    /**
     * Opens its folder, with what an earlier run has left in it.
     *
     * @throws IOException when it cannot be read, or another process has it
     */
    DiskTier(DiskLimits limits, Discretion discretion, Purges purges, Listener listener)
            throws IOException {
        this.limits = limits;
        this.discretion = discretion;
        this.purges = purges;
        this.listener = listener;
        this.segments = new Segments(limits.folder(), limits.segmentBytes());
        this.queue = new DiskQueue(limits.queueBytes());
        Files.createDirectories(limits.folder());
        lock = FolderLock.take(limits.folder());
        var begun = System.nanoTime();
        recover(limits.folder());
        rebuild = Duration.ofNanos(System.nanoTime() - begun);
        queue.start();
    }

    private void recover(Path folder) throws IOException {
        List<Path> paths;
        try (var all = Files.list(folder)) {
            paths = all.filter(Segment::isOne).sorted().toList();
        }
        var replaced = new ArrayList<DiskEntry>();
        for (var path : paths) {
            recover(Segment.open(path), replaced);
        }
        replaced.forEach(this::bury);
        makeRoom(0);
    }

    private void recover(Segment segment, List<DiskEntry> replaced) throws IOException {
        var whole =
                new Recovery(
                                segment,
                                reads,
                                discretion,
                                (record, entry) -> recovered(record, entry, replaced))
                        .run();
        segment.cutAt(whole);
        segments.recovered(segment);
        if (segment.entries().isEmpty()) {
            segments.drop(segment);
        }
    }

    private void recovered(SegmentRecord record, DiskEntry entry, List<DiskEntry> replaced) {
        nextSerial = Math.max(nextSerial, record.serial() + 1);
        if (record.mark() != Mark.DEAD) {
            entry.content().segment().entries().add(entry);
            replaced.addAll(index.put(entry));
        }
    }

    @Override
    public Found find(Request request) {
        var there = index.of(request.target().uri());
        if (there.isEmpty()) {
            return new Found.Nothing();
        }
        return index.matching(request)
                .<Found>map(Found.OnDisk::new)
                .orElseGet(Found.OtherVariants::new);
    }

    /**
     * Brings a response that was found: small content to memory, large content checked; this
     * blocks, so it is for {@link #reads}.
     *
     * @return empty when it is gone or damaged
     */
    Optional<StoredObject> load(DiskEntry entry) {
        var content = entry.content();
        try {
            if (content.lengthBytes() <= Placement.LARGE_BYTES) {
                var chunks = content.readAll();
                if (chunks.isPresent()) {
                    return Optional.of(object(entry).with(chunks.get()));
                }
            } else if (content.isChecked() || content.check()) {
                return Optional.of(object(entry));
            }
            if (index.remove(entry)) {
                counts.damaged.increment();
                queue.run(() -> bury(entry));
            }
        } catch (IOException cause) {
            failed(cause);
        }
        return Optional.empty();
    }

    @Override
    public void put(StoredObject object, long begun) {
        if (object.content() instanceof Chunks chunks
                && !queue.offer(object.sizeBytes(), () -> write(object, chunks, begun))) {
            counts.skipped.increment();
            forget(Variant.of(object));
        }
    }

    /**
     * Forgets a response, since a newer one is stored elsewhere; also if it waits to be written.
     */
    void forget(Variant variant) {
        forget(variant.uri(), entry -> entry.key().equals(variant.key()));
    }

    /** Forgets some of a URI, also what is still to be written. */
    void forget(String uri, Predicate<DiskEntry> which) {
        forgetNow(uri, which);
        var _ = queue.offer(FORGETTING_BYTES, () -> forgetNow(uri, which));
    }

    private void forgetNow(String uri, Predicate<DiskEntry> which) {
        index.remove(uri, which).forEach(entry -> queue.run(() -> bury(entry)));
    }

    /** Begins to write a response of which nobody knows yet how long it is. */
    Spill spill(StoredObject object, long begun, Spill.Progress progress) {
        var spill = new DiskSpill(this, object, begun, progress);
        spill.begin();
        return spill;
    }

    // What follows is for the writing thread.

    private void write(StoredObject object, Chunks chunks, long begun) {
        try {
            var head = SegmentRecord.encode(object.said());
            var length = SegmentRecord.FIXED_BYTES + head.length + chunks.lengthBytes();
            if (head.length <= SegmentRecord.HEAD_BYTES_MAX && makeRoom(length)) {
                append(object, head, chunks, begun);
            }
        } catch (IOException cause) {
            failed(cause);
            sealAfterFailure();
        }
    }

    // Nothing may follow what was perhaps not written whole.
    private void sealAfterFailure() {
        try {
            segments.sealCurrent();
        } catch (IOException cause) {
            failed(cause);
        }
    }

    private void append(StoredObject object, byte[] head, Chunks chunks, long begun)
            throws IOException {
        var record = record(object, chunks.lengthBytes(), head.length, chunks.crc());
        var segment = segments.forRecord(record.lengthBytes());
        var buffers = new ArrayList<ByteBuffer>();
        buffers.add(record.fixed(head));
        buffers.add(ByteBuffer.wrap(head));
        buffers.addAll(chunks.views());
        var at = segment.append(buffers);
        segments.grew(record.lengthBytes());
        var start = at + SegmentRecord.FIXED_BYTES + head.length;
        var content =
                new DiskContent(
                        segment, reads, start, record.contentBytes(), record.contentCrc(), true);
        admit(new DiskEntry(object, record, at, content), begun);
    }

    SegmentRecord record(StoredObject object, long contentBytes, int headBytes, int crc) {
        var mark = object.isEnded() ? Mark.STALE : Mark.ALIVE;
        return new SegmentRecord(mark, nextSerial++, contentBytes, headBytes, crc);
    }

    /** What was written can be found from now on, unless a purge meant it. */
    void admit(DiskEntry entry, long begun) throws IOException {
        entry.content().segment().entries().add(entry);
        var gone = new ArrayList<DiskEntry>();
        var verdict =
                purges.judge(
                        entry.uri(),
                        entry.tags(),
                        begun,
                        judged -> {
                            if (judged == Purges.Verdict.STALE) {
                                entry.end();
                            }
                            if (judged != Purges.Verdict.GONE) {
                                gone.addAll(index.put(entry));
                            }
                        });
        switch (verdict) {
            case UNTOUCHED -> {}
            case STALE -> mark(entry, Mark.STALE);
            case GONE -> bury(entry);
        }
        gone.forEach(this::bury);
    }

    /** It is not in the index any more, and must never come back. */
    private void bury(DiskEntry entry) {
        var segment = entry.content().segment();
        mark(entry, Mark.DEAD);
        if (segment.entries().remove(entry)
                && segment.entries().isEmpty()
                && segments.isDone(segment)) {
            drop(segment);
        }
        listener.gone(entry.uri(), entry.content());
    }

    private void mark(DiskEntry entry, Mark mark) {
        var segment = entry.content().segment();
        if (!segment.retain()) {
            return;
        }
        try {
            segment.mark(entry.recordPosition(), mark);
            marked.add(segment);
        } catch (IOException cause) {
            failed(cause);
        } finally {
            segment.release();
        }
    }

    /** Drops old segments until so much more fits in; tells whether it does. */
    boolean makeRoom(long bytes) throws IOException {
        while (segments.totalBytes() + bytes > limits.totalBytes()
                || index.bytes() > limits.indexBytes()) {
            var oldest = segments.oldest();
            if (oldest.isEmpty()) {
                return false;
            }
            evict(oldest.get());
        }
        return true;
    }

    private void evict(Segment segment) throws IOException {
        var large = segment.lengthBytes() > segments.segmentBytes();
        if (large && segment.entries().stream().anyMatch(DiskEntry::wasUsed)) {
            segments.putLast(segment);
            counts.moved.increment();
            return;
        }
        var spared = new ArrayList<Spared>();
        var left = segments.segmentBytes() / 2;
        for (var entry : List.copyOf(segment.entries())) {
            var length = entry.content().lengthBytes() + entry.headBytes();
            if (entry.wasUsed() && length <= left && spare(entry, spared)) {
                left -= length;
            } else if (index.remove(entry)) {
                counts.evicted.increment();
            }
            listener.gone(entry.uri(), entry.content());
        }
        segment.entries().clear();
        drop(segment);
        for (var one : spared) {
            append(one.object, SegmentRecord.encode(one.object.said()), one.content, one.begun);
            counts.moved.increment();
        }
    }

    private boolean spare(DiskEntry entry, List<Spared> spared) {
        var begun = purges.latest();
        try {
            var content = entry.content().readAll();
            if (content.isPresent() && index.remove(entry)) {
                var object = object(entry).with(content.get());
                return spared.add(new Spared(object, content.get(), begun));
            }
        } catch (IOException cause) {
            failed(cause);
        }
        return false;
    }

    private record Spared(StoredObject object, Chunks content, long begun) {}

    void drop(Segment segment) {
        try {
            marked.remove(segment);
            segments.drop(segment);
        } catch (IOException cause) {
            failed(cause);
        }
    }

    void failed(IOException cause) {
        counts.errors.increment();
        var now = System.nanoTime();
        if (now - nextWarning >= 0) {
            nextWarning = now + Duration.ofMinutes(1).toNanos();
            LOG.warn("The cache's disk tier: {}", cause.toString());
        }
    }

    // Until here.

    @Override
    public void replace(StoredObject old, StoredObject newer) {
        var begun = purges.latest();
        if (!queue.offer(
                newer.sizeBytes() - newer.content().heldBytes(),
                () -> replaceNow(old, newer, begun))) {
            // The old head must not outlive the news.
            forget(Variant.of(newer));
        }
    }

    // The record keeps the old head: it would be stale after a restart, so that it is validated.
    private void replaceNow(StoredObject old, StoredObject newer, long begun) {
        for (var entry : index.of(old.uri())) {
            if (entry.isOf(newer)) {
                mark(entry, Mark.STALE);
                purges.judge(
                        old.uri(),
                        newer.tags(),
                        begun,
                        verdict -> replace(entry, newer, verdict, old.isEnded()));
            }
        }
    }

    private void replace(
            DiskEntry entry, StoredObject newer, Purges.Verdict verdict, boolean wasEnded) {
        var freshened = entry.freshened(newer);
        if (verdict != Purges.Verdict.UNTOUCHED || (entry.isEnded() && !wasEnded)) {
            freshened.end();
        }
        if (verdict != Purges.Verdict.GONE && index.replace(entry, freshened)) {
            var entries = entry.content().segment().entries();
            entries.remove(entry);
            entries.add(freshened);
        }
    }

    @Override
    public Set<Variant> purge(Purge what, Purge.Depth depth, Instant now) {
        var purged = new HashSet<Variant>();
        for (var entry : index.hit(what)) {
            switch (depth) {
                case HARD -> {
                    if (index.remove(entry)) {
                        purged.add(Variant.of(entry));
                        queue.run(() -> bury(entry));
                    }
                }
                case SOFT -> {
                    purged.add(Variant.of(entry));
                    entry.end();
                    queue.run(() -> mark(entry, Mark.STALE));
                }
            }
        }
        return purged;
    }

    /** Completed when all that was begun until now has reached the disk. */
    CompletableFuture<Void> settled() {
        var settled = new CompletableFuture<Void>();
        queue.run(() -> {
            marked.forEach(this::force);
            marked.clear();
            settled.complete(null);
        });
        return settled;
    }

    private void force(Segment segment) {
        if (segment.retain()) {
            try {
                segment.file().force(false);
            } catch (IOException cause) {
                failed(cause);
            } finally {
                segment.release();
            }
        }
    }

    @Override
    public List<StoredObject> all() {
        return index.all().map(this::object).toList();
    }

    @Override
    public int count() {
        return index.count();
    }

    @Override
    public long storedBytes() {
        return segments.totalBytes();
    }

    /** The response that an entry is of, with its content on disk. */
    StoredObject object(DiskEntry entry) {
        return entry.object();
    }

    DiskIndex index() {
        return index;
    }

    DiskReads reads() {
        return reads;
    }

    DiskQueue queue() {
        return queue;
    }

    Segments segments() {
        return segments;
    }

    Listener listener() {
        return listener;
    }

    DiskCounts counts() {
        return counts;
    }

    /** How long it took to read the index at the start. */
    Duration rebuild() {
        return rebuild;
    }

    /** Writes what waits, for two seconds at most, and closes all files. */
    void close() throws IOException {
        queue.close(CLOSE_MAX);
        reads.close();
        segments.close();
        lock.release();
    }
}
