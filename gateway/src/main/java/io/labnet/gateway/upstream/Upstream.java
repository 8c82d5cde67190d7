package io.labnet.gateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.labnet.gateway.services.Instance;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * The way to one instance of a service, behind a circuit breaker of its own.
 *
 * <p>Only silence counts against an instance (no connection, no answer in time): whatever it
 * answers, be it 500, is its own affair and passes through.
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
                    "labnet-instance",
                    "transfer-encoding",
                    "upgrade");

    private final Instance instance;
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
            Instance instance,
            HttpClient client,
            CircuitBreaker breaker,
            Duration answerWithin,
            Duration openFor) {
        this.instance = instance;
        this.client = client;
        this.breaker = breaker;
        this.answerWithin = answerWithin;
        this.openFor = openFor;
    }

    public Instance instance() {
        return instance;
    }

    /** Whether requests are turned away at the moment without asking the service. */
    public boolean isOpen() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /**
     * Sends a request on and returns when the head of its answer is there; the body is still to be
     * read, and to be closed.
     *
     * @throws Unanswered when the instance is silent, or its breaker open
     * @throws BodyRefused when the request's body is too large or breaks off
     */
    public Answer send(Question question, RequestBody body) throws Unanswered, BodyRefused {
        return send(question, body, answerWithin);
    }

    /**
     * The same in less time.
     *
     * @param within the longest wait for the head of the answer
     */
    public Answer send(Question question, RequestBody body, Duration within)
            throws Unanswered, BodyRefused {
        try {
            return breaker.executeCallable(() -> exchange(request(question, body, within), body));
        } catch (BodyRefused refusal) {
            throw refusal;
        } catch (Exception failure) {
            throw Unanswered.because(explain(failure), openFor, failure);
        }
    }

    private Answer exchange(HttpRequest request, RequestBody body) throws IOException {
        try {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            return new Answer(instance, answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException failure) {
            var refusal = body.refusal();
            throw refusal == null ? failure : refusal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The gateway stops");
        }
    }

    private HttpRequest request(Question question, RequestBody body, Duration within) {
        var request = HttpRequest.newBuilder(question.at(instance)).timeout(within);
        question.headers()
                .forEach((name, values) -> {
                    if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return request.method(question.method(), body.publisher()).build();
    }

    private String explain(Exception failure) {
        var silent = instance.service().name() + " does not answer at " + instance.url() + ". ";
        return failure instanceof CallNotPermittedException || isOpen()
                ? silent
                        + "Its circuit breaker is OPEN; it is tried again within "
                        + openFor.toSeconds()
                        + " s."
                : silent + "Its circuit breaker is " + breaker.getState() + ".";
    }
}
