package io.labnet.mail.imap;

import java.util.List;
import java.util.Locale;

/**
 * A piece of a message (RFC 3501 section 6.4.5).
 *
 * @param path numbers of parts; empty for the message itself
 * @param fields names in upper case, for the two kinds that take some
 */
public record Section(List<Integer> path, Kind kind, List<String> fields) {
    /** Which piece of the part. */
    public enum Kind {
        ALL(""),
        HEADER("HEADER"),
        HEADER_FIELDS("HEADER.FIELDS"),
        HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
        TEXT("TEXT"),
        MIME("MIME");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    public static final Section WHOLE = new Section(List.of(), Kind.ALL, List.of());

    public Section {
        path = List.copyOf(path);
        fields = fields.stream().map(f -> f.toUpperCase(Locale.ROOT)).toList();
    }

    boolean names(String field) {
        return fields.contains(field.toUpperCase(Locale.ROOT));
    }

    /** As the answer names it. */
    @Override
    public String toString() {
        var words = new StringBuilder();
        path.forEach(number -> words.append(words.isEmpty() ? "" : ".").append(number));
        if (kind != Kind.ALL) {
            words.append(words.isEmpty() ? "" : ".").append(kind.word());
        }
        if (!fields.isEmpty()) {
            words.append(" (").append(String.join(" ", fields)).append(")");
        }
        return words.toString();
    }
}
