package io.labnet.webcache.policy;

import io.labnet.webcache.policy.ByteRange.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which bytes of a representation are stored (RFC 9111 section 3.3).
 *
 * @param parts in their order, with a gap between any two
 * @param totalBytes how many there are in all
 */
public record Holding(List<Part> parts, long totalBytes) {
    public Holding {
        parts = List.copyOf(parts);
    }

    /** One part and nothing else. */
    public static Holding of(Portion portion) {
        return new Holding(List.of(portion.part()), portion.totalBytes());
    }

    /** These bytes and some more of the same representation. */
    public Holding with(Part more) {
        var sorted = new ArrayList<>(parts);
        sorted.add(more);
        sorted.sort(Comparator.comparingLong(Part::first));
        var joined = new ArrayList<Part>();
        for (var part : sorted) {
            if (joined.isEmpty() || part.first() > joined.getLast().last() + 1) {
                joined.add(part);
            } else {
                var before = joined.removeLast();
                joined.add(new Part(before.first(), Math.max(before.last(), part.last())));
            }
        }
        return new Holding(joined, totalBytes);
    }

    public boolean isWhole() {
        return missing(all()).isEmpty();
    }

    /** All bytes of the representation. */
    public Part all() {
        return new Part(0, totalBytes - 1);
    }

    /**
     * What must be fetched for a part to be whole: all from the first byte that is missing to the
     * last one, so that one request will do.
     *
     * @return empty when nothing is missing
     */
    public Optional<Part> missing(Part wanted) {
        var first = wanted.first();
        for (var part : parts) {
            if (part.first() <= first && first <= part.last()) {
                first = part.last() + 1;
            }
        }
        var last = wanted.last();
        for (var part : parts.reversed()) {
            if (part.first() <= last && last <= part.last()) {
                last = part.first() - 1;
            }
        }
        return first > wanted.last() ? Optional.empty() : Optional.of(new Part(first, last));
    }
}
