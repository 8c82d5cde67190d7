package io.labnet.gateway.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.gateway.merging.Gathering;
import io.labnet.gateway.merging.ListTooLong;
import io.labnet.gateway.merging.Reply;
import io.labnet.gateway.merging.Walk;
import io.labnet.gateway.upstream.Answer;
import io.labnet.gateway.upstream.BodyRefused;
import io.labnet.gateway.upstream.HeldBodies;
import io.labnet.gateway.upstream.Question;
import io.labnet.gateway.upstream.RequestBody;
import io.labnet.gateway.upstream.Unanswered;
import io.labnet.gateway.upstream.Upstream;
import io.labnet.gateway.upstream.Upstreams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Cloud Gateway's way to a service: ours, so that streams stream, breakers break, and
 * several instances look like one.
 */
public final class Forwarding implements ProxyExchange {
    static final String UPSTREAMS = Forwarding.class.getName() + ".upstreams";

    /** How many of the largest bodies can be held for several instances at a time. */
    private static final int BODIES_HELD = 3;

    private final int bodyBytesMax;
    private final HeldBodies bodies;
    private final Counts counts;
    private final Gathering gathering;
    private final Walk walk;
    private final ReplyWriter replies;

    /**
     * Knows no service yet; each route names its own.
     *
     * @param bodyBytesMax the largest request body that is let through
     * @param answerWithin the longest time for the body of an answer that is no event stream
     */
    public Forwarding(int bodyBytesMax, Duration answerWithin, Counts counts, JsonMapper json) {
        this.bodyBytesMax = bodyBytesMax;
        this.bodies = new HeldBodies(Math.multiplyExact(bodyBytesMax, BODIES_HELD));
        this.counts = counts;
        this.gathering = new Gathering(json, answerWithin);
        this.walk = new Walk(json, answerWithin);
        this.replies = new ReplyWriter(answerWithin);
    }

    @Override
    public ServerResponse exchange(Request request) {
        try {
            var upstreams = upstreams(request.getServerRequest());
            var ways = upstreams.now();
            var chosen = request.getHeaders().getFirst(ReplyWriter.INSTANCE);
            if (chosen != null) {
                return chosen(request, ways, chosen.strip());
            }
            return ways.size() == 1
                    ? replies.whole(request, ask(request, ways.getFirst()))
                    : replies.of(request, ask(request, ways, upstreams));
        } catch (Unanswered silent) {
            counts.unavailable().increment();
            throw tryAgain(String.valueOf(silent.getMessage()), silent.retryAfterSeconds());
        } catch (ListTooLong tooLong) {
            throw ApiProblem.invalid("/page", String.valueOf(tooLong.getMessage()));
        } catch (BodyRefused refused) {
            throw problem(refused);
        } catch (IOException unreadable) {
            throw problem(HttpStatus.BAD_REQUEST, "unreadable", "The body cannot be read.");
        }
    }

    private static Upstreams upstreams(ServerRequest request) {
        return (Upstreams)
                request.attribute(UPSTREAMS)
                        .orElseThrow(() -> new IllegalStateException("A route has no upstreams"));
    }

    private ServerResponse chosen(Request request, List<Upstream> ways, String address)
            throws IOException {
        for (var way : ways) {
            if (way.instance().address().equals(address)) {
                var answer = ask(request, way);
                return ways.size() == 1
                        ? replies.whole(request, answer)
                        : replies.of(request, new Reply.One(answer, List.of()));
            }
        }
        var instances = ways.stream().map(Upstream::instance).toList();
        throw problem(
                HttpStatus.NOT_FOUND,
                "no-such-instance",
                instances.getFirst().service().name()
                        + " has no instance "
                        + address
                        + "; there are: "
                        + ReplyWriter.addresses(instances));
    }

    private Answer ask(Request request, Upstream way) throws IOException {
        return way.send(question(request), body(request.getServerRequest()));
    }

    private Reply ask(Request request, List<Upstream> ways, Upstreams upstreams)
            throws IOException, ListTooLong {
        var question = question(request);
        if (question.method().equals("GET")) {
            return gathering.ask(ways, question, upstreams);
        }
        try (var held = bodies.hold(body(request.getServerRequest()))) {
            return walk.ask(ways, question, held);
        }
    }

    private static Question question(Request request) {
        var uri = Objects.requireNonNull(request.getUri());
        var query = uri.getRawQuery();
        return new Question(
                request.getMethod().name(),
                uri.getRawPath() + (query == null ? "" : "?" + query),
                passedOn(request));
    }

    private RequestBody body(ServerRequest request) throws IOException {
        var servlet = request.servletRequest();
        // RFC 9112 section 6.3: without a length and without chunks there is no body.
        var isChunked = servlet.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        var lengthBytes = isChunked ? -1 : Math.max(0, servlet.getContentLengthLong());
        return RequestBody.of(servlet.getInputStream(), lengthBytes, bodyBytesMax);
    }

    private static Map<String, List<String>> passedOn(Request request) {
        var fields = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders().forEach((name, values) -> fields.put(name, new ArrayList<>(values)));
        ReplyWriter.forThisHop(request.getServerRequest().headers().header(HttpHeaders.CONNECTION))
                .forEach(fields::remove);
        return fields;
    }

    private static ErrorResponseException problem(BodyRefused refused) {
        var why = String.valueOf(refused.getMessage());
        return switch (refused) {
            case BodyRefused.TooLarge _ -> problem(HttpStatus.CONTENT_TOO_LARGE, "too-large", why);
            case BodyRefused.SenderGone _ -> problem(HttpStatus.BAD_REQUEST, "unreadable", why);
            case BodyRefused.NoRoom _ -> tryAgain(why, 1);
        };
    }

    private static ErrorResponseException tryAgain(String why, long seconds) {
        var problem = ApiProblem.unavailable(why);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return problem;
    }

    private static ErrorResponseException problem(HttpStatus status, String type, String detail) {
        return new ErrorResponseException(
                status, ProblemWriter.problem(status, type, detail), null);
    }
}
