package io.labnet.webcache.admin;

import io.labnet.admin.Page;
import io.labnet.webcache.edge.Site;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.upstream.OriginState;
import io.labnet.webcache.upstream.Upstream;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where content comes from, and how it goes there. */
@RestController
@RequestMapping("/api/web-cache")
public class OriginsController {
    private final Upstream upstream;
    private final Sites sites;

    public OriginsController(Upstream upstream, Sites sites) {
        this.upstream = upstream;
        this.sites = sites;
    }

    /**
     * One origin of a site.
     *
     * @param well whether the health checks say so; true where there are none
     */
    public record MemberView(String address, int weight, boolean well) {}

    /** One site of this edge. */
    public record SiteView(String name, List<String> hosts, List<MemberView> origins) {}

    @GetMapping("/sites")
    Page<SiteView> sites(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return Page.of(sites.all().stream().map(this::view).toList(), page, size);
    }

    @GetMapping("/origins")
    Page<OriginState> origins(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = upstream.origins().stream().filter(one -> one.name().contains(q)).toList();
        return Page.of(found, page, size);
    }

    private SiteView view(Site site) {
        var origins =
                site.origins().stream()
                        .map(one ->
                                new MemberView(one.name(), one.weight(), sites.isWell(site, one)))
                        .toList();
        return new SiteView(site.name(), site.hosts().stream().sorted().toList(), origins);
    }
}
