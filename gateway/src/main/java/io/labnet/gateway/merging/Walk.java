package io.labnet.gateway.merging;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.upstream.Answer;
import io.labnet.gateway.upstream.BodyRefused;
import io.labnet.gateway.upstream.HeldBodies.Held;
import io.labnet.gateway.upstream.Question;
import io.labnet.gateway.upstream.Unanswered;
import io.labnet.gateway.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks one instance after another until one takes the request.
 *
 * <p>Each that has no such thing says 404. One that gets a POST may also say that the thing cannot
 * be made there, although elsewhere it might: 405, 503, or a problem of the types {@code
 * house-full} and {@code not-here}.
 */
public final class Walk {
    private static final int PROBLEM_BYTES_MAX = 64 * 1024;
    private static final Set<String> TRY_ANOTHER =
            Set.of("urn:labnet:problem:house-full", "urn:labnet:problem:not-here");

    private final JsonMapper json;
    private final Duration answerWithin;

    /**
     * A walk through any instances.
     *
     * @param answerWithin the longest wait for the body of a problem
     */
    public Walk(JsonMapper json, Duration answerWithin) {
        this.json = json;
        this.answerWithin = answerWithin;
    }

    private record Weighed(Answer answer, boolean isTurnedAway) {}

    /**
     * Sends a request to the first instance that takes it.
     *
     * @param ways two or more
     * @throws Unanswered when nobody takes it and somebody is silent who might have; also when
     *     somebody fell silent who may have done what must not be done twice
     */
    public Reply ask(List<Upstream> ways, Question question, Held body)
            throws Unanswered, BodyRefused {
        var silent = new ArrayList<Unanswered>();
        var missing = new ArrayList<Instance>();
        Answer refusal = null;
        for (var way : ways) {
            try {
                var weighed = weigh(question, way.send(question, body.again()));
                if (!weighed.isTurnedAway()) {
                    close(refusal);
                    return new Reply.One(weighed.answer(), List.of());
                }
                refusal = moreTelling(refusal, weighed.answer());
            } catch (Unanswered silence) {
                if (silence.wasAsked() && !question.isIdempotent()) {
                    close(refusal);
                    throw silence;
                }
                silent.add(silence);
                missing.add(way.instance());
            }
        }
        return nobodyTookIt(refusal, silent, missing);
    }

    private static Reply nobodyTookIt(
            @Nullable Answer refusal, List<Unanswered> silent, List<Instance> missing)
            throws Unanswered {
        if (refusal == null || (refusal.status() == 404 && !silent.isEmpty())) {
            close(refusal);
            throw Unanswered.all(silent);
        }
        return new Reply.One(refusal, missing);
    }

    private Weighed weigh(Question question, Answer answer) throws Unanswered {
        if (answer.status() == 404) {
            return new Weighed(answer, true);
        }
        if (!question.method().equals("POST")) {
            return new Weighed(answer, false);
        }
        if (answer.status() == 405 || answer.status() == 503) {
            return new Weighed(answer, true);
        }
        return answer.isProblem() ? weighProblem(answer) : new Weighed(answer, false);
    }

    private Weighed weighProblem(Answer answer) throws Unanswered {
        try {
            var beginning = answer.beginning(PROBLEM_BYTES_MAX, answerWithin);
            return new Weighed(answer.with(beginning), TRY_ANOTHER.contains(type(beginning)));
        } catch (IOException broken) {
            answer.close();
            throw Unanswered.brokenOff(answer.instance(), broken);
        }
    }

    private String type(byte[] problem) {
        try {
            return json.readTree(problem).path("type").asString("");
        } catch (JacksonException notWhole) {
            return "";
        }
    }

    // Of many refusals the last; but a 404 says less than any other.
    private static Answer moreTelling(@Nullable Answer before, Answer now) {
        if (before != null && before.status() != 404 && now.status() == 404) {
            now.close();
            return before;
        }
        close(before);
        return now;
    }

    private static void close(@Nullable Answer answer) {
        if (answer != null) {
            answer.close();
        }
    }
}
