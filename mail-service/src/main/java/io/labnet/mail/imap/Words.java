package io.labnet.mail.imap;

import io.labnet.mail.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the words of a command one after the other (RFC 3501 section 9). */
final class Words {
    private static final String ATOM_SPECIALS = "(){ %*\"\\]";
    private static final int LITERAL_BYTES_MAX = 8192;

    /** What is said when a word is not what it should be. */
    static final class Unexpected extends Exception {
        private static final long serialVersionUID = 1;

        Unexpected(String reason) {
            super(reason);
        }

        /** Why, for the client. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private final String text;
    private final List<Content> literals;
    private int at;
    private int literalsUsed;

    Words(Request request) {
        this.text = request.text();
        this.literals = request.literals();
    }

    boolean hasMore() {
        return at < text.length();
    }

    boolean next(char c) {
        return hasMore() && text.charAt(at) == c;
    }

    void end() throws Unexpected {
        if (hasMore()) {
            throw new Unexpected("Too many arguments");
        }
    }

    Words space() throws Unexpected {
        return skip(' ');
    }

    Words skip(char c) throws Unexpected {
        if (!next(c)) {
            throw new Unexpected(c == ' ' ? "An argument is missing" : "'" + c + "' is missing");
        }
        at++;
        return this;
    }

    /** Letters, digits, dots and the like, in upper case. */
    String keyword() throws Unexpected {
        return run(" ()[]<>\"\0{").toUpperCase(Locale.ROOT);
    }

    String atom() throws Unexpected {
        return run(ATOM_SPECIALS + "\0");
    }

    /** Up to the next space or parenthesis, whatever it is. */
    String run(String stops) throws Unexpected {
        var start = at;
        while (hasMore() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw new Unexpected("An argument is missing");
        }
        return text.substring(start, at);
    }

    /** An atom, a quoted string or a literal. */
    String astring() throws Unexpected {
        if (next('"')) {
            return quoted();
        }
        if (next('\0')) {
            return literalText();
        }
        // An astring may hold a "]" where an atom may not.
        return run(ATOM_SPECIALS.replace("]", "") + "\0");
    }

    /** A folder's pattern: an astring that may hold wildcards. */
    String pattern() throws Unexpected {
        return next('"') || next('\0') ? astring() : run("(){ \"\\\0");
    }

    /** A folder's name; INBOX in any case is INBOX (RFC 3501 section 5.1). */
    String folder() throws Unexpected {
        var name = astring();
        return name.equalsIgnoreCase("INBOX") ? "INBOX" : name;
    }

    SequenceSet set() throws Unexpected {
        var text = run(" ()\0");
        return SequenceSet.parse(text)
                .orElseThrow(() -> new Unexpected(text + " is no sequence set"));
    }

    long number() throws Unexpected {
        var digits = run(" ()[]<>.\0");
        if (!digits.matches("[0-9]{1,10}")) {
            throw new Unexpected(digits + " is no number");
        }
        return Long.parseLong(digits);
    }

    /** Something between parentheses, each entry by the same reader. */
    <T> List<T> list(Reader<T> entry) throws Unexpected {
        var found = new ArrayList<T>();
        skip('(');
        while (!next(')')) {
            if (!found.isEmpty()) {
                space();
            }
            found.add(entry.read());
        }
        skip(')');
        return found;
    }

    /** Reads one entry of a list. */
    interface Reader<T> {
        T read() throws Unexpected;
    }

    /** The number of the literal that stands here. */
    int literal() throws Unexpected {
        skip('\0');
        return literalsUsed++;
    }

    private String literalText() throws Unexpected {
        var literal = literals.get(literal());
        if (literal.lengthBytes() > LITERAL_BYTES_MAX) {
            throw new Unexpected("A literal is too long here");
        }
        try (var in = literal.open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException("A short literal is in memory", e);
        }
    }

    private String quoted() throws Unexpected {
        var word = new StringBuilder();
        skip('"');
        while (!next('"')) {
            if (next('\\')) {
                at++;
            }
            if (!hasMore() || next('\0')) {
                throw new Unexpected("A quoted string has no end");
            }
            word.append(text.charAt(at++));
        }
        skip('"');
        return word.toString();
    }
}
