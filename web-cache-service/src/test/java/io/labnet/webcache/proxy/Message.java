package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A message as the far end of a socket sees it; read by code that shares nothing with the proxy.
 *
 * @param line the request line or status line
 * @param text the content, one character a byte
 */
record Message(String line, Fields fields, String text) {
    /** Reads one request; null at the end of the connection. */
    static @Nullable Message request(InputStream in) throws IOException {
        var line = line(in);
        if (line == null) {
            return null;
        }
        var fields = fields(in);
        return new Message(line, fields, text(content(in, fields, false)));
    }

    /** Reads one final response. */
    static Message response(InputStream in, String method) throws IOException {
        var line = line(in);
        if (line == null) {
            throw new EOFException("the connection ended before a response");
        }
        var fields = fields(in);
        var status = status(line);
        if (status < 200) {
            return response(in, method);
        }
        var none = method.equals("HEAD") || status == 204 || status == 304;
        return new Message(line, fields, none ? "" : text(content(in, fields, true)));
    }

    int status() {
        return status(line);
    }

    private static int status(String line) {
        return Integer.parseInt(line.substring(9, 12));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    String field(String name) {
        return fields.combined(name).orElse("");
    }

    private static Fields fields(InputStream in) throws IOException {
        var lines = new ArrayList<Field>();
        for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            lines.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Fields(lines);
    }

    private static byte[] content(InputStream in, Fields fields, boolean untilClose)
            throws IOException {
        if (fields.has("Transfer-Encoding")) {
            return chunks(in);
        }
        var length = fields.first("Content-Length");
        if (length.isPresent()) {
            return exactly(in, Integer.parseInt(length.get()));
        }
        return untilClose ? in.readAllBytes() : new byte[0];
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var whole = new ByteArrayOutputStream();
        while (true) {
            var size = line(in);
            if (size == null) {
                throw new EOFException("the connection ended within chunked content");
            }
            var bytes = exactly(in, Integer.parseInt(size, 16));
            line(in);
            if (bytes.length == 0) {
                return whole.toByteArray();
            }
            whole.write(bytes);
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("only " + bytes.length + " of " + length + " bytes came");
        }
        return bytes;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }
}
