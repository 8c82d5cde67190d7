package io.labnet.mail.imap;

import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values are written in responses (RFC 3501 section 4); a character is a byte. */
public final class Texts {
    private Texts() {}

    /** A string: quoted when that is possible, otherwise a literal. */
    public static String string(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127) && text.length() < 1000
                ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : "{" + text.length() + "}\r\n" + text;
    }

    /** A string, or NIL for nothing. */
    public static String nstring(@Nullable String text) {
        return text == null ? "NIL" : string(text);
    }

    /** A folder's name, as an atom or a string. */
    public static String folder(String name) {
        return name.matches("[A-Za-z0-9./_-]+") ? name : string(name);
    }

    /** Flags in parentheses. */
    public static String flags(Collection<String> flags) {
        return new TreeSet<>(flags).stream().collect(Collectors.joining(" ", "(", ")"));
    }
}
