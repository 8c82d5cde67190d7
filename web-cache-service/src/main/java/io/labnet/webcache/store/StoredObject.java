package io.labnet.webcache.store;

import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stored response.
 *
 * @param uri the primary cache key
 * @param key the secondary one
 * @param wire the head as bytes, written once
 * @param tags by which it can be purged
 * @param hits how often it was served without asking the origin; it goes on counting when the head
 *     is freshened
 */
public record StoredObject(
        String uri,
        VaryKey key,
        Received head,
        Content content,
        HeadBytes wire,
        Tags tags,
        AtomicLong hits) {
    private static final int OBJECT_OVERHEAD_BYTES = 512;

    public StoredObject(String uri, VaryKey key, Received head, Content content) {
        this(uri, key, head, content, new AtomicLong());
    }

    StoredObject(String uri, VaryKey key, Received head, Content content, AtomicLong hits) {
        this(
                uri,
                key,
                head,
                content,
                HeadBytes.of(head.response()),
                Tags.of(head.response().fields()),
                hits);
    }

    public StoredObject freshened(Received newer) {
        return new StoredObject(uri, key, newer, content, hits);
    }

    /** The same with its content elsewhere. */
    StoredObject with(Content other) {
        return new StoredObject(uri, key, head, other, wire, tags, hits);
    }

    /** The same, stale from then on. */
    StoredObject endedAt(Instant then) {
        return new StoredObject(uri, key, head.endedAt(then), content, wire, tags, hits);
    }

    /** Whether a purge has made it stale. */
    public boolean isEnded() {
        return !head.ended().equals(Instant.MAX);
    }

    /** What is said of it before its content. */
    Filling.Head said() {
        return new Filling.Head(uri, key, head);
    }

    /** How much memory it takes, about. */
    public long sizeBytes() {
        return content.heldBytes()
                + head.response().fields().sizeBytes()
                + wire.lengthBytes()
                + uri.length()
                + OBJECT_OVERHEAD_BYTES;
    }
}
