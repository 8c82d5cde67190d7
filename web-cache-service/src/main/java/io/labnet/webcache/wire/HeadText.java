package io.labnet.webcache.wire;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * The lines of a head or of trailers, taken apart (RFC 9112 section 5); knows no sockets.
 *
 * <p>Reads what the grammar allows and nothing besides.
 */
final class HeadText {
    /** As many as a message may have; each costs whoever looks for another. */
    static final int FIELDS_MAX = 128;

    private static final int FIELDS_USUAL = 16;
    private static final int DELETE = 0x7f;
    private static final boolean[] TOKEN = tokenCharacters();

    private HeadText() {}

    private static boolean[] tokenCharacters() {
        var allowed = new boolean[256];
        Arrays.fill(allowed, '0', '9' + 1, true);
        Arrays.fill(allowed, 'A', 'Z' + 1, true);
        Arrays.fill(allowed, 'a', 'z' + 1, true);
        "!#$%&'*+-.^_`|~".chars().forEach(c -> allowed[c] = true);
        return allowed;
    }

    /**
     * Reads field lines.
     *
     * @param text lines that all end with CR LF, one character a byte
     * @param inAnswer whether they are of a response, from which white space before a colon is
     *     removed rather than refused (RFC 9112 section 5.1)
     */
    static Fields fields(String text, boolean inAnswer) throws Malformed {
        var lines = new ArrayList<Field>(FIELDS_USUAL);
        for (int start = 0; start < text.length(); ) {
            var end = text.indexOf("\r\n", start);
            if (lines.size() == FIELDS_MAX) {
                throw new Malformed(431, "there are more than " + FIELDS_MAX + " field lines");
            }
            lines.add(field(text, start, end, inAnswer));
            start = end + 2;
        }
        return lines.isEmpty() ? Fields.NONE : new Fields(lines);
    }

    private static Field field(String text, int start, int end, boolean inAnswer) throws Malformed {
        if (isBlank(text.charAt(start))) {
            // RFC 9112 sections 2.2 and 5.2
            throw Malformed.of("a line begins with white space: folded lines are obsolete");
        }
        var colon = text.indexOf(':', start);
        if (colon < 0 || colon > end) {
            throw Malformed.of("a field line has no colon");
        }
        var nameEnd = inAnswer ? endWithoutBlanks(text, start, colon) : colon;
        if (!isToken(text, start, nameEnd)) {
            throw Malformed.of("a field name may have neither white space nor delimiters");
        }
        return new Field(text.substring(start, nameEnd), value(text, colon + 1, end));
    }

    private static String value(String text, int from, int to) throws Malformed {
        var start = from;
        while (start < to && isBlank(text.charAt(start))) {
            start++;
        }
        var end = endWithoutBlanks(text, start, to);
        for (int i = start; i < end; i++) {
            var c = text.charAt(i);
            // RFC 9110 section 5.5: CR and NUL are dangerous, other controls are invalid.
            if ((c < ' ' && c != '\t') || c == DELETE) {
                throw Malformed.of("a field value has a control character");
            }
        }
        return text.substring(start, end);
    }

    private static int endWithoutBlanks(String text, int start, int end) {
        var last = end;
        while (last > start && isBlank(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    /** Whether these characters, one or more, are a token (RFC 9110 section 5.6.2). */
    static boolean isToken(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            var c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return start < end;
    }

    /** Whether all characters are visible ASCII. */
    static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c <= ' ' || c >= DELETE) {
                return false;
            }
        }
        return true;
    }

    /** Whether these characters may stand in a reason or in a chunk's extensions. */
    static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> (c >= ' ' && c != DELETE) || c == '\t');
    }

    /** Whether this is a version of HTTP (RFC 9112 section 2.3). */
    static boolean isVersion(String word) {
        return word.length() == 8
                && word.startsWith("HTTP/")
                && isDigit(word.charAt(5))
                && word.charAt(6) == '.'
                && isDigit(word.charAt(7));
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
