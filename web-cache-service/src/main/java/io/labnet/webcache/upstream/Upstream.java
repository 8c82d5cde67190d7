package io.labnet.webcache.upstream;

import io.labnet.trace.Trace;
import io.labnet.webcache.edge.Ring;
import io.labnet.webcache.edge.Siblings;
import io.labnet.webcache.edge.Site;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.message.Request;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All that a fetch stands on; each event loop has a pool of its own, so none waits for another. */
public final class Upstream {
    private final Routes routes;
    private final OriginLimits limits;
    private final Trust trust;
    private final Trace trace;
    private final Guard guard;
    private final Sites sites;
    private final Siblings siblings;
    private final Origins origins;
    private final Map<EventLoop, OriginPool> pools = new ConcurrentHashMap<>();

    public Upstream(
            Routes routes,
            OriginLimits limits,
            Trust trust,
            Trace trace,
            Guard guard,
            Sites sites,
            Siblings siblings,
            Clock clock) {
        this.routes = routes;
        this.limits = limits;
        this.trust = trust;
        this.trace = trace;
        this.guard = guard;
        this.sites = sites;
        this.siblings = siblings;
        this.origins = new Origins(guard, limits.firstByte(), clock);
    }

    public Routes routes() {
        return routes;
    }

    public OriginLimits limits() {
        return limits;
    }

    public Guard guard() {
        return guard;
    }

    public Sites sites() {
        return sites;
    }

    public Siblings siblings() {
        return siblings;
    }

    /** The origins that were asked lately. */
    public List<OriginState> origins() {
        return origins.states();
    }

    /** Whether an edge is asked, rather than left alone for having failed. */
    public boolean isAlive(Ring.Edge edge) {
        return edge.equals(siblings.own()) || !origins.of(sibling(edge).name()).isResting();
    }

    Trace trace() {
        return trace;
    }

    OriginPool pool(EventLoop loop) {
        return pools.computeIfAbsent(loop, one -> new OriginPool(one, limits, trust));
    }

    Origin origin(Way way) {
        return origins.of(way.name());
    }

    /**
     * Where the answer to a request can be had, the best first.
     *
     * @param request as the origin is to get it
     * @return empty when no origin of its site is well
     */
    List<Way> ways(Request request) {
        var ways = new ArrayList<Way>();
        var target = request.target();
        siblings.toAsk(target.uri(), request.fields(), this::isAlive)
                .ifPresent(edge -> ways.add(sibling(edge)));
        var site = sites.of(target.host());
        if (site.isPresent()) {
            pooled(site.get()).forEach(ways::add);
        } else {
            ways.add(new Way.Named(target));
        }
        return ways;
    }

    private Way sibling(Ring.Edge edge) {
        return new Way.Sibling(edge.name(), siblings.address(edge));
    }

    private List<Way> pooled(Site site) {
        return sites.next(site).stream()
                .<Way>map(origin -> new Way.Pooled(origin.address(), site.host()))
                .toList();
    }

    /** What is said when there is no way to a request's origin. */
    FetchFailure noWay(Request request) {
        var site = sites.of(request.target().host());
        var again = site.flatMap(Site::check).map(Site.Check::every).orElse(guard.rest());
        return new FetchFailure.AllIll(
                site.map(Site::name).orElse(request.target().authority()), again);
    }
}
