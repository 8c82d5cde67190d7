package io.labnet.gateway.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.gateway.upstream.BodyRefused;
import io.labnet.gateway.upstream.RequestBody;
import io.labnet.gateway.upstream.Unanswered;
import io.labnet.gateway.upstream.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayServerResponse;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Spring Cloud Gateway's way to a service: ours, so that streams stream and breakers break. */
public final class Forwarding implements ProxyExchange {
    static final String UPSTREAM = Forwarding.class.getName() + ".upstream";

    private final long bodyBytesMax;
    private final Duration answerWithin;
    private final Counts counts;

    /**
     * Knows no service yet; each route names its own.
     *
     * @param bodyBytesMax the largest request body that is let through
     * @param answerWithin the longest time for the body of an answer that is no event stream
     */
    public Forwarding(long bodyBytesMax, Duration answerWithin, Counts counts) {
        this.bodyBytesMax = bodyBytesMax;
        this.answerWithin = answerWithin;
        this.counts = counts;
    }

    private record Head(HttpStatusCode getStatusCode, HttpHeaders getHeaders)
            implements ProxyExchange.Response {}

    @Override
    public ServerResponse exchange(Request request) {
        var upstream = upstream(request.getServerRequest());
        try {
            return answer(request, upstream, send(request, upstream));
        } catch (Unanswered silent) {
            counts.unavailable().increment();
            var problem = ApiProblem.unavailable(String.valueOf(silent.getMessage()));
            problem.getHeaders()
                    .set(HttpHeaders.RETRY_AFTER, Long.toString(silent.retryAfterSeconds()));
            throw problem;
        } catch (BodyRefused refused) {
            throw problem(refused);
        } catch (IOException unreadable) {
            throw problem(HttpStatus.BAD_REQUEST, "unreadable", "The body cannot be read.");
        }
    }

    private static Upstream upstream(ServerRequest request) {
        return (Upstream)
                request.attribute(UPSTREAM)
                        .orElseThrow(() -> new IllegalStateException("A route has no upstream"));
    }

    private HttpResponse<InputStream> send(Request request, Upstream upstream) throws IOException {
        return upstream.send(
                request.getMethod().name(),
                Objects.requireNonNull(request.getUri()),
                passedOn(request),
                body(request.getServerRequest()));
    }

    private RequestBody body(ServerRequest request) throws IOException {
        var servlet = request.servletRequest();
        // RFC 9112 section 6.3: without a length and without chunks there is no body.
        var isChunked = servlet.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        var lengthBytes = isChunked ? -1 : Math.max(0, servlet.getContentLengthLong());
        return RequestBody.of(servlet.getInputStream(), lengthBytes, bodyBytesMax);
    }

    private ServerResponse answer(
            Request request, Upstream upstream, HttpResponse<InputStream> answer) {
        var status = HttpStatusCode.valueOf(answer.statusCode());
        var copy = new AnswerBody(answer, upstream.service().name(), answerWithin);
        var response =
                GatewayServerResponse.status(status)
                        .build((_, servlet) -> {
                            copy.to(servlet.getOutputStream());
                            return null;
                        });
        var head = new Head(status, headers(answer, upstream.service().url()));
        request.getResponseConsumers().forEach(consumer -> consumer.accept(head, response));
        return response;
    }

    private static HttpHeaders headers(HttpResponse<?> answer, URI service) {
        var headers = new HttpHeaders();
        answer.headers().map().forEach((name, values) -> headers.addAll(name, values));
        forThisHop(answer.headers().allValues(HttpHeaders.CONNECTION)).forEach(headers::remove);
        // What a service calls its own address, the client reaches at ours.
        var location = headers.getFirst(HttpHeaders.LOCATION);
        if (location != null && location.startsWith(service + "/")) {
            headers.set(HttpHeaders.LOCATION, location.substring(service.toString().length()));
        }
        return headers;
    }

    private static Map<String, List<String>> passedOn(Request request) {
        var fields = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders().forEach((name, values) -> fields.put(name, new ArrayList<>(values)));
        forThisHop(request.getServerRequest().headers().header(HttpHeaders.CONNECTION))
                .forEach(fields::remove);
        return fields;
    }

    /** Which fields the sender meant for the gateway only (RFC 9110 section 7.6.1). */
    private static Stream<String> forThisHop(List<String> connection) {
        return connection.stream().flatMap(Pattern.compile(",")::splitAsStream).map(String::strip);
    }

    private static ErrorResponseException problem(BodyRefused refused) {
        return switch (refused) {
            case BodyRefused.TooLarge tooLarge ->
                    problem(
                            HttpStatus.CONTENT_TOO_LARGE,
                            "too-large",
                            String.valueOf(tooLarge.getMessage()));
            case BodyRefused.SenderGone gone ->
                    problem(
                            HttpStatus.BAD_REQUEST,
                            "unreadable",
                            String.valueOf(gone.getMessage()));
        };
    }

    private static ErrorResponseException problem(HttpStatus status, String type, String detail) {
        return new ErrorResponseException(
                status, ProblemWriter.problem(status, type, detail), null);
    }
}
