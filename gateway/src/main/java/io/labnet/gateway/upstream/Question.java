package io.labnet.gateway.upstream;

import io.labnet.gateway.services.Instance;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request's head on its way to whichever instance is asked.
 *
 * @param method as in {@code GET}
 * @param target path and query as they were sent, such as {@code /api/dns/zones?q=edu}
 * @param headers what the client said and is passed on
 */
public record Question(String method, String target, Map<String, List<String>> headers) {
    /**
     * What may be done twice where it is not known whether it was done (RFC 9110 section 9.2.2).
     */
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /** Whether asking twice does no more than asking once. */
    public boolean isIdempotent() {
        return IDEMPOTENT.contains(method);
    }

    /** The same question about another path or query. */
    public Question about(String other) {
        return new Question(method, other, headers);
    }

    URI at(Instance instance) {
        return URI.create(instance.url() + target);
    }
}
