package io.labnet.gateway.merging;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.upstream.Answer;
import io.labnet.gateway.upstream.Question;
import io.labnet.gateway.upstream.RequestBody;
import io.labnet.gateway.upstream.Unanswered;
import io.labnet.gateway.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What several instances said to one question that reads only, asked all at once.
 *
 * @param said in the order of the instances
 * @param silent who said nothing, and why
 */
record Round(List<Said> said, List<Silent> silent) {
    static final int JSON_BYTES_MAX = 4 * 1024 * 1024;

    /** What one instance made of the question. */
    sealed interface Heard {}

    /**
     * An answer.
     *
     * @param json its body; null where that is no JSON, too long, or not said with a 200
     */
    record Said(Upstream way, Answer answer, @Nullable JsonNode json) implements Heard {
        int status() {
            return answer.status();
        }

        Instance instance() {
            return answer.instance();
        }
    }

    record Silent(Instance instance, Unanswered why) implements Heard {}

    /**
     * Asks, and waits for all.
     *
     * @param within the longest wait for each
     */
    static Round ask(List<Upstream> ways, Question question, JsonMapper json, Duration within) {
        var said = new ArrayList<Said>();
        var silent = new ArrayList<Silent>();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    ways.stream()
                            .map(way ->
                                    CompletableFuture.supplyAsync(
                                            () -> ask(way, question, json, within), askers))
                            .toList();
            for (var one : all) {
                switch (one.join()) {
                    case Said answer -> said.add(answer);
                    case Silent silence -> silent.add(silence);
                }
            }
        }
        return new Round(said, silent);
    }

    private static Heard ask(Upstream way, Question question, JsonMapper json, Duration within) {
        try {
            var answer = way.send(question, RequestBody.none(), within);
            return answer.status() == 200 && answer.isJson()
                    ? read(way, answer, json, within)
                    : new Said(way, answer, null);
        } catch (Unanswered silence) {
            return new Silent(way.instance(), silence);
        } catch (IOException broken) {
            return new Silent(way.instance(), Unanswered.brokenOff(way.instance(), broken));
        }
    }

    private static Said read(Upstream way, Answer answer, JsonMapper json, Duration within)
            throws IOException {
        try {
            var beginning = answer.beginning(JSON_BYTES_MAX + 1, within);
            var isWhole = beginning.length <= JSON_BYTES_MAX;
            return new Said(way, answer.with(beginning), isWhole ? parsed(beginning, json) : null);
        } catch (IOException broken) {
            answer.close();
            throw broken;
        }
    }

    private static @Nullable JsonNode parsed(byte[] text, JsonMapper json) {
        try {
            return json.readTree(text);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** Those who said 200. */
    List<Said> good() {
        return said.stream().filter(one -> one.status() == 200).toList();
    }

    /** Whether somebody's JSON is longer than what is read of it, or is none after all. */
    boolean hasTooLong() {
        return good().stream().anyMatch(one -> one.answer().isJson() && one.json() == null);
    }

    /** Who could not say what it should have: silence, or an error of the instance's own. */
    List<Instance> missing() {
        var failed = said.stream().filter(one -> one.status() >= 500).map(Said::instance);
        return Stream.concat(silent.stream().map(Silent::instance), failed).toList();
    }

    /** Closes every answer but some. */
    void closeAllBut(List<Answer> kept) {
        said.stream()
                .map(Said::answer)
                .filter(answer -> !kept.contains(answer))
                .forEach(Answer::close);
    }
}
