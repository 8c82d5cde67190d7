package io.labnet.webcache.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A reader of content that keeps what it reads. */
final class Told {
    final AtomicInteger calls = new AtomicInteger();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final Reader reader;
    private Piece latest = new Piece.Later();

    Told(Content content) {
        this(content, Content.Span.ALL, true);
    }

    Told(Content content, Content.Span span, boolean regions) {
        reader = content.open(span, regions, calls::incrementAndGet).orElseThrow();
    }

    /** Reads until there is nothing more for now; tells why. */
    Piece readOn(int mostBytes) {
        do {
            latest = reader.next(mostBytes);
            switch (latest) {
                case Piece.Bytes(var bytes) -> keep(bytes);
                case Piece.Region region -> keep(region);
                case Piece.Later _, Piece.End _, Piece.Broken _ -> {
                    return latest;
                }
            }
        } while (true);
    }

    private void keep(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        heard.writeBytes(copy);
    }

    private void keep(Piece.Region region) {
        try {
            var buffer = ByteBuffer.allocate(region.lengthBytes());
            while (buffer.hasRemaining()
                    && region.file().read(buffer, region.position() + buffer.position()) > 0) {}
            keep(buffer.flip());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } finally {
            region.sent().run();
        }
    }

    byte[] heard() {
        return heard.toByteArray();
    }

    void close() {
        reader.close();
    }
}
