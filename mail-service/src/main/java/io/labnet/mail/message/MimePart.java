package io.labnet.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;

/**
 * A message or a part of one, as ranges of its bytes (RFC 2045, RFC 2046).
 *
 * <p>Reads whatever comes: what cannot be a multipart is a leaf.
 */
public final class MimePart {
    private static final int DEPTH_MAX = 16;
    private static final int PARTS_MAX = 500;

    /**
     * A field of the form {@code value; name=value ...}, such as Content-Type.
     *
     * @param value in lower case
     * @param parameters names in lower case
     */
    public record Structured(String value, Map<String, String> parameters) {}

    /** From one byte to before another. */
    public record Range(int from, int to) {
        public int length() {
            return to - from;
        }
    }

    private final byte[] source;
    private final Range head;
    private final Range body;
    private final Header header;
    private final Structured type;
    private final List<MimePart> children = new ArrayList<>();

    private MimePart(byte[] source, Range whole, String defaultType) {
        this.source = source;
        var split = endOfHeader(source, whole);
        this.head = new Range(whole.from(), split);
        this.body = new Range(split, whole.to());
        this.header =
                Header.parse(
                        new String(
                                source, head.from(), head.length(), StandardCharsets.ISO_8859_1));
        this.type = structured(header.first("Content-Type").orElse(defaultType));
    }

    /** Reads a whole message. */
    public static MimePart parse(byte[] message) {
        var root = new MimePart(message, new Range(0, message.length), "text/plain");
        root.split(0, new int[] {PARTS_MAX});
        return root;
    }

    private void split(int depth, int[] partsLeft) {
        if (depth >= DEPTH_MAX) {
            return;
        }
        if (isMessage()) {
            add(body, "text/plain", depth, partsLeft);
        } else if (isMultipart()) {
            var boundary = type.parameters().getOrDefault("boundary", "");
            // RFC 2046 section 5.1.5: a digest's parts are messages unless they say otherwise.
            var inner = type.value().equals("multipart/digest") ? "message/rfc822" : "text/plain";
            for (var part : between("--" + boundary)) {
                add(part, inner, depth, partsLeft);
            }
        }
    }

    private void add(Range range, String defaultType, int depth, int[] partsLeft) {
        if (partsLeft[0]-- > 0) {
            var child = new MimePart(source, range, defaultType);
            children.add(child);
            child.split(depth + 1, partsLeft);
        }
    }

    // The line break before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
    private List<Range> between(String delimiter) {
        var mark = delimiter.getBytes(StandardCharsets.ISO_8859_1);
        var found = new ArrayList<Range>();
        var start = -1;
        for (int line = body.from(); line < body.to(); line = nextLine(line)) {
            if (startsWith(line, mark)) {
                if (start >= 0) {
                    found.add(new Range(start, Math.max(start, beforeBreak(line))));
                }
                start = nextLine(line);
                var after = line + mark.length;
                if (after + 1 < body.to() && source[after] == '-' && source[after + 1] == '-') {
                    return found;
                }
            }
        }
        if (start >= 0 && start <= body.to()) {
            found.add(new Range(start, body.to()));
        }
        return found;
    }

    private boolean startsWith(int at, byte[] mark) {
        if (at + mark.length > body.to()) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (source[at + i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private int nextLine(int at) {
        var next = at;
        while (next < body.to() && source[next] != '\n') {
            next++;
        }
        return Math.min(next + 1, body.to());
    }

    private int beforeBreak(int line) {
        var end = line;
        if (end > body.from() && source[end - 1] == '\n') {
            end--;
            if (end > body.from() && source[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }

    private static int endOfHeader(byte[] source, Range whole) {
        var line = whole.from();
        for (int at = whole.from(); at < whole.to(); at++) {
            if (source[at] == '\n') {
                var empty = at == line || (at == line + 1 && source[line] == '\r');
                if (empty) {
                    return at + 1;
                }
                line = at + 1;
            }
        }
        return whole.to();
    }

    private static Structured structured(String text) {
        RawBody raw = RawFieldParser.DEFAULT.parseRawBody(new RawField("X", text));
        var parameters = new LinkedHashMap<String, String>();
        for (NameValuePair pair : raw.getParams()) {
            var value = pair.getValue();
            parameters.putIfAbsent(
                    pair.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
        }
        var value = raw.getValue() == null ? "" : raw.getValue();
        return new Structured(value.toLowerCase(Locale.ROOT), parameters);
    }

    public Header header() {
        return header;
    }

    /** Its content type; one without a slash counts as text/plain (RFC 2045 section 5.2). */
    public Structured type() {
        return type.value().indexOf('/') > 0 ? type : new Structured("text/plain", Map.of());
    }

    /** A field of the header in its parts, such as Content-Disposition; empty value when absent. */
    public Structured field(String name) {
        return structured(header.first(name).orElse(""));
    }

    public boolean isMultipart() {
        return type.value().startsWith("multipart/");
    }

    public boolean isMessage() {
        return type.value().equals("message/rfc822");
    }

    public List<MimePart> children() {
        return List.copyOf(children);
    }

    /** The bytes of the header with the empty line below it. */
    public Range head() {
        return head;
    }

    public Range body() {
        return body;
    }

    /** How many lines the body has. */
    public int bodyLines() {
        var lines = 0;
        for (int at = body.from(); at < body.to(); at++) {
            lines += source[at] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
