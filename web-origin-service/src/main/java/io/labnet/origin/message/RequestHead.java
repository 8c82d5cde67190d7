package io.labnet.origin.message;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request's line and header fields.
 *
 * @param target as sent, visible ASCII only
 */
public record RequestHead(String method, String target, Version version, Fields fields) {
    /** A request line as the client sent it, its fields still to come. */
    record Line(String method, String target, Version version) {
        /**
         * Reads a request line (RFC 9112 section 3).
         *
         * @throws Refusal (400) when it is not three words with one space between
         */
        static Line parse(String line) throws Refusal {
            var words = line.split(" ", -1);
            if (words.length != 3) {
                throw Refusal.bad("A request line is a method, a target and a version.");
            }
            if (!Token.is(words[0])) {
                throw Refusal.bad("The method is not a token.");
            }
            if (words[1].isEmpty() || !isVisible(words[1])) {
                throw Refusal.bad("The target holds what a URI may not; percent-encode it.");
            }
            return new Line(words[0], words[1], Version.parse(words[2]));
        }

        private static boolean isVisible(String target) {
            for (int i = 0; i < target.length(); i++) {
                if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
                    return false;
                }
            }
            return true;
        }

        RequestHead with(List<Field> fields) {
            return new RequestHead(method, target, version, new Fields(fields));
        }
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** What Content-Type says, in lower case and without parameters; null when it says nothing. */
    public @Nullable String mediaType() {
        var type = fields.first("Content-Type");
        return type == null ? null : Field.trimmed(type.split(";", 2)[0]).toLowerCase(Locale.ROOT);
    }

    /** The line as text, for people. */
    public String line() {
        return method + " " + target + " " + version;
    }

    /** Whether the client means the connection to stay open (RFC 9112 section 9.3). */
    public boolean persists() {
        if (fields.lists("Connection", "close")) {
            return false;
        }
        return version.isAtLeast11() || fields.lists("Connection", "keep-alive");
    }
}
