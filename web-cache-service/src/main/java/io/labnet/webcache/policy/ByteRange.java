package io.labnet.webcache.policy;

import io.labnet.webcache.message.EntityTag;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
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
    record Part(int first, int last) implements ByteRange {
        public int lengthBytes() {
            return last - first + 1;
        }
    }

    /** A part that is not there. */
    record Beyond() implements ByteRange {}

    // One range only; several at once may be ignored (RFC 9110 section 14.2).
    Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads the Range field.
     *
     * @param lengthBytes of the stored content
     */
    static ByteRange of(Request request, Response stored, int lengthBytes) {
        var field = request.fields().first("Range");
        if (field.isEmpty() || stored.status() != 200 || !request.method().equals("GET")) {
            return new Whole();
        }
        var digits = ONE_RANGE.matcher(field.get().strip());
        if (!digits.matches() || !conditionHolds(request, stored)) {
            return new Whole();
        }
        return part(digits.group(1), digits.group(2), lengthBytes);
    }

    /** The head of the 206 for a part (RFC 9110 section 15.3.7). */
    static Response head(Response stored, Part part, int lengthBytes) {
        var range = "bytes " + part.first() + "-" + part.last() + "/" + lengthBytes;
        var fields =
                stored.fields()
                        .with("Content-Range", range)
                        .with("Content-Length", String.valueOf(part.lengthBytes()));
        return new Response(206, "Partial Content", fields);
    }

    private static ByteRange part(String first, String last, int lengthBytes) {
        if (first.isEmpty() && last.isEmpty()) {
            return new Whole();
        }
        if (first.isEmpty()) {
            var suffix = Math.min(Long.parseLong(last), lengthBytes);
            return suffix == 0
                    ? new Beyond()
                    : new Part((int) (lengthBytes - suffix), lengthBytes - 1);
        }
        var from = Long.parseLong(first);
        var to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            // RFC 9110 section 14.1.1: invalid, and so ignored.
            return new Whole();
        }
        return from >= lengthBytes
                ? new Beyond()
                : new Part((int) from, (int) Math.min(to, lengthBytes - 1));
    }

    // RFC 9110 section 13.1.5: a date or a tag, strong and exactly the stored one's.
    private static boolean conditionHolds(Request request, Response stored) {
        var condition = request.fields().first("If-Range");
        if (condition.isEmpty()) {
            return true;
        }
        var tag = EntityTag.parse(condition.get());
        return tag.isPresent()
                ? stored.entityTag().filter(own -> own.stronglyEquals(tag.get())).isPresent()
                : stored.fields().first("Last-Modified").equals(condition);
    }
}
