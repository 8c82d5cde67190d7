package io.labnet.webcache.message;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The head of a response (RFC 9110 section 6).
 *
 * @param status 100 to 599
 * @param reason for people; may be empty
 */
public record Response(int status, String reason, Fields fields) {
    public Response with(Fields others) {
        return new Response(status, reason, others);
    }

    public CacheControl cacheControl() {
        return CacheControl.of(fields);
    }

    public Optional<EntityTag> entityTag() {
        return fields.first("ETag").flatMap(EntityTag::parse);
    }

    /** How many bytes of content its Content-Length announces. */
    public OptionalLong announcedBytes() {
        return fields.first("Content-Length").map(Framing::length).orElse(OptionalLong.empty());
    }

    @Override
    public String toString() {
        return status + " " + reason;
    }
}
