package io.labnet.origin.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.origin.representation.Coding;
import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.EntityTag;
import io.labnet.origin.representation.Representation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Codes pages while clients wait, and holds what it coded. Safe for many threads.
 *
 * <p>One page is coded once at a time, however many ask for it, and as many pages as there are
 * processors.
 */
public final class Codings {
    /** What a held page costs beside its bytes, about. */
    private static final int ENTRY_BYTES = 200;

    /** Of 0 to 11: smaller than gzip in about its time. */
    private static final int BROTLI_QUALITY = 5;

    private record Key(Coding coding, String tag, Content.@Nullable OnDisk file) {
        static Key of(Representation page, Coding coding) {
            return new Key(
                    coding,
                    page.tag().opaque(),
                    page.content() instanceof Content.OnDisk file ? file : null);
        }
    }

    private final Cache<Key, Content.InMemory> held;
    private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final int pageBytesMin;
    private final int pageBytesMax;

    /**
     * Codings with nothing held yet.
     *
     * @param totalBytesMax the most bytes held, coded
     * @param pageBytesMin smaller pages are not worth coding
     * @param pageBytesMax larger ones are not coded while a client waits; at most 16 MiB
     */
    public Codings(long totalBytesMax, int pageBytesMin, int pageBytesMax) {
        if (pageBytesMin < 0 || pageBytesMax > 1 << 24) {
            throw new IllegalArgumentException("Pages to be coded have 0 to 16777216 bytes");
        }
        this.pageBytesMin = pageBytesMin;
        this.pageBytesMax = pageBytesMax;
        this.held =
                Caffeine.newBuilder()
                        .maximumWeight(totalBytesMax)
                        .weigher((Key _, Content.InMemory bytes) ->
                                (int) bytes.lengthBytes() + ENTRY_BYTES)
                        .executor(Runnable::run)
                        .build();
    }

    /** Whether a page is worth coding: text, and not just a few lines of it. */
    public boolean isWorthIt(Representation page) {
        return page.content().lengthBytes() >= pageBytesMin && MediaTypes.isText(page.mediaType());
    }

    /** Whether a page can be coded so while its client waits. */
    public boolean canCode(Representation page, Coding coding) {
        // What may change within a tick of the clock could be held under an old version's tag.
        return page.content().lengthBytes() <= pageBytesMax
                && !page.tag().weak()
                && switch (coding) {
                    case GZIP -> true;
                    case BR -> Brotli4jLoader.isAvailable();
                    case IDENTITY -> false;
                };
    }

    /**
     * The tag of a page once it is coded (RFC 9110 section 8.8.3.3): strong, as the same bytes are
     * always coded the same way.
     */
    public static EntityTag tag(EntityTag plain, Coding coding) {
        return new EntityTag(plain.weak(), plain.opaque() + "-" + coding.token());
    }

    /** The coded page, if it is held. */
    public @Nullable Representation held(Representation page, Coding coding) {
        var bytes = held.getIfPresent(Key.of(page, coding));
        return bytes == null ? null : coded(page, coding, bytes);
    }

    /**
     * The coded page; takes time when it is not held.
     *
     * @throws IOException when the page changed since it was looked up
     */
    public Representation coded(Representation page, Coding coding) throws IOException {
        try {
            return coded(page, coding, held.get(Key.of(page, coding), _ -> code(page, coding)));
        } catch (UncheckedIOException changed) {
            throw new IOException("Cannot code the page", changed);
        }
    }

    private static Representation coded(
            Representation page, Coding coding, Content.InMemory bytes) {
        return new Representation(
                page.mediaType(), bytes, tag(page.tag(), coding), page.modified(), coding);
    }

    private Content.InMemory code(Representation page, Coding coding) {
        places.acquireUninterruptibly();
        try {
            var plain = bytes(page.content());
            return new Content.InMemory(
                    ByteBuffer.wrap(
                            switch (coding) {
                                case GZIP -> gzip(plain);
                                case BR -> brotli(plain);
                                case IDENTITY -> plain;
                            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            places.release();
        }
    }

    private static byte[] bytes(Content content) throws IOException {
        return switch (content) {
            case Content.InMemory(var bytes) -> {
                var copy = new byte[bytes.remaining()];
                bytes.get(bytes.position(), copy);
                yield copy;
            }
            case Content.OnDisk(var file, var length, var changed) -> {
                var bytes = Files.readAllBytes(file);
                if (bytes.length != length
                        || !Files.getLastModifiedTime(file).toInstant().equals(changed)) {
                    throw new IOException(file + " has changed");
                }
                yield bytes;
            }
        };
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var coded = new ByteArrayOutputStream(plain.length / 2);
        try (var gzip = new GZIPOutputStream(coded)) {
            gzip.write(plain);
        }
        return coded.toByteArray();
    }

    private static byte[] brotli(byte[] plain) throws IOException {
        return Encoder.compress(plain, new Encoder.Parameters().setQuality(BROTLI_QUALITY));
    }
}
