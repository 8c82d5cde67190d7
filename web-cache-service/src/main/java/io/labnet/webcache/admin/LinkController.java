package io.labnet.webcache.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.webcache.access.Tallies;
import io.labnet.webcache.link.AccessLink;
import io.labnet.webcache.link.History;
import io.labnet.webcache.link.LinkReport;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The access link, measured and by the book's formula. */
@RestController
@RequestMapping("/api/web-cache/link")
public class LinkController {
    private final AccessLink link;
    private final History history;
    private final Tallies tallies;
    private final Clock clock;

    public LinkController(AccessLink link, History history, Tallies tallies, Clock clock) {
        this.link = link;
        this.history = history;
        this.tallies = tallies;
        this.clock = clock;
    }

    /** The last {@code seconds}, 1 to 3600. */
    @GetMapping
    LinkReport report(@RequestParam(defaultValue = "60") int seconds) {
        var longest = History.LONGEST.toSeconds();
        if (seconds < 1 || seconds > longest) {
            throw ApiProblem.invalid(
                    "/seconds", "seconds is " + seconds + ", but must be 1 to " + longest);
        }
        var window = Duration.ofSeconds(seconds);
        return LinkReport.of(link, history.last(window, clock.instant(), tallies.totals()));
    }
}
