package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.message.Names;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolution;
import io.labnet.dns.resolver.ResolutionLog;
import io.labnet.dns.resolver.Step;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the last questions to the recursive server were answered, step by step. */
@RestController
@RequestMapping("/api/dns/resolutions")
class ResolutionsController {
    private final ResolutionLog log;

    ResolutionsController(ResolutionLog log) {
        this.log = log;
    }

    /**
     * One question to one server.
     *
     * @param kind of answer: {@code referral}, {@code answer}, {@code no such name}, {@code no
     *     data}, {@code useless} or {@code silence}
     * @param rttMicros -1 when no answer came
     */
    record StepView(
            String server,
            String address,
            String question,
            String kind,
            String detail,
            long rttMicros) {
        static StepView of(Step step) {
            return new StepView(
                    Names.text(step.server()),
                    text(step.address()),
                    step.question().text(),
                    step.kind(),
                    step.detail(),
                    step.rttMicros());
        }
    }

    /** One client's question. */
    record ResolutionView(
            long id,
            Instant at,
            String client,
            String question,
            String outcome,
            boolean fromCache,
            long tookMicros,
            List<StepView> steps) {
        static ResolutionView of(Resolution resolution) {
            return new ResolutionView(
                    resolution.id(),
                    resolution.at(),
                    text(resolution.client()),
                    resolution.question().text(),
                    outcome(resolution.outcome()),
                    resolution.fromCache(),
                    resolution.took().toNanos() / 1000,
                    resolution.steps().stream().map(StepView::of).toList());
        }

        private static String outcome(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Answer _ -> "answer";
                case Outcome.NoSuchName _ -> "no such name";
                case Outcome.NoData _ -> "no data";
                case Outcome.Failed(var trouble) -> "failed: " + trouble.reason();
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
                        .map(ResolutionView::of)
                        .toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/{id}")
    ResolutionView one(@PathVariable long id) {
        return log.find(id)
                .map(ResolutionView::of)
                .orElseThrow(() -> ApiProblem.notFound("Resolution " + id + " is not kept."));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
