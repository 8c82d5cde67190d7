package io.labnet.gateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.labnet.gateway.services.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The way to one service, behind a circuit breaker of its own.
 *
 * <p>Only silence counts against a service (no connection, no answer in time): whatever it answers,
 * be it 500, is its own affair and passes through.
 */
public final class Upstream {
    /**
     * What stays here: the key is the gateway's own affair, the rest is said anew on the next hop
     * (RFC 9110 section 7.6.1).
     */
    private static final Set<String> NOT_FORWARDED =
            Set.of(
                    "authorization",
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "transfer-encoding",
                    "upgrade");

    private final Service service;
    private final HttpClient client;
    private final CircuitBreaker breaker;
    private final Duration answerWithin;
    private final Duration openFor;

    /**
     * A way that has not been walked yet.
     *
     * @param answerWithin the longest wait for the head of an answer
     * @param openFor how long the breaker keeps open before it lets somebody try
     */
    public Upstream(
            Service service,
            HttpClient client,
            CircuitBreaker breaker,
            Duration answerWithin,
            Duration openFor) {
        this.service = service;
        this.client = client;
        this.breaker = breaker;
        this.answerWithin = answerWithin;
        this.openFor = openFor;
    }

    public Service service() {
        return service;
    }

    /** Whether requests are turned away at the moment without asking the service. */
    public boolean isOpen() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /**
     * Sends a request on and returns when the head of its answer is there; the body is still to be
     * read, and to be closed.
     *
     * @throws Unanswered when the service is silent, or its breaker open
     * @throws BodyRefused when the request's body is too large or breaks off
     */
    public HttpResponse<InputStream> send(
            String method, URI uri, Map<String, List<String>> headers, RequestBody body)
            throws Unanswered, BodyRefused {
        try {
            return breaker.executeCallable(
                    () -> exchange(request(method, uri, headers, body), body));
        } catch (BodyRefused refusal) {
            throw refusal;
        } catch (Exception failure) {
            throw new Unanswered(explain(failure), openFor, failure);
        }
    }

    private HttpResponse<InputStream> exchange(HttpRequest request, RequestBody body)
            throws IOException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException failure) {
            var refusal = body.refusal();
            throw refusal == null ? failure : refusal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The gateway stops");
        }
    }

    private HttpRequest request(
            String method, URI uri, Map<String, List<String>> headers, RequestBody body) {
        var request = HttpRequest.newBuilder(uri).timeout(answerWithin);
        headers.forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.method(method, body.publisher()).build();
    }

    private String explain(Exception failure) {
        var silent = service.name() + " does not answer at " + service.url() + ". ";
        return failure instanceof CallNotPermittedException || isOpen()
                ? silent
                        + "Its circuit breaker is OPEN; it is tried again within "
                        + openFor.toSeconds()
                        + " s."
                : silent + "Its circuit breaker is " + breaker.getState() + ".";
    }
}
