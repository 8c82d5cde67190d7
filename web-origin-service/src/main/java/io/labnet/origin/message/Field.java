package io.labnet.origin.message;

import java.nio.charset.StandardCharsets;

/** One header or trailer field (RFC 9110 section 5). */
public record Field(String name, String value) {
    /**
     * Reads one field line without its line end.
     *
     * @throws Refusal (400) when it is folded, has no colon, or holds what no field may
     */
    static Field parse(String line) throws Refusal {
        // RFC 9112 section 5.2: a server must refuse or unfold; who unfolds otherwise than the
        // proxy before it can be made to see another request.
        if (line.startsWith(" ") || line.startsWith("\t")) {
            throw Refusal.bad("A header field is folded over several lines.");
        }
        var colon = line.indexOf(':');
        if (colon < 0) {
            throw Refusal.bad("A header line has no colon.");
        }
        var name = line.substring(0, colon);
        // This also refuses a space before the colon (RFC 9112 section 5.1: must be 400).
        if (!Token.is(name)) {
            throw Refusal.bad("A header field's name is empty or has a space or other bad sign.");
        }
        return new Field(name, checked(trimmed(line.substring(colon + 1))));
    }

    // RFC 9110 section 5.5: CR, LF and NUL are dangerous; other controls have no use here either.
    private static String checked(String value) throws Refusal {
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw Refusal.bad("A header field's value holds a control character.");
            }
        }
        return value;
    }

    /** A value, of which one byte is read as one character, as the UTF-8 that it may be. */
    public static String utf8(String value) {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    // Optional white space is spaces and tabs only, where String.strip would take more.
    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
