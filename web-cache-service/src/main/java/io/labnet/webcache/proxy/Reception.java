package io.labnet.webcache.proxy;

import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.Verdict;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.policy.Echo;
import io.labnet.webcache.policy.Forwarding;
import java.util.Optional;

/** What a request gets to hear before it goes anywhere: who may not, and what is done here. */
final class Reception {
    private final Parts parts;
    private final String version;

    /** One for a request in this version of HTTP, such as 1.1. */
    Reception(Parts parts, String version) {
        this.parts = parts;
        this.version = version;
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
                    Optional.of(
                            new Refusal(405, "PURGE is not for your network").allowing(allowed()));
            case Verdict.NoTrace _ ->
                    Optional.of(new Refusal(405, "TRACE is refused here").allowing(allowed()));
            case Verdict.Admitted _ -> here(request);
        };
    }

    private Optional<Refusal> here(Request request) {
        return switch (request.method()) {
            case Admission.PURGE -> Optional.of(purged(request));
            case "TRACE" -> traced(request);
            // RFC 9110 section 9.3.7
            case "OPTIONS" ->
                    Forwarding.endsHere(request)
                            ? Optional.of(
                                    new Refusal(200, "this is passed on: " + allowed())
                                            .allowing(allowed()))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    // RFC 9110 section 9.3.8
    private Optional<Refusal> traced(Request request) {
        if (request.hasContent()) {
            return Optional.of(new Refusal(400, "a TRACE has no content"));
        }
        var echo = new Refusal(200, Echo.of(request, version));
        return Forwarding.endsHere(request)
                ? Optional.of(echo.saying("Content-Type", "message/http"))
                : Optional.empty();
    }

    // Every method is passed on, but for what is refused; PURGE is obeyed for few.
    private String allowed() {
        return "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, CONNECT"
                + (parts.admission().traces() ? ", TRACE" : "");
    }

    private Refusal purged(Request request) {
        var uri = request.target().uri();
        return parts.store().purge(uri)
                ? new Refusal(200, "purged: " + uri)
                : new Refusal(404, "not in the cache: " + uri);
    }
}
