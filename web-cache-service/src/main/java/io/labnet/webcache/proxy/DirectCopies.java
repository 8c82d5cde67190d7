package io.labnet.webcache.proxy;

import io.labnet.webcache.store.Chunks;
import io.labnet.webcache.store.StoredObject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies outside the heap of what one event loop sends again and again: the system takes bytes from
 * there as they are, where those of the heap would be copied anew for each client.
 *
 * <p>Whoever asks has found the content in the store, so what was purged is never sent from here;
 * its copy goes when others need the room.
 */
final class DirectCopies {
    private static final int BYTES_MAX = 8 * 1024 * 1024;
    // Less goes into one buffer with its head, and so is copied anyway.
    private static final int CONTENT_BYTES_MIN = AnswerWriter.TOGETHER_BYTES_MAX + 1;
    private static final int CONTENT_BYTES_MAX = BYTES_MAX / 8;
    // Not each hit is worth a copy, lest what is seldom asked for drives out the rest.
    private static final int HITS_PER_COPY = 8;

    private static final FastThreadLocal<DirectCopies> HERE =
            new FastThreadLocal<>() {
                @Override
                protected DirectCopies initialValue() {
                    return new DirectCopies(BYTES_MAX);
                }

                @Override
                protected void onRemoval(DirectCopies ended) {
                    ended.shrink(0);
                }
            };

    private final long bytesMax;
    private final LinkedHashMap<Chunks, ByteBuf> copies = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    DirectCopies(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Those of the event loop that asks. */
    static DirectCopies here() {
        return HERE.get();
    }

    /**
     * All of an object's content, of which the caller has a share that he releases.
     *
     * @return null when there is no copy, and none is worth its making
     */
    @Nullable ByteBuf of(StoredObject object) {
        if (!(object.content() instanceof Chunks content)
                || content.lengthBytes() < CONTENT_BYTES_MIN
                || content.lengthBytes() > CONTENT_BYTES_MAX) {
            return null;
        }
        var there = copies.get(content);
        var hits = object.hits().get();
        if (there == null && hits > 0 && hits % HITS_PER_COPY == 0) {
            there = copy(content);
        }
        return there == null ? null : there.retain();
    }

    private ByteBuf copy(Chunks content) {
        var length = (int) content.lengthBytes();
        shrink(bytesMax - length);
        var copy = UnpooledByteBufAllocator.DEFAULT.directBuffer(length, length);
        content.views().forEach(copy::writeBytes);
        copies.put(content, copy);
        bytes += length;
        return copy;
    }

    // What was sent longest ago goes first.
    private void shrink(long most) {
        while (bytes > most && !copies.isEmpty()) {
            var eldest = copies.pollFirstEntry().getValue();
            bytes -= eldest.capacity();
            eldest.release();
        }
    }

    /** How much memory they take. */
    long bytes() {
        return bytes;
    }
}
