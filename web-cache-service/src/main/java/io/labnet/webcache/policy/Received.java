package io.labnet.webcache.policy;

import io.labnet.webcache.message.Response;
import java.time.Instant;

/**
 * A response and when it came: what its age is reckoned from (RFC 9111 section 4.2.3).
 *
 * @param requested when the request was sent that it answers
 * @param received when its head arrived
 * @param terms on which it may be kept and used
 * @param ended when it was made stale by a purge, whatever the origin had promised; {@link
 *     Instant#MAX} when it was not
 */
public record Received(
        Response response, Instant requested, Instant received, Terms terms, Instant ended) {
    /** A response as it came, to a cache that reads its terms at its own discretion. */
    public Received(Response response, Instant requested, Instant received, Discretion discretion) {
        this(response, requested, received, Terms.of(response, received, discretion), Instant.MAX);
    }

    /** A response to a cache that takes no liberties. */
    public Received(Response response, Instant requested, Instant received) {
        this(response, requested, received, Discretion.STRICT);
    }

    /** The same, stale from then on, or from earlier if it was so already. */
    public Received endedAt(Instant then) {
        return then.isBefore(ended)
                ? new Received(response, requested, received, terms, then)
                : this;
    }

    /** When the origin made it. */
    public Instant date() {
        return terms.date();
    }

    /** What may be kept of it: all but the fields that are for this answer only. */
    public Received kept() {
        var names = terms.notKept();
        if (names.isEmpty()) {
            return this;
        }
        var rest = response.with(response.fields().without(names));
        return new Received(rest, requested, received, terms, ended);
    }
}
