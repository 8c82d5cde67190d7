package io.labnet.origin.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A message's header fields in their order; names are compared without regard to case. */
public final class Fields {
    private final List<Field> all;
    // Threads that make it at the same time make the same.
    private byte @Nullable [] lines;

    public Fields(List<Field> all) {
        this.all = List.copyOf(all);
    }

    public List<Field> all() {
        return all;
    }

    /** Writes them as HTTP/1.1 does, with the end of each line; they are put together but once. */
    public void writeTo(ByteBuf out) {
        var ready = lines;
        if (ready == null) {
            var text = new StringBuilder();
            for (var field : all) {
                text.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
            ready = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            lines = ready;
        }
        out.writeBytes(ready);
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields fields && all.equals(fields.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
