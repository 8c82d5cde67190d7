package io.labnet.gateway.admin;

import io.labnet.gateway.merging.MergedEvents;
import io.labnet.gateway.merging.Reply;
import io.labnet.gateway.services.Instance;
import io.labnet.gateway.upstream.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayServerResponse;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Hands services' answers to clients.
 *
 * @param answerWithin the longest time for a body that is no event stream
 */
record ReplyWriter(Duration answerWithin) {
    /** Who answered, of several; in a request, who shall. */
    static final String INSTANCE = "Labnet-Instance";

    /** Whose part is missing, because it did not answer. */
    static final String MISSING = "Labnet-Missing";

    private record Head(HttpStatusCode getStatusCode, HttpHeaders getHeaders)
            implements ProxyExchange.Response {}

    private interface Body {
        void to(OutputStream client) throws IOException;
    }

    /** The answer of a service's only instance. */
    ServerResponse whole(ProxyExchange.Request request, Answer answer) {
        var status = HttpStatusCode.valueOf(answer.status());
        return response(request, status, headers(answer), new AnswerBody(answer, answerWithin)::to);
    }

    /** What came of asking several instances. */
    ServerResponse of(ProxyExchange.Request request, Reply reply) {
        return switch (reply) {
            case Reply.One(var answer, var missing) -> {
                var headers = told(headers(answer), List.of(answer.instance()), missing);
                var status = HttpStatusCode.valueOf(answer.status());
                var body = new AnswerBody(answer, answerWithin);
                yield response(request, status, headers, body::to);
            }
            case Reply.Merged(var json, var from, var missing) -> {
                var headers = told(new HttpHeaders(), from, missing);
                headers.setContentType(MediaType.APPLICATION_JSON);
                var bytes = json.getBytes(StandardCharsets.UTF_8);
                headers.setContentLength(bytes.length);
                yield response(request, HttpStatus.OK, headers, client -> client.write(bytes));
            }
            case Reply.Live(MergedEvents events, var from, var missing) -> {
                var headers = told(new HttpHeaders(), from, missing);
                headers.setContentType(MediaType.TEXT_EVENT_STREAM);
                yield response(request, HttpStatus.OK, headers, events::to);
            }
        };
    }

    private static ServerResponse response(
            ProxyExchange.Request request, HttpStatusCode status, HttpHeaders headers, Body body) {
        var response =
                GatewayServerResponse.status(status)
                        .build((_, servlet) -> {
                            body.to(servlet.getOutputStream());
                            return null;
                        });
        var head = new Head(status, headers);
        request.getResponseConsumers().forEach(consumer -> consumer.accept(head, response));
        return response;
    }

    private static HttpHeaders told(
            HttpHeaders headers, List<Instance> from, List<Instance> missing) {
        headers.set(INSTANCE, addresses(from));
        if (!missing.isEmpty()) {
            headers.set(MISSING, addresses(missing));
        }
        return headers;
    }

    static String addresses(List<Instance> instances) {
        return instances.stream().map(Instance::address).collect(Collectors.joining(", "));
    }

    private static HttpHeaders headers(Answer answer) {
        var headers = new HttpHeaders();
        answer.headers().map().forEach((name, values) -> headers.addAll(name, values));
        forThisHop(answer.headers().allValues(HttpHeaders.CONNECTION)).forEach(headers::remove);
        // What a service calls its own address, the client reaches at ours.
        var location = headers.getFirst(HttpHeaders.LOCATION);
        if (location != null) {
            headers.set(HttpHeaders.LOCATION, ours(location, answer.instance().url()));
        }
        return headers;
    }

    private static String ours(String location, URI instance) {
        return location.startsWith(instance + "/")
                ? location.substring(instance.toString().length())
                : location;
    }

    /** Which fields the sender meant for the gateway only (RFC 9110 section 7.6.1). */
    static Stream<String> forThisHop(List<String> connection) {
        return connection.stream().flatMap(Pattern.compile(",")::splitAsStream).map(String::strip);
    }
}
