package io.labnet.webcache.policy;

import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Response;
import java.time.Instant;

/**
 * A response and when it came: what its age is reckoned from (RFC 9111 section 4.2.3).
 *
 * @param requested when the request was sent that it answers
 * @param received when its head arrived
 */
public record Received(Response response, Instant requested, Instant received) {
    /** When the origin made it; without a Date field, when it came (RFC 9110 section 6.6.1). */
    public Instant date() {
        return response.fields()
                .first("Date")
                .flatMap(text -> HttpDate.parse(text, received))
                .orElse(received);
    }
}
