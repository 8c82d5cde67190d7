package io.labnet.webcache.store;

import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stored response.
 *
 * @param uri the primary cache key
 * @param key the secondary one
 * @param hits how often it was served without asking the origin; it goes on counting when the head
 *     is freshened
 */
public record StoredObject(
        String uri, VaryKey key, Received head, Content content, AtomicLong hits) {
    private static final int OBJECT_OVERHEAD_BYTES = 256;

    public StoredObject(String uri, VaryKey key, Received head, Content content) {
        this(uri, key, head, content, new AtomicLong());
    }

    public StoredObject freshened(Received newer) {
        return new StoredObject(uri, key, newer, content, hits);
    }

    /** How much memory it takes, about. */
    public int sizeBytes() {
        return content.lengthBytes()
                + head.response().fields().sizeBytes()
                + uri.length()
                + OBJECT_OVERHEAD_BYTES;
    }
}
