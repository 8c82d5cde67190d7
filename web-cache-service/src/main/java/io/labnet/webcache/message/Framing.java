package io.labnet.webcache.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a message ends must have one reading only (RFC 9112 section 6.3).
 *
 * <p>Two parties that read it differently are what request smuggling lives on (RFC 9112 section
 * 11.2), so whatever is ambiguous is refused here rather than repaired.
 */
public final class Framing {
    private static final int DIGITS_MAX = 18;

    private Framing() {}

    /**
     * What is ambiguous about a message's framing, in plain words.
     *
     * @param minorVersion of HTTP/1.x
     * @return empty when there is nothing wrong
     */
    public static Optional<String> fault(Fields fields, int minorVersion) {
        var codings = fields.members("Transfer-Encoding");
        var lengths = fields.all("Content-Length");
        if (fields.has("Transfer-Encoding")) {
            if (!lengths.isEmpty()) {
                return Optional.of("Content-Length and Transfer-Encoding contradict each other");
            }
            if (minorVersion == 0) {
                // RFC 9112 section 6.1: HTTP/1.0 knows no transfer codings.
                return Optional.of("HTTP/1.0 knows no Transfer-Encoding");
            }
            if (!codings.equals(List.of("chunked")) && !isChunkedOnly(codings)) {
                return Optional.of("the only transfer coding understood here is chunked");
            }
        }
        if (lengths.size() > 1) {
            return Optional.of("there is more than one Content-Length");
        }
        if (lengths.size() == 1 && length(lengths.getFirst()).isEmpty()) {
            return Optional.of("Content-Length is not a number");
        }
        return Optional.empty();
    }

    /** Whether anything is said about where the message ends. */
    public static boolean isSaid(Fields fields) {
        return fields.has("Content-Length") || fields.has("Transfer-Encoding");
    }

    /** Reads a Content-Length: digits only, no sign, no list (RFC 9110 section 8.6). */
    static OptionalLong length(String text) {
        var wellFormed =
                !text.isEmpty()
                        && text.length() <= DIGITS_MAX
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return wellFormed ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static boolean isChunkedOnly(List<String> codings) {
        return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    }
}
