package io.labnet.origin.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.origin.access.SiteTraffic;
import io.labnet.origin.access.SiteTraffic.Counts;
import io.labnet.origin.site.Sites;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What each site was asked and what it answered, since the start. */
@RestController
@RequestMapping("/api/web-origin")
public class SiteCountersController {
    private final SiteTraffic traffic;
    private final Sites sites;

    public SiteCountersController(SiteTraffic traffic, Sites sites) {
        this.traffic = traffic;
        this.sites = sites;
    }

    @GetMapping("/counters/sites")
    Page<Counts> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = traffic.counts().stream().filter(c -> c.site().contains(q)).toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/sites/{name}/counters")
    Counts one(@PathVariable String name) {
        var site = sites.of(name);
        if (site == null) {
            throw ApiProblem.notFound("There is no site " + name + ".");
        }
        return traffic.counts().stream()
                .filter(counts -> counts.site().equals(site.name()))
                .findFirst()
                .orElse(new Counts(site.name(), 0, Map.of(), 0));
    }
}
