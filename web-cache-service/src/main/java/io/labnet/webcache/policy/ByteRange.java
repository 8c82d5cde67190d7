package io.labnet.webcache.policy;

import io.labnet.webcache.message.EntityTag;
import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Which part of a stored whole a client wants (RFC 9110 section 14). */
public sealed interface ByteRange {
    /** All of it: no range was asked for, or one that a server may ignore. */
    record Whole() implements ByteRange {}

    /**
     * One part.
     *
     * @param first offset of its first byte
     * @param last offset of its last byte
     */
    record Part(long first, long last) implements ByteRange {
        /** Whatever comes. */
        public static final Part ALL = new Part(0, Long.MAX_VALUE);

        public static final Part NONE = new Part(0, -1);

        public long lengthBytes() {
            return last - first + 1;
        }

        /** How many bytes are of both. */
        public long common(Part other) {
            return Math.max(0, Math.min(last, other.last) - Math.max(first, other.first) + 1);
        }

        /** How it is named among so many bytes (RFC 9110 section 14.4). */
        String among(long lengthBytes) {
            return "bytes " + first + "-" + last + "/" + lengthBytes;
        }
    }

    /** Two parts or more, none of which overlap, in the order in which they were asked for. */
    record Several(List<Part> parts) implements ByteRange {
        public Several {
            parts = List.copyOf(parts);
        }
    }

    /** No part of what was asked for is there. */
    record Beyond() implements ByteRange {}

    /** More parts than this are ignored, as a way to wear a server out (RFC 9110 section 14.2). */
    int PARTS_MAX = 16;

    Pattern RANGES = Pattern.compile("bytes=(.*)", Pattern.CASE_INSENSITIVE);
    Pattern RANGE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");
    // A date tells versions apart only from the next second on (RFC 9110 section 8.8.2.2).
    Duration STRONG_AFTER = Duration.ofSeconds(1);

    /**
     * Reads the Range field.
     *
     * @param lengthBytes of the whole
     */
    static ByteRange of(Request request, Received stored, long lengthBytes) {
        var said = request.fields().all("Range");
        var status = stored.response().status();
        if (said.size() != 1
                || (status != 200 && status != 206)
                || !request.method().equals("GET")) {
            return new Whole();
        }
        var ranges = RANGES.matcher(said.getFirst().strip());
        if (!ranges.matches() || !conditionHolds(request, stored)) {
            return new Whole();
        }
        return parts(ranges.group(1), lengthBytes);
    }

    /** The head of the 206 for a part (RFC 9110 section 15.3.7). */
    static Response head(Response stored, Part part, long lengthBytes) {
        var fields =
                stored.fields()
                        .with("Content-Range", part.among(lengthBytes))
                        .with("Content-Length", String.valueOf(part.lengthBytes()));
        return new Response(206, "Partial Content", fields);
    }

    private static ByteRange parts(String list, long lengthBytes) {
        var parts = new ArrayList<Part>();
        var asked = 0;
        for (var range : list.split(",", -1)) {
            if (range.isBlank()) {
                // Empty members mean nothing (RFC 9110 section 5.6.1.2).
                continue;
            }
            var digits = RANGE.matcher(range.strip());
            if (!digits.matches() || ++asked > PARTS_MAX) {
                return new Whole();
            }
            switch (part(digits.group(1), digits.group(2), lengthBytes)) {
                case Part part -> parts.add(part);
                case Beyond _ -> {}
                // RFC 9110 section 14.1.1: one that is invalid makes all of it so.
                case Whole whole -> {
                    return whole;
                }
                case Several _ -> throw new IllegalStateException("one range is not several");
            }
        }
        return chosen(parts, asked);
    }

    private static ByteRange chosen(List<Part> parts, int asked) {
        if (parts.isEmpty()) {
            return asked == 0 ? new Whole() : new Beyond();
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return overlap(parts) ? new Whole() : new Several(parts);
    }

    private static boolean overlap(List<Part> parts) {
        var sorted = parts.stream().sorted(Comparator.comparingLong(Part::first)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).first() <= sorted.get(i - 1).last()) {
                return true;
            }
        }
        return false;
    }

    private static ByteRange part(String first, String last, long lengthBytes) {
        if (first.isEmpty() && last.isEmpty()) {
            return new Whole();
        }
        if (first.isEmpty()) {
            var suffix = Math.min(Long.parseLong(last), lengthBytes);
            return suffix == 0 ? new Beyond() : new Part(lengthBytes - suffix, lengthBytes - 1);
        }
        var from = Long.parseLong(first);
        var to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return new Whole();
        }
        return from >= lengthBytes ? new Beyond() : new Part(from, Math.min(to, lengthBytes - 1));
    }

    // RFC 9110 section 13.1.5: a date or a tag, strong and exactly the stored one's.
    private static boolean conditionHolds(Request request, Received stored) {
        var condition = request.fields().first("If-Range");
        if (condition.isEmpty()) {
            return true;
        }
        var response = stored.response();
        var tag = EntityTag.parse(condition.get());
        if (tag.isPresent()) {
            return response.entityTag().filter(tag.get()::stronglyEquals).isPresent();
        }
        return response.fields().first("Last-Modified").equals(condition)
                && HttpDate.parse(condition.get(), stored.received())
                        .filter(date -> !stored.date().isBefore(date.plus(STRONG_AFTER)))
                        .isPresent();
    }
}
