package io.labnet.origin.representation;

import io.labnet.origin.message.Fields;
import io.labnet.origin.message.HttpDate;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

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

    /** 416: nothing of what was asked for exists. */
    record Unsatisfiable() implements RangeChoice {}

    /** One range of bytes; more than one falls through to the whole, which is always allowed. */
    Pattern ONE =
            Pattern.compile(
                    "bytes[ \\t]*=[ \\t]*([0-9]*)-([0-9]*)[ \\t,]*", Pattern.CASE_INSENSITIVE);

    /** Numbers of more digits than this are beyond any file. */
    int DIGITS_MAX = 18;

    /** Chooses; the preconditions must have let the request go ahead. */
    static RangeChoice of(Fields fields, Representation now, Instant clock) {
        var asked = fields.joined("Range");
        if (asked == null || !isStillTheSame(fields, now, clock)) {
            return new Whole();
        }
        var one = ONE.matcher(asked);
        return one.matches()
                ? choose(one.toMatchResult(), now.content().lengthBytes())
                : new Whole();
    }

    private static RangeChoice choose(MatchResult range, long length) {
        if (range.group(1).isEmpty()) {
            return range.group(2).isEmpty() ? new Whole() : suffix(number(range.group(2)), length);
        }
        var first = number(range.group(1));
        var last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        // RFC 9110 section 14.1.1: last before first is invalid, and what is invalid is ignored.
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
