package io.labnet.origin.representation;

import io.labnet.origin.message.Fields;
import io.labnet.origin.message.HttpDate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which bytes a GET gets (RFC 9110 section 14). */
public sealed interface RangeChoice {
    /** All of them: no range was asked for, or none that this server serves. */
    record Whole() implements RangeChoice {}

    /**
     * One part.
     *
     * @param first the first byte's place, from 0
     * @param last the last byte's place, at most the length less one
     */
    record Part(long first, long last) implements RangeChoice {
        public long lengthBytes() {
            return last - first + 1;
        }
    }

    /**
     * Several parts that neither overlap nor lie close together.
     *
     * @param parts two or more, in the order in which they were asked for
     */
    record Parts(List<Part> parts) implements RangeChoice {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /** 416: nothing of what was asked for exists. */
    record Unsatisfiable() implements RangeChoice {}

    /** Who asks for more parts at once means no good, or should take the whole. */
    int RANGES_MAX = 16;

    /** Parts with less between them than it takes to say where one begins are sent as one. */
    int GAP_BYTES = 80;

    Pattern RANGE = Pattern.compile("([0-9]*)-([0-9]*)");

    /** Numbers of more digits than this are beyond any file. */
    int DIGITS_MAX = 18;

    /** Chooses; the preconditions must have let the request go ahead. */
    static RangeChoice of(Fields fields, Representation now, Instant clock) {
        var asked = fields.joined("Range");
        if (asked == null || !isStillTheSame(fields, now, clock)) {
            return new Whole();
        }
        var equals = asked.indexOf('=');
        var unit = asked.substring(0, Math.max(0, equals)).strip();
        // RFC 9110 section 14.1: names of units have no case; unknown ones are ignored.
        if (!unit.toLowerCase(Locale.ROOT).equals("bytes")) {
            return new Whole();
        }
        var ranges =
                Stream.of(asked.substring(equals + 1).split(","))
                        .map(String::strip)
                        .filter(range -> !range.isEmpty())
                        .toList();
        return choose(ranges, now.content().lengthBytes());
    }

    // RFC 9110 section 14.2: a field that is invalid as a whole, or excessive, may be ignored.
    private static RangeChoice choose(List<String> ranges, long length) {
        if (ranges.isEmpty() || ranges.size() > RANGES_MAX) {
            return new Whole();
        }
        var parts = new ArrayList<Part>();
        for (var range : ranges) {
            switch (one(range, length)) {
                case Whole whole -> {
                    return whole;
                }
                case Part part -> parts.add(part);
                case Unsatisfiable _, Parts _ -> {}
            }
        }
        var apart = coalesced(parts);
        return switch (apart.size()) {
            case 0 -> new Unsatisfiable();
            case 1 -> apart.getFirst();
            default -> new Parts(apart);
        };
    }

    private static RangeChoice one(String text, long length) {
        var range = RANGE.matcher(text);
        if (!range.matches()) {
            return new Whole();
        }
        var digits = range.group(2);
        if (range.group(1).isEmpty()) {
            return digits.isEmpty() ? new Whole() : suffix(number(digits), length);
        }
        var first = number(range.group(1));
        var last = digits.isEmpty() ? Long.MAX_VALUE : number(digits);
        // RFC 9110 section 14.1.1: last before first is invalid.
        if (last < first) {
            return new Whole();
        }
        return first >= length ? new Unsatisfiable() : new Part(first, Math.min(last, length - 1));
    }

    private static RangeChoice suffix(long bytes, long length) {
        if (bytes == 0) {
            return new Unsatisfiable();
        }
        // No Content-Range can speak of a part of nothing.
        return length == 0 ? new Whole() : new Part(Math.max(0, length - bytes), length - 1);
    }

    // RFC 9110 section 15.3.7.2: what overlaps, or nearly touches, may be sent as one part.
    private static List<Part> coalesced(List<Part> parts) {
        var apart = new ArrayList<Part>();
        for (var each : parts) {
            var part = each;
            int place = apart.size();
            for (var near = near(apart, part); near != null; near = near(apart, part)) {
                place = Math.min(place, apart.indexOf(near));
                apart.remove(near);
                part =
                        new Part(
                                Math.min(part.first(), near.first()),
                                Math.max(part.last(), near.last()));
            }
            apart.add(Math.min(place, apart.size()), part);
        }
        return apart;
    }

    private static @Nullable Part near(List<Part> parts, Part part) {
        for (var each : parts) {
            if (each.first() - GAP_BYTES <= part.last()
                    && part.first() - GAP_BYTES <= each.last()) {
                return each;
            }
        }
        return null;
    }

    private static long number(String digits) {
        return digits.length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    // RFC 9110 section 13.1.5: the part is good only if the client's other part is of this version.
    private static boolean isStillTheSame(Fields fields, Representation now, Instant clock) {
        var ifRange = fields.joined("If-Range");
        if (ifRange == null) {
            return true;
        }
        var tag = EntityTag.parse(ifRange);
        if (tag != null) {
            return tag.isSameBytes(now.tag());
        }
        // A date is a strong validator only when the file rested a second before we answered
        // (RFC 9110 section 8.8.2.2).
        var date = HttpDate.parse(ifRange, clock);
        return now.modified().equals(date) && now.modified().isBefore(clock.minusSeconds(1));
    }
}
