package io.labnet.webcache.policy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an answer to an unsafe request makes worthless (RFC 9111 section 4.4). */
public final class Invalidation {
    private Invalidation() {}

    /** The URIs whose stored responses must go. */
    public static Set<String> of(Request request, Response response) {
        var uris = new LinkedHashSet<String>();
        if (request.isSafe() || response.status() < 200 || response.status() >= 400) {
            return uris;
        }
        uris.add(request.target().uri());
        for (var name : List.of("Location", "Content-Location")) {
            response.fields()
                    .first(name)
                    .flatMap(request.target()::resolve)
                    .filter(other -> isSameOrigin(other, request.target()))
                    .ifPresent(other -> uris.add(other.uri()));
        }
        return uris;
    }

    // An origin may not empty the cache of another's objects.
    private static boolean isSameOrigin(Target one, Target other) {
        return one.host().equals(other.host())
                && one.port() == other.port()
                && one.secure() == other.secure();
    }
}
