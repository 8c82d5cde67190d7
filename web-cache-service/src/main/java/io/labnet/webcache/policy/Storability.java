package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.util.Set;

/** Whether a shared cache may keep a response (RFC 9111 section 3). */
public sealed interface Storability {
    /** It may be kept. */
    record Storable(Reason why) implements Storability {}

    /** It may not. */
    record Unstorable(Reason why) implements Storability {}

    // RFC 9110 section 15.1
    Set<Integer> HEURISTICALLY_CACHEABLE =
            Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);

    // Their caching needs no more than what stands in RFC 9110 section 15 and is done here.
    Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 206, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501);

    static boolean isHeuristicallyCacheable(int status) {
        return HEURISTICALLY_CACHEABLE.contains(status);
    }

    static Storability judge(Request request, Received received) {
        var response = received.response();
        var control = received.terms().control();
        if (!request.method().equals("GET")) {
            return unstorable("only answers to GET are kept", "3");
        }
        if (response.status() == 206 && Portion.of(response).isEmpty()) {
            return unstorable("a 206 that does not say which one part it has", "3.3");
        }
        if (response.status() < 200 || response.status() == 304) {
            return unstorable("a " + response.status() + " is not a whole answer", "3");
        }
        if (control.has("must-understand") && !UNDERSTOOD.contains(response.status())) {
            return unstorable("must-understand, and this status is not understood", "5.2.2.3");
        }
        if (request.cacheControl().has("no-store")) {
            return unstorable("the request says no-store", "5.2.1.5");
        }
        if (control.has("no-store") && !control.has("must-understand")) {
            // A must-understand that was understood outweighs it (RFC 9111 section 5.2.2.3).
            return unstorable("no-store", "5.2.2.5");
        }
        if (received.terms().isPrivate()) {
            return unstorable("private", "5.2.2.7");
        }
        if (request.fields().has("Authorization") && !isForAll(control)) {
            return unstorable("the request was authorized, and the answer is not for all", "3.5");
        }
        if (VaryKey.matchesNothing(response)) {
            return unstorable("by its Vary it would answer no other request", "4.1");
        }
        return promisesUse(response, received.terms());
    }

    /** Whether it may serve requests with Authorization, too (RFC 9111 section 3.5). */
    static boolean isForAll(CacheControl control) {
        return control.has("public") || control.has("must-revalidate") || control.has("s-maxage");
    }

    private static Storability promisesUse(Response response, Terms terms) {
        if (terms.lifetime().isExplicit()) {
            return new Storable(terms.lifetime().reason());
        }
        if (terms.control().has("public")) {
            return storable("public", "5.2.2.9");
        }
        if (!isHeuristicallyCacheable(response.status())) {
            var words = "nothing says how long a " + response.status() + " is good for";
            return unstorable(words, "3");
        }
        if (response.fields().has("Set-Cookie")) {
            // Allowed by the letter, but a cookie for one reader is seldom meant for all.
            return unstorable("Set-Cookie, and nothing says that it is for all", "7.3");
        }
        if (terms.lifetime().source() == Lifetime.Source.NEGATIVE) {
            return new Storable(terms.lifetime().reason());
        }
        return hasValidator(response.fields())
                ? storable("a " + response.status() + " that can be validated", "4.2.2")
                : unstorable("neither a lifetime nor a validator", "3");
    }

    private static Storability storable(String words, String section) {
        return new Storable(Reason.caching(words, section));
    }

    private static Storability unstorable(String words, String section) {
        return new Unstorable(Reason.caching(words, section));
    }

    private static boolean hasValidator(Fields fields) {
        return fields.has("ETag") || fields.has("Last-Modified");
    }
}
