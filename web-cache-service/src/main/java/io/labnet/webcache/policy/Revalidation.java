package io.labnet.webcache.policy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Hop;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.time.Instant;
import java.util.List;

/** Asking the origin whether a stored response still holds (RFC 9111 section 4.3). */
public final class Revalidation {
    /** The preconditions that a client may send (RFC 9110 section 13.1). */
    static final List<String> PRECONDITIONS =
            List.of(
                    "If-None-Match",
                    "If-Modified-Since",
                    "If-Match",
                    "If-Unmodified-Since",
                    "If-Range");

    // They describe the stored content, which a 304 does not change (RFC 9111 section 3.2).
    private static final List<String> OF_THE_CONTENT =
            List.of("Content-Length", "Content-Encoding", "Content-Type", "Content-Range");

    private Revalidation() {}

    /** The request without the client's own conditions, so that the whole answer comes. */
    public static Request unconditional(Request request) {
        return request.with(request.fields().without(PRECONDITIONS));
    }

    /** The request with the stored response's validators (RFC 9111 section 4.3.1). */
    public static Request conditional(Request request, Response stored) {
        var fields = new Fields[] {request.fields().without(PRECONDITIONS)};
        stored.fields()
                .first("ETag")
                .ifPresent(tag -> fields[0] = fields[0].plus("If-None-Match", tag));
        stored.fields()
                .first("Last-Modified")
                .ifPresent(date -> fields[0] = fields[0].plus("If-Modified-Since", date));
        return request.with(fields[0]);
    }

    /** Whether a 304 speaks of this stored response and no other (RFC 9111 section 4.3.4). */
    public static boolean confirms(Response stored, Response notModified) {
        var said = notModified.entityTag();
        return said.isEmpty()
                || stored.entityTag().filter(tag -> tag.weaklyEquals(said.get())).isPresent();
    }

    /** The stored response with what the 304 has to say that is new (RFC 9111 section 3.2). */
    public static Received freshened(
            Response stored, Response notModified, Instant requested, Instant received) {
        var news = Hop.stripped(notModified.fields()).without(OF_THE_CONTENT);
        // The old Age was true of the old answer only.
        var fields = stored.fields().without("Age").without("Date").updatedBy(news);
        return new Received(stored.with(fields), requested, received);
    }
}
