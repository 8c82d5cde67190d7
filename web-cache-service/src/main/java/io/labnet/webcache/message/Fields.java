package io.labnet.webcache.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A header section: its lines in the order in which they came (RFC 9110 section 5.3).
 *
 * <p>A value: whatever changes a header gives another one.
 */
public record Fields(List<Field> lines) {
    public static final Fields NONE = new Fields(List.of());

    private static final int FEW = 16;

    public Fields {
        lines = List.copyOf(lines);
    }

    /** The fields of names and values in turn, such as {@code of("Age", "3")}. */
    public static Fields of(String... namesAndValues) {
        var lines = new ArrayList<Field>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            lines.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Fields(lines);
    }

    /** The value of the first line of this name. */
    public Optional<String> first(String name) {
        var at = indexOf(name, 0);
        return at < 0 ? Optional.empty() : Optional.of(lines.get(at).value());
    }

    public boolean has(String name) {
        return indexOf(name, 0) >= 0;
    }

    // Asked a dozen times for each request, so without an iterator.
    private int indexOf(String name, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The values of all lines of this name. */
    public List<String> all(String name) {
        var first = indexOf(name, 0);
        if (first < 0) {
            return List.of();
        }
        var values = new ArrayList<String>(2);
        for (int i = first; i >= 0; i = indexOf(name, i + 1)) {
            values.add(lines.get(i).value());
        }
        return List.copyOf(values);
    }

    /** All lines of this name as one comma-separated value; empty when there is none. */
    public Optional<String> combined(String name) {
        var values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /**
     * The members of a list-valued field (RFC 9110 section 5.6.1); commas in quotes stay.
     *
     * <p>Each line is read by itself, and a quote that is never closed is no quote: nothing that
     * follows it can hide in it.
     */
    public List<String> members(String name) {
        var first = indexOf(name, 0);
        if (first < 0) {
            return List.of();
        }
        var members = new ArrayList<String>();
        for (int i = first; i >= 0; i = indexOf(name, i + 1)) {
            split(lines.get(i).value(), members);
        }
        return List.copyOf(members);
    }

    /** These fields with one line of this name in place of all that there were. */
    public Fields with(String name, String value) {
        return without(name).plus(name, value);
    }

    /** These fields and one more line. */
    public Fields plus(String name, String value) {
        var longer = new ArrayList<>(lines);
        longer.add(new Field(name, value));
        return new Fields(longer);
    }

    public Fields without(String name) {
        return keep(line -> !line.name().equalsIgnoreCase(name));
    }

    public Fields without(Collection<String> names) {
        // A few names are looked through faster than they are sorted.
        if (names.size() <= FEW) {
            return keep(line -> !isAmong(line.name(), names));
        }
        var unwanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        unwanted.addAll(names);
        return keep(line -> !unwanted.contains(line.name()));
    }

    /** These fields, replaced name by name by the newer ones. */
    public Fields updatedBy(Fields newer) {
        var names = newer.lines.stream().map(Field::name).toList();
        var updated = new ArrayList<>(without(names).lines);
        updated.addAll(newer.lines);
        return new Fields(updated);
    }

    /** How long they are as HTTP/1.1 writes them, each with the end of its line. */
    public int lengthBytes() {
        return lines.stream().mapToInt(f -> f.name().length() + f.value().length() + 4).sum();
    }

    private static boolean isAmong(String name, Collection<String> names) {
        for (var each : names) {
            if (each.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private Fields keep(Predicate<Field> wanted) {
        var kept = new ArrayList<Field>(lines.size());
        for (var line : lines) {
            if (wanted.test(line)) {
                kept.add(line);
            }
        }
        return kept.size() == lines.size() ? this : new Fields(kept);
    }

    private static void split(String list, List<String> members) {
        var start = 0;
        var quotes = true;
        for (int i = 0; i < list.length(); i++) {
            var c = list.charAt(i);
            if (c == ',') {
                add(members, list.substring(start, i).strip());
                start = i + 1;
            } else if (c == '"' && quotes) {
                var end = quoteEnd(list, i);
                quotes = end > i;
                i = Math.max(i, end);
            }
        }
        add(members, list.substring(start).strip());
    }

    // Where the quoted string ends that begins here; -1 when it never does.
    private static int quoteEnd(String list, int open) {
        for (int i = open + 1; i < list.length(); i++) {
            if (list.charAt(i) == '\\') {
                i++;
            } else if (list.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    // Empty members are allowed and mean nothing (RFC 9110 section 5.6.1.2).
    private static void add(List<String> members, String member) {
        if (!member.isEmpty()) {
            members.add(member);
        }
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
