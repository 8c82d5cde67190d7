package io.labnet.webcache.proxy;

import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.Verdict;
import io.labnet.webcache.message.Request;
import java.util.Optional;

/** What a request gets to hear before it goes anywhere: who may not, and what is done here. */
final class Reception {
    private final Parts parts;

    Reception(Parts parts) {
        this.parts = parts;
    }

    /** The proxy's own answer; empty when the request may go on. */
    Optional<Refusal> answer(Request request, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Stranger _ ->
                    Optional.of(new Refusal(403, "this proxy is not for your network"));
            case Verdict.Unproven(var challenge) ->
                    Optional.of(
                            new Refusal(407, "this proxy is for its users only")
                                    .saying("Proxy-Authenticate", challenge));
            case Verdict.NoPurger _ ->
                    Optional.of(new Refusal(405, "PURGE is not for your network"));
            case Verdict.Admitted _ ->
                    request.method().equals(Admission.PURGE)
                            ? Optional.of(purged(request))
                            : Optional.empty();
        };
    }

    private Refusal purged(Request request) {
        var uri = request.target().uri();
        return parts.store().purge(uri)
                ? new Refusal(200, "purged: " + uri)
                : new Refusal(404, "not in the cache: " + uri);
    }
}
