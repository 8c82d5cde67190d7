package io.labnet.mail.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Numbers or UIDs of messages, such as {@code 1:5,8,10:*} (RFC 3501 section 9, sequence-set).
 *
 * @param ranges in the order in which they were given; {@link #LAST} stands for the asterisk
 */
public record SequenceSet(List<Range> ranges) {
    static final long LAST = Long.MAX_VALUE;
    private static final int RANGES_MAX = 2000;

    /** From one to another, both included; either may be the greater one. */
    public record Range(long first, long second) {}

    public SequenceSet {
        ranges = List.copyOf(ranges);
    }

    /** Reads a set; empty when it is none. */
    public static Optional<SequenceSet> parse(String text) {
        var words = text.split(",", -1);
        var ranges = new ArrayList<Range>();
        for (var word : words) {
            if (!word.matches("([1-9][0-9]{0,9}|\\*)(:([1-9][0-9]{0,9}|\\*))?")) {
                return Optional.empty();
            }
            var ends = word.split(":", -1);
            ranges.add(new Range(number(ends[0]), number(ends[ends.length - 1])));
        }
        return ranges.size() > RANGES_MAX ? Optional.empty() : Optional.of(new SequenceSet(ranges));
    }

    /**
     * Whether it names this one.
     *
     * @param last the greatest there is, which the asterisk stands for
     */
    public boolean contains(long number, long last) {
        return ranges.stream()
                .anyMatch(range -> {
                    var first = range.first() == LAST ? last : range.first();
                    var second = range.second() == LAST ? last : range.second();
                    return number >= Math.min(first, second) && number <= Math.max(first, second);
                });
    }

    private static long number(String text) {
        return text.equals("*") ? LAST : Long.parseLong(text);
    }
}
