package io.labnet.bittorrent.tracker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query string whose values are bytes: an info-hash is percent-encoded raw (BEP 3), so a decoder
 * that makes characters of it would lose it.
 */
final class QueryString {
    private static final int LENGTH_MAX = 8192;
    private static final int PARAMETERS_MAX = 128;
    private static final String UNRESERVED = "-._~";

    private final Map<String, List<byte[]>> parameters = new LinkedHashMap<>();

    private QueryString() {}

    /**
     * Takes a query string apart.
     *
     * @param query what stands behind the question mark, still encoded
     */
    static QueryString parse(String query) throws InvalidTrackerMessageException {
        if (query.length() > LENGTH_MAX) {
            throw new InvalidTrackerMessageException(
                    "the query is longer than " + LENGTH_MAX + " characters");
        }
        var parsed = new QueryString();
        var pairs = query.split("&", PARAMETERS_MAX + 1);
        if (pairs.length > PARAMETERS_MAX) {
            throw new InvalidTrackerMessageException("more than " + PARAMETERS_MAX + " parameters");
        }
        for (var pair : pairs) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                var name = new String(decoded(pair.substring(0, equals)), StandardCharsets.UTF_8);
                parsed.parameters
                        .computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return parsed;
    }

    List<byte[]> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    byte @Nullable [] bytes(String name) {
        var values = all(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Nullable String text(String name) {
        var bytes = bytes(name);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** A number of 0 or more. */
    long number(String name, long otherwise) throws InvalidTrackerMessageException {
        var text = text(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new InvalidTrackerMessageException(name + " must be a number", e);
        }
    }

    /** Bytes percent-encoded (RFC 3986 section 2.1), all but the unreserved characters. */
    static String encoded(byte[] bytes) {
        var text = new StringBuilder(bytes.length * 3);
        for (var b : bytes) {
            var c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append('%');
                text.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                text.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return text.toString();
    }

    private static byte[] decoded(String text) throws InvalidTrackerMessageException {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '%') {
                bytes.write(escaped(text, i));
                i += 2;
            } else if (c == '+') {
                bytes.write(' ');
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    private static int escaped(String text, int percent) throws InvalidTrackerMessageException {
        if (percent + 2 < text.length()) {
            var high = Character.digit(text.charAt(percent + 1), 16);
            var low = Character.digit(text.charAt(percent + 2), 16);
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw new InvalidTrackerMessageException("a % that two hexadecimal digits do not follow");
    }
}
