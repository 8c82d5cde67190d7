package io.labnet.origin.message;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A message's header fields in their order; names are compared without regard to case. */
public record Fields(List<Field> all) {
    public Fields {
        all = List.copyOf(all);
    }

    /** Fields from names and values in turn. */
    public static Fields of(String... namesAndValues) {
        return new Fields(
                Stream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                        .map(i -> new Field(namesAndValues[i], namesAndValues[i + 1]))
                        .toList());
    }

    /** These and one more. */
    public Fields with(String name, String value) {
        return new Fields(Stream.concat(all.stream(), Stream.of(new Field(name, value))).toList());
    }

    /** The values of all field lines with this name, in order. */
    public List<String> values(String name) {
        if (!has(name)) {
            return List.of();
        }
        var values = new ArrayList<String>();
        for (var field : all) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    public boolean has(String name) {
        return first(name) != null;
    }

    /** The first line's value, or null when there is none. */
    public @Nullable String first(String name) {
        for (var field : all) {
            if (field.name().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return null;
    }

    /** All lines' values as one list (RFC 9110 section 5.3), or null when there is none. */
    public @Nullable String joined(String name) {
        return has(name) ? String.join(", ", values(name)) : null;
    }

    /** Whether a list of tokens such as Connection's holds this one, in any case. */
    public boolean lists(String name, String token) {
        return has(name) && elements(name).anyMatch(token::equalsIgnoreCase);
    }

    /** The elements of a list of tokens (RFC 9110 section 5.6.1), without the empty ones. */
    public Stream<String> elements(String name) {
        return values(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(Field::trimmed)
                .filter(element -> !element.isEmpty());
    }
}
