package io.labnet.webcache.store;

import io.labnet.webcache.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored response's head as it goes over the wire (RFC 9112 section 4), written once, when it is
 * first asked for: status line and all fields but those that each answer has anew, each line with
 * its CRLF.
 *
 * <p>Age, Content-Length, the framing, and the empty line at the end are for whoever sends it.
 */
public final class HeadBytes {
    private static final Set<String> ANEW =
            Set.of("age", "connection", "content-length", "keep-alive", "transfer-encoding");

    private final Response response;
    private volatile byte @Nullable [] written;

    HeadBytes(Response response) {
        this.response = response;
    }

    /** Writes them to the beginning of {@code target}, which must have room for them. */
    public void copyTo(byte[] target) {
        var bytes = bytes();
        System.arraycopy(bytes, 0, target, 0, bytes.length);
    }

    public int lengthBytes() {
        return bytes().length;
    }

    // Most responses are never asked for again. Two threads may write the same at once.
    private byte[] bytes() {
        var bytes = written;
        if (bytes == null) {
            bytes = write(response);
            written = bytes;
        }
        return bytes;
    }

    private static byte[] write(Response response) {
        var text = new StringBuilder(512);
        text.append("HTTP/1.1 ").append(response.status()).append(' ').append(response.reason());
        text.append("\r\n");
        for (var line : response.fields().lines()) {
            if (!ANEW.contains(line.name().toLowerCase(Locale.ROOT))) {
                text.append(line.name()).append(": ").append(line.value()).append("\r\n");
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
