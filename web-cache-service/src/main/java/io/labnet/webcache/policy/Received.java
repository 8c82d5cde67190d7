package io.labnet.webcache.policy;

import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Response;
import java.time.Instant;

/**
 * A response and when it came: what its age is reckoned from (RFC 9111 section 4.2.3).
 *
 * @param requested when the request was sent that it answers
 * @param received when its head arrived
 * @param ended when it was made stale by a purge, whatever the origin had promised; {@link
 *     Instant#MAX} when it was not
 */
public record Received(Response response, Instant requested, Instant received, Instant ended) {
    public Received(Response response, Instant requested, Instant received) {
        this(response, requested, received, Instant.MAX);
    }

    /** The same, stale from then on, or from earlier if it was so already. */
    public Received endedAt(Instant then) {
        return then.isBefore(ended) ? new Received(response, requested, received, then) : this;
    }

    /** When the origin made it; without a Date field, when it came (RFC 9110 section 6.6.1). */
    public Instant date() {
        return response.fields()
                .first("Date")
                .flatMap(text -> HttpDate.parse(text, received))
                .orElse(received);
    }
}
