package io.labnet.origin.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.SiteTerms;
import io.labnet.origin.site.Sites;
import io.labnet.origin.site.Terms;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How a site keeps connections: the book's three ways, to be compared. */
@RestController
@RequestMapping("/api/web-origin/sites/{name}/connections")
public class ConnectionsController {
    private static final long IDLE_SECONDS_MAX = 3600;

    /** How a site keeps connections. */
    record View(boolean persistent, boolean pipelining, long idleTimeoutSeconds, int requestsMax) {
        static View of(Terms terms) {
            return new View(
                    terms.persistent(),
                    terms.pipelining(),
                    terms.idleTimeout().toSeconds(),
                    terms.requestsMax());
        }
    }

    /** How it is to keep them; what is left out is as usual. */
    record Wanted(
            @Nullable Boolean persistent,
            @Nullable Boolean pipelining,
            @Nullable Long idleTimeoutSeconds,
            @Nullable Integer requestsMax) {}

    private final Sites sites;
    private final SiteTerms terms;

    public ConnectionsController(Sites sites, SiteTerms terms) {
        this.sites = sites;
        this.terms = terms;
    }

    @GetMapping
    View show(@PathVariable String name) {
        return View.of(terms.of(site(name)));
    }

    @PutMapping
    View change(@PathVariable String name, @RequestBody Wanted wanted) {
        var site = site(name);
        terms.change(site, checked(wanted));
        return View.of(terms.of(site));
    }

    private Terms checked(Wanted wanted) {
        var usual = terms.usual();
        var requests = orElse(wanted.requestsMax(), usual.requestsMax());
        if (requests < 1) {
            throw ApiProblem.invalid("/requestsMax", "requestsMax must be 1 or more.");
        }
        var seconds = wanted.idleTimeoutSeconds();
        if (seconds != null && (seconds < 1 || seconds > IDLE_SECONDS_MAX)) {
            throw ApiProblem.invalid(
                    "/idleTimeoutSeconds",
                    "idleTimeoutSeconds must be 1 to " + IDLE_SECONDS_MAX + ".");
        }
        return new Terms(
                orElse(wanted.persistent(), usual.persistent()),
                orElse(wanted.pipelining(), usual.pipelining()),
                seconds == null ? usual.idleTimeout() : Duration.ofSeconds(seconds),
                requests);
    }

    private static <T> T orElse(@Nullable T wanted, T usual) {
        return wanted == null ? usual : wanted;
    }

    private Site site(String name) {
        var site = sites.of(name);
        if (site == null) {
            throw ApiProblem.notFound("There is no site " + name + ".");
        }
        return site;
    }
}
