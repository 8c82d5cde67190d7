package io.labnet.webcache.store;

import io.labnet.webcache.message.Fields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The surrogate keys of a response: names that its origin gives it, for purging all that bear one.
 *
 * <p>{@code Surrogate-Key} separates them by spaces, {@code Cache-Tag} by commas; neither is a
 * standard, and both are common.
 */
public record Tags(Set<String> names) {
    private static final int NAMES_MAX = 128;
    private static final int CHARS_MAX = 1024;

    public static final Tags NONE = new Tags(Set.of());

    public Tags {
        names = Set.copyOf(names);
    }

    /** Reads both fields; what is beyond 128 names, or longer than 1024 characters, is no tag. */
    public static Tags of(Fields fields) {
        var names = new LinkedHashSet<String>();
        fields.all("Surrogate-Key").forEach(value -> add(names, value, "[ \t]+"));
        fields.all("Cache-Tag").forEach(value -> add(names, value, ","));
        return names.isEmpty() ? NONE : new Tags(names);
    }

    public boolean has(String name) {
        return names.contains(name);
    }

    private static void add(Set<String> names, String value, String separator) {
        for (var part : List.of(value.split(separator))) {
            var name = part.strip();
            if (!name.isEmpty() && name.length() <= CHARS_MAX && names.size() < NAMES_MAX) {
                names.add(name);
            }
        }
    }
}
