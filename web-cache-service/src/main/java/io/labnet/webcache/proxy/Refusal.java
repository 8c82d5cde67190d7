package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.upstream.FetchFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * An answer of the proxy's own, in plain words.
 *
 * @param status what HTTP calls it
 * @param words one sentence; what a client sent may stand in it, so it goes out as plain text only
 * @param besides further fields of its head
 */
record Refusal(int status, String words, Fields besides) {
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(407, "Proxy Authentication Required"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(414, "URI Too Long"),
                    Map.entry(416, "Range Not Satisfiable"),
                    Map.entry(421, "Misdirected Request"),
                    Map.entry(431, "Request Header Fields Too Large"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"),
                    Map.entry(505, "HTTP Version Not Supported"),
                    Map.entry(508, "Loop Detected"));

    Refusal(int status, String words) {
        this(status, words, Fields.NONE);
    }

    /** This, and which methods would do (RFC 9110 sections 10.2.1 and 15.5.6). */
    Refusal allowing(String methods) {
        return saying("Allow", methods);
    }

    /** This with one more field. */
    Refusal saying(String name, String value) {
        return new Refusal(status, words, besides.plus(name, value));
    }

    static Refusal of(FetchFailure failure) {
        var refusal = new Refusal(failure.status(), failure.words());
        // RFC 9110 section 10.2.3
        return failure.retryAfter()
                .map(after -> refusal.saying("Retry-After", String.valueOf(after.toSeconds())))
                .orElse(refusal);
    }

    byte[] content() {
        return (words.endsWith("\n") ? words : words + "\n").getBytes(StandardCharsets.UTF_8);
    }

    Response head(Instant now) {
        var fields =
                Fields.of(
                        "Date",
                        HttpDate.text(now),
                        "Content-Type",
                        "text/plain; charset=utf-8",
                        "X-Content-Type-Options",
                        "nosniff",
                        "Content-Length",
                        String.valueOf(content().length),
                        "Cache-Control",
                        "no-store",
                        CacheStatus.FIELD,
                        CacheStatus.own());
        return new Response(status, REASONS.getOrDefault(status, ""), fields.updatedBy(besides));
    }
}
