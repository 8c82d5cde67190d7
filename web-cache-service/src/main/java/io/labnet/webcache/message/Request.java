package io.labnet.webcache.message;

import java.util.Set;

/**
 * The head of a request (RFC 9110 section 6).
 *
 * @param method as the client wrote it; methods know no small letters of capital ones
 */
public record Request(String method, Target target, Fields fields) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    public Request with(Fields others) {
        return new Request(method, target, others);
    }

    /** Whether it changes nothing at the origin (RFC 9110 section 9.2.1). */
    public boolean isSafe() {
        return SAFE.contains(method);
    }

    /** Whether saying it twice is as good as once (RFC 9110 section 9.2.2). */
    public boolean isIdempotent() {
        return IDEMPOTENT.contains(method);
    }

    /** Whether content follows the head (RFC 9112 section 6). */
    public boolean hasContent() {
        return fields.has("Transfer-Encoding")
                || fields.first("Content-Length").filter(length -> !length.equals("0")).isPresent();
    }

    public CacheControl cacheControl() {
        return CacheControl.of(fields);
    }

    @Override
    public String toString() {
        return method + " " + target.uri();
    }
}
