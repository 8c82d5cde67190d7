package io.labnet.webcache.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.webcache.edge.Ring;
import io.labnet.webcache.edge.Siblings;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.upstream.Upstream;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which of several edges owns a URL, and why. */
@RestController
@RequestMapping("/api/web-cache/ring")
public class RingController {
    private final Siblings siblings;
    private final Upstream upstream;

    public RingController(Siblings siblings, Upstream upstream) {
        this.siblings = siblings;
        this.upstream = upstream;
    }

    /**
     * What an edge bids.
     *
     * @param own whether it is the edge that answers this
     * @param alive whether it is asked, rather than left alone for having failed
     * @param score the highest that is alive owns the URL
     */
    public record Bid(String edge, boolean own, double weight, boolean alive, double score) {}

    /**
     * The owner of a URL.
     *
     * @param url in its normal form, which is what is hashed
     * @param bids the highest first
     */
    public record RingView(String url, String owner, List<Bid> bids) {}

    @GetMapping
    RingView explain(@RequestParam String url) {
        var target =
                Target.absolute(url)
                        .orElseThrow(() -> ApiProblem.invalid("/url", url + " is not an http URL"));
        var bids = siblings.ring().scores(target.uri()).stream().map(this::bid).toList();
        // This edge is alive, so there is one.
        var owner = bids.stream().filter(Bid::alive).findFirst().orElseThrow();
        return new RingView(target.uri(), owner.edge(), bids);
    }

    private Bid bid(Ring.Score score) {
        var edge = score.edge();
        return new Bid(
                edge.name(),
                edge.equals(siblings.own()),
                edge.weight(),
                upstream.isAlive(edge),
                score.value());
    }
}
