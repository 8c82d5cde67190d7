package io.labnet.gateway.merging;

import io.labnet.admin.Page;
import io.labnet.gateway.merging.Round.Said;
import io.labnet.gateway.merging.Round.Silent;
import io.labnet.gateway.services.Instance;
import io.labnet.gateway.upstream.Answer;
import io.labnet.gateway.upstream.Question;
import io.labnet.gateway.upstream.Unanswered;
import io.labnet.gateway.upstream.Upstream;
import io.labnet.gateway.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks all instances at once what somebody wants to read. Lists become one list, counters are added
 * up, event streams become one; of anything else, the first that has it is the answer.
 */
public final class Gathering {
    /** Less than for one instance: whoever waits for one has the others' answers already. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Pattern PAGING = Pattern.compile("(page|size)=.*");

    private final JsonMapper json;
    private final Duration within;

    /**
     * Gathers from any instances.
     *
     * @param answerWithin the longest wait for an instance; never more than five seconds
     */
    public Gathering(JsonMapper json, Duration answerWithin) {
        this.json = json;
        this.within = answerWithin.compareTo(PATIENCE) < 0 ? answerWithin : PATIENCE;
    }

    /**
     * Asks, and makes one of what is said.
     *
     * @param ways two or more, all of them ways of {@code upstreams}
     * @throws Unanswered when nobody has it and somebody is silent who might
     * @throws ListTooLong when a page lies beyond what is fetched
     */
    public Reply ask(List<Upstream> ways, Question question, Upstreams upstreams)
            throws Unanswered, ListTooLong {
        var round = Round.ask(ways, question, json, within);
        var good = round.good();
        if (good.isEmpty()) {
            return notGood(round);
        }
        var first = good.getFirst();
        if (first.answer().isEventStream()) {
            return live(question, round, upstreams);
        }
        if (JsonPage.of(first.json()).isPresent()) {
            return pages(question, round);
        }
        if (isArray(first.json())) {
            return arrays(round);
        }
        if (isCounters(question, upstreams)) {
            return counters(round);
        }
        return only(first.answer(), round, List.of());
    }

    // Whoever has trouble of its own says less than whoever refuses, and a 404 says least.
    private static Reply notGood(Round round) throws Unanswered {
        var telling =
                first(round, status -> status < 500 && status != 404)
                        .or(() -> first(round, status -> status >= 500));
        if (telling.isPresent()) {
            return only(telling.get(), round, List.of());
        }
        if (!round.silent().isEmpty()) {
            round.closeAllBut(List.of());
            throw Unanswered.all(round.silent().stream().map(Silent::why).toList());
        }
        return only(round.said().getLast().answer(), round, List.of());
    }

    private static Optional<Answer> first(Round round, IntPredicate status) {
        return round.said().stream()
                .filter(one -> status.test(one.status()))
                .map(Said::answer)
                .findFirst();
    }

    private static Reply only(Answer answer, Round round, List<Instance> missing) {
        round.closeAllBut(List.of(answer));
        return new Reply.One(answer, missing);
    }

    private static Reply live(Question question, Round round, Upstreams upstreams) {
        var open = round.good().stream().map(Said::answer).filter(Answer::isEventStream).toList();
        round.closeAllBut(open);
        var from = open.stream().map(Answer::instance).toList();
        return new Reply.Live(new MergedEvents(open, question, upstreams), from, round.missing());
    }

    private Reply pages(Question question, Round round) throws Unanswered, ListTooLong {
        if (round.hasTooLong()) {
            round.closeAllBut(List.of());
            throw new ListTooLong(Page.LARGEST, Round.JSON_BYTES_MAX);
        }
        var having =
                round.good().stream().filter(one -> JsonPage.of(one.json()).isPresent()).toList();
        if (having.size() == 1) {
            return only(having.getFirst().answer(), round, round.missing());
        }
        round.closeAllBut(List.of());
        var asked = pages(having).getFirst();
        if (pages(having).stream().allMatch(JsonPage::isWhole)) {
            return merged(asked, having, round.missing());
        }
        var longer = question.about(fromTheStart(question.target()));
        var again = Round.ask(having.stream().map(Said::way).toList(), longer, json, within);
        var told =
                again.good().stream().filter(one -> JsonPage.of(one.json()).isPresent()).toList();
        if (told.isEmpty() && !again.hasTooLong()) {
            return notGood(again);
        }
        again.closeAllBut(List.of());
        var isAllThere = pages(told).stream().allMatch(JsonPage::isWhole);
        if (again.hasTooLong() || (asked.reach() > Page.LARGEST && !isAllThere)) {
            throw new ListTooLong(Page.LARGEST, Round.JSON_BYTES_MAX);
        }
        return merged(asked, told, together(round.missing(), again.missing()));
    }

    /** As many of the first items as a service gives out at once. */
    private static String fromTheStart(String target) {
        var parts = target.split("\\?", 2);
        var query = parts.length < 2 ? "" : parts[1];
        var rest =
                Pattern.compile("&")
                        .splitAsStream(query)
                        .filter(field -> !field.isEmpty())
                        .filter(field -> !PAGING.matcher(field).matches());
        return Stream.concat(rest, Stream.of("page=0", "size=" + Page.LARGEST))
                .collect(Collectors.joining("&", parts[0] + "?", ""));
    }

    private Reply merged(JsonPage asked, List<Said> told, List<Instance> missing) {
        var lists = pages(told);
        var merged = MergedItems.of(lists.stream().map(JsonPage::items).toList());
        var total = lists.stream().mapToInt(JsonPage::total).sum() - merged.duplicates();
        var start = (int) Math.min((long) asked.page() * asked.size(), merged.items().size());
        var end = Math.min(start + asked.size(), merged.items().size());
        var page =
                new Page<>(merged.items().subList(start, end), asked.page(), asked.size(), total);
        return new Reply.Merged(json.writeValueAsString(page), instances(told), missing);
    }

    private Reply arrays(Round round) {
        var told = round.good().stream().filter(one -> isArray(one.json())).toList();
        round.closeAllBut(List.of());
        var lists = told.stream().map(one -> items(one.json())).toList();
        return new Reply.Merged(
                json.writeValueAsString(MergedItems.of(lists).items()),
                instances(told),
                round.missing());
    }

    private static boolean isCounters(Question question, Upstreams upstreams) {
        var path = question.target().split("\\?", 2)[0];
        return path.equals("/api/" + upstreams.service().noun() + "/counters");
    }

    private Reply counters(Round round) {
        round.closeAllBut(List.of());
        var sum = new TreeMap<String, Double>();
        for (var one : round.good()) {
            if (one.json() != null) {
                one.json()
                        .properties()
                        .forEach(counter ->
                                sum.merge(
                                        counter.getKey(),
                                        counter.getValue().asDouble(0),
                                        Double::sum));
            }
        }
        return new Reply.Merged(
                json.writeValueAsString(sum), instances(round.good()), round.missing());
    }

    private static List<JsonPage> pages(List<Said> told) {
        return told.stream().flatMap(one -> JsonPage.of(one.json()).stream()).toList();
    }

    private static boolean isArray(@Nullable JsonNode node) {
        return node != null && node.isArray();
    }

    private static List<JsonNode> items(@Nullable JsonNode array) {
        return array == null ? List.of() : List.copyOf(array.values());
    }

    private static List<Instance> instances(List<Said> told) {
        return told.stream().map(Said::instance).toList();
    }

    private static List<Instance> together(List<Instance> some, List<Instance> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }
}
