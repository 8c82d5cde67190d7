package io.labnet.webcache.store;

import io.labnet.webcache.policy.ByteRange.Part;
import io.labnet.webcache.policy.Completion;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.policy.Holding;
import io.labnet.webcache.policy.Portion;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.time.Instant;
import java.util.Optional;
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
        this(uri, Sharing.shared(key), content, Sharing.shared(head), hits);
    }

    private StoredObject(String uri, VaryKey key, Content content, Received head, AtomicLong hits) {
        this(
                uri,
                key,
                head,
                content,
                new HeadBytes(head.response()),
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

    /** Whether it is parts of a representation, and not the whole (RFC 9111 section 3.3). */
    public boolean isPartial() {
        return head.response().status() == 206;
    }

    /** Which bytes it has; empty when it is not partial, or other bytes came than it says. */
    public Optional<Holding> holding() {
        if (!isPartial()) {
            return Optional.empty();
        }
        if (content instanceof Patchwork patches) {
            return Optional.of(patches.holding());
        }
        return Portion.of(head.response())
                .filter(portion -> portion.part().lengthBytes() == content.lengthBytes())
                .map(Holding::of);
    }

    /** Where bytes of the representation stand in the content of one that is partial. */
    public Content.Span span(Part part) {
        var start = content instanceof Patchwork ? 0 : firstByte();
        return new Content.Span(part.first() - start, part.last() + 1 - start);
    }

    private long firstByte() {
        return Portion.of(head.response()).map(portion -> portion.part().first()).orElse(0L);
    }

    /**
     * This one, which is partial, and a newer part of the same representation.
     *
     * @param newer which may still be arriving
     */
    public StoredObject joined(StoredObject newer, Discretion discretion) {
        var has = holding().orElseThrow();
        var more = Portion.of(newer.head.response()).orElseThrow().part();
        var patches =
                Patchwork.of(content, has.parts().getFirst(), has.totalBytes())
                        .with(newer.content, more);
        var both = Completion.joined(head, newer.head, patches.holding(), discretion);
        return new StoredObject(uri, key, both, patches, hits);
    }

    /** What is said of it before its content. */
    Filling.Head said() {
        return new Filling.Head(uri, key, head);
    }

    /**
     * How much memory it takes, about; it stays the same for as long as the content does.
     *
     * <p>The head counts twice: once as the lines that no other response has, once as {@link
     * #wire}, which most never need.
     */
    public long sizeBytes() {
        return content.heldBytes()
                + 2L * head.response().fields().lengthBytes()
                + uri.length()
                + OBJECT_OVERHEAD_BYTES;
    }
}
