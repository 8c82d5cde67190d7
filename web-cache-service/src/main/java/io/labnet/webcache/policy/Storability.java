package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.util.Set;

/** Whether a shared cache may keep a response (RFC 9111 section 3). */
public sealed interface Storability {
    /** It may be kept. */
    record Storable() implements Storability {}

    /**
     * It may not.
     *
     * @param reason in plain words
     */
    record Unstorable(String reason) implements Storability {}

    // RFC 9110 section 15.1, without 206, which is not kept here.
    Set<Integer> HEURISTICALLY_CACHEABLE =
            Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    // Their caching needs no more than what stands in RFC 9110 section 15 and is done here.
    Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501);

    static boolean isHeuristicallyCacheable(int status) {
        return HEURISTICALLY_CACHEABLE.contains(status);
    }

    static Storability judge(Request request, Response response) {
        var control = response.cacheControl();
        if (!request.method().equals("GET")) {
            return new Unstorable("only answers to GET are kept");
        }
        if (response.status() < 200 || response.status() == 206 || response.status() == 304) {
            return new Unstorable("a " + response.status() + " is not a whole answer");
        }
        if (control.has("must-understand") && !UNDERSTOOD.contains(response.status())) {
            // RFC 9111 section 5.2.2.3
            return new Unstorable("must-understand, and this status is not understood");
        }
        if (request.cacheControl().has("no-store")) {
            // RFC 9111 section 5.2.1.5
            return new Unstorable("the request says no-store");
        }
        if (control.has("no-store") && !control.has("must-understand")) {
            // RFC 9111 section 5.2.2.5; a must-understand that was understood outweighs it.
            return new Unstorable("no-store");
        }
        if (control.has("private")) {
            // RFC 9111 section 5.2.2.7; the form that lists fields is taken as the whole.
            return new Unstorable("private");
        }
        if (request.fields().has("Authorization") && !isForAll(control)) {
            return new Unstorable("the request was authorized, and the answer is not for all");
        }
        if (response.fields().members("Vary").contains("*")) {
            // RFC 9111 section 4.1: it would match no later request.
            return new Unstorable("Vary: *");
        }
        return promisesUse(response, control);
    }

    /** Whether it may serve requests with Authorization, too (RFC 9111 section 3.5). */
    static boolean isForAll(CacheControl control) {
        return control.has("public") || control.has("must-revalidate") || control.has("s-maxage");
    }

    private static Storability promisesUse(Response response, CacheControl control) {
        if (Freshness.isExplicit(response) || control.has("public")) {
            return new Storable();
        }
        if (!isHeuristicallyCacheable(response.status())) {
            return new Unstorable("nothing says how long a " + response.status() + " is good for");
        }
        if (response.fields().has("Set-Cookie")) {
            // Allowed by the letter, but a cookie for one reader is seldom meant for all.
            return new Unstorable("Set-Cookie, and nothing says that it is for all");
        }
        return hasValidator(response.fields())
                ? new Storable()
                : new Unstorable("neither a lifetime nor a validator");
    }

    private static boolean hasValidator(Fields fields) {
        return fields.has("ETag") || fields.has("Last-Modified");
    }
}
