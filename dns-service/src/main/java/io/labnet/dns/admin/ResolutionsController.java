package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.dns.message.Names;
import io.labnet.dns.resolver.Arrow;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolution;
import io.labnet.dns.resolver.ResolutionLog;
import io.labnet.dns.resolver.Step;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** How the last questions were answered by resolvers here, step by step, and live. */
@RestController
@RequestMapping("/api/dns/resolutions")
class ResolutionsController {
    private final ResolutionLog log;
    private final EventStream stream;

    ResolutionsController(ResolutionLog log, EventStream stream) {
        this.log = log;
        this.stream = stream;
    }

    /**
     * One question to one server.
     *
     * @param zone as whose server it was asked
     * @param knownBy how that zone's servers were known: {@code cache}, {@code referral}, {@code
     *     hints}, {@code stub} or {@code forward}
     * @param kind of answer: {@code referral}, {@code answer}, {@code alias}, {@code no such name},
     *     {@code no data}, {@code useless} or {@code silence}
     * @param rttMicros -1 when no answer came
     */
    record StepView(
            String server,
            String address,
            String zone,
            String knownBy,
            String question,
            String kind,
            String detail,
            long rttMicros) {
        static StepView of(Step step) {
            return new StepView(
                    Names.text(step.server()),
                    text(step.address()),
                    Names.text(step.zone()),
                    step.knownBy().name().toLowerCase(Locale.ROOT),
                    step.question().text(),
                    step.kind(),
                    step.detail(),
                    step.rttMicros());
        }
    }

    /**
     * One client's question.
     *
     * @param arrows of the textbook's picture: all messages, in the order in which they were sent
     */
    record ResolutionView(
            long id,
            Instant at,
            String resolver,
            String client,
            String question,
            String outcome,
            boolean fromCache,
            long tookMicros,
            List<StepView> steps,
            List<Arrow> arrows) {
        static ResolutionView of(Resolution resolution, ResolutionLog log) {
            return new ResolutionView(
                    resolution.id(),
                    resolution.at(),
                    Names.text(resolution.resolver()),
                    text(resolution.client()),
                    resolution.question().text(),
                    outcome(resolution.outcome()),
                    resolution.fromCache(),
                    resolution.took().toNanos() / 1000,
                    resolution.steps().stream().map(StepView::of).toList(),
                    Arrow.of(resolution, log));
        }

        private static String outcome(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Answer _ -> "answer";
                case Outcome.NoSuchName _ -> "no such name";
                case Outcome.NoData _ -> "no data";
                case Outcome.TooLong _ -> "too long a name";
                case Outcome.Failed(var trouble) -> "failed: " + trouble.reason();
                case Outcome.Judged(var inner, var evidence) ->
                        outcome(inner) + " (" + evidence.text() + ")";
                case Outcome.Noted(var inner, var note) ->
                        outcome(inner) + " (" + note.reason() + ")";
            };
        }
    }

    @GetMapping
    Page<ResolutionView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                log.newestFirst().stream()
                        .filter(resolution -> resolution.question().text().contains(q))
                        .toList();
        var cut = Page.of(found, page, size);
        var views = cut.items().stream().map(this::view).toList();
        return new Page<>(views, cut.page(), cut.size(), cut.total());
    }

    private ResolutionView view(Resolution resolution) {
        return ResolutionView.of(resolution, log);
    }

    @GetMapping("/{id}")
    ResolutionView one(@PathVariable long id) {
        return log.find(id)
                .map(this::view)
                .orElseThrow(() -> ApiProblem.notFound("Resolution " + id + " is not kept."));
    }

    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("resolution", log.newest(), this::news);
    }

    private News news(long last) {
        var found = log.since(last);
        var next = found.isEmpty() ? last : found.getLast().id();
        return new News(found.stream().map(this::view).toList(), next);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
