package io.labnet.dns.zone.master;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a master file, and how far they have been read: entry by entry, word by word (RFC
 * 1035 section 5.1). Words of one entry may stand on several lines between parentheses.
 */
final class MasterText {
    private final String file;
    private final byte[] text;
    private int at;
    private int depth;
    private int from;
    private int to;
    private boolean isQuoted;
    private int markedAt;
    private int markedDepth;

    /**
     * A text at its beginning.
     *
     * @param file its name, for faults; empty for the one that was asked for
     */
    MasterText(String file, byte[] text) {
        this.file = file;
        this.text = text;
    }

    boolean isAtEnd() {
        return at >= text.length;
    }

    /** Whether the line that begins here begins with a blank: its owner is the last one. */
    boolean beginsBlank() {
        return text[at] == ' ' || text[at] == '\t';
    }

    /** Goes to the next word of this entry; false at the entry's end, which is then passed. */
    boolean next() throws MasterFault {
        while (at < text.length) {
            var c = text[at];
            if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == ';') {
                skipComment();
            } else if (c == '(' || c == ')') {
                from = at;
                to = ++at;
                depth += c == '(' ? 1 : -1;
                if (depth < 0) {
                    throw fault("a parenthesis is closed that was never opened");
                }
            } else if (c == '\n') {
                at++;
                if (depth == 0) {
                    return false;
                }
            } else {
                word();
                return true;
            }
        }
        if (depth > 0) {
            throw fault("a parenthesis is never closed");
        }
        return false;
    }

    private void skipComment() {
        while (at < text.length && text[at] != '\n') {
            at++;
        }
    }

    private void word() throws MasterFault {
        isQuoted = text[at] == '"';
        from = isQuoted ? at + 1 : at;
        at = from;
        while (at < text.length && !endsWord(text[at])) {
            at += text[at] == '\\' && at + 1 < text.length && text[at + 1] != '\n' ? 2 : 1;
        }
        to = at;
        if (isQuoted) {
            if (at >= text.length || text[at] != '"') {
                throw fault("a quotation is not closed on its line");
            }
            at++;
        }
    }

    private boolean endsWord(byte c) {
        return switch (c) {
            case '"', '\n' -> true;
            case ' ', '\t', '\r', ';', '(', ')' -> !isQuoted;
            default -> false;
        };
    }

    /** Expects the entry to end here. */
    void end() throws MasterFault {
        if (next()) {
            throw fault("one word too many: " + string());
        }
    }

    // --- the word that was read last ---

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    byte byteAt(int position) {
        return text[position];
    }

    boolean isQuoted() {
        return isQuoted;
    }

    boolean is(byte[] word) {
        return Arrays.equals(text, from, to, word, 0, word.length);
    }

    /** The word's own bytes, escapes and all. */
    byte[] bytes() {
        return Arrays.copyOfRange(text, from, to);
    }

    String string() {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * The bytes from here to the entry's end, which is then passed: parentheses, comments and line
     * ends are blanks, so that each byte is as far from the first as it was in the file.
     */
    byte[] rest() throws MasterFault {
        mark();
        while (next()) {
            // Only the entry's end is wanted.
        }
        var start = markedAt;
        var rest = new byte[at - start];
        Arrays.fill(rest, (byte) ' ');
        back();
        while (next()) {
            var first = isQuoted ? from - 1 : from;
            var last = isQuoted ? to + 1 : to;
            System.arraycopy(text, first, rest, first - start, last - first);
        }
        return rest;
    }

    int position() {
        return at;
    }

    /** Keeps this place for {@link #back}. */
    void mark() {
        markedAt = at;
        markedDepth = depth;
    }

    void back() {
        at = markedAt;
        depth = markedDepth;
    }

    // --- faults ---

    /** At the word that was read last. */
    MasterFault fault(String reason) {
        return faultAt(from, reason);
    }

    MasterFault faultAt(int position, String reason) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(position, text.length); i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new MasterFault(file, line, position - lineStart + 1, reason);
    }
}
