package io.labnet.mail.pop3;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers (RFC 1939 section 3).
 *
 * @param lines of a multi-line answer, without the dot that ends it; null in a single-line one
 */
public record Reply(boolean ok, String text, @Nullable List<String> lines) {
    static Reply ok(String text) {
        return new Reply(true, text, null);
    }

    static Reply ok(String text, List<String> lines) {
        return new Reply(true, text, List.copyOf(lines));
    }

    static Reply error(String text) {
        return new Reply(false, text, null);
    }

    /** The first line on the wire, without its CRLF. */
    public String firstLine() {
        return (ok ? "+OK " : "-ERR ") + text;
    }
}
