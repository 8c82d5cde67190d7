package io.labnet.webcache.store;

import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.util.concurrent.atomic.AtomicLong;

/** What the index knows of one response on disk: all but its content. */
public final class DiskEntry {
    private static final int OVERHEAD_BYTES = 256;

    private final String uri;
    private final VaryKey key;
    private final Tags tags;
    private final Received head;
    private final int headBytes;
    private final long serial;
    private final long recordPosition;
    private final DiskContent content;
    private final AtomicLong hits;
    private volatile boolean ended;
    private long hitsBefore;

    /**
     * An entry; it counts its hits with the same response in memory.
     *
     * @param position of the record in its segment
     */
    DiskEntry(StoredObject object, SegmentRecord record, long position, DiskContent content) {
        this(object, record.headBytes(), record.serial(), position, content);
    }

    private DiskEntry(
            StoredObject object,
            int headBytes,
            long serial,
            long recordPosition,
            DiskContent content) {
        this.uri = object.uri();
        this.key = object.key();
        this.tags = object.tags();
        this.head = object.head();
        this.headBytes = headBytes;
        this.serial = serial;
        this.recordPosition = recordPosition;
        this.content = content;
        this.hits = object.hits();
        this.hitsBefore = hits.get();
    }

    String uri() {
        return uri;
    }

    VaryKey key() {
        return key;
    }

    Tags tags() {
        return tags;
    }

    int headBytes() {
        return headBytes;
    }

    long serial() {
        return serial;
    }

    long recordPosition() {
        return recordPosition;
    }

    DiskContent content() {
        return content;
    }

    AtomicLong hits() {
        return hits;
    }

    /** Whether it can be served as it is, from its file. */
    boolean isReady() {
        return content.isChecked() && content.lengthBytes() > Placement.LARGE_BYTES;
    }

    /** From now on it counts as stale; since when is not kept, so since it came. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether it was served since this was last asked. */
    boolean wasUsed() {
        var now = hits.get();
        var used = now > hitsBefore;
        hitsBefore = now;
        return used;
    }

    /** Whether it has the same content: what is freshened goes on with the same counter. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(StoredObject object) {
        return hits == object.hits();
    }

    /** The same content under a newer head. */
    DiskEntry freshened(StoredObject newer) {
        return new DiskEntry(newer, headBytes, serial, recordPosition, content);
    }

    /** The response, with its content on disk. */
    StoredObject object() {
        var counted = ended ? head.endedAt(head.received()) : head;
        return new StoredObject(uri, key, counted, content, hits);
    }

    /** How much memory it takes, about. */
    long indexBytes() {
        return (long) headBytes + 2L * uri.length() + OVERHEAD_BYTES;
    }
}
