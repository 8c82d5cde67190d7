package io.labnet.webcache.upstream;

import io.labnet.trace.Trace;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All that a fetch stands on; each event loop has a pool of its own, so none waits for another. */
public final class Upstream {
    private final Routes routes;
    private final OriginLimits limits;
    private final Trace trace;
    private final Map<EventLoop, OriginPool> pools = new ConcurrentHashMap<>();

    public Upstream(Routes routes, OriginLimits limits, Trace trace) {
        this.routes = routes;
        this.limits = limits;
        this.trace = trace;
    }

    public Routes routes() {
        return routes;
    }

    public OriginLimits limits() {
        return limits;
    }

    Trace trace() {
        return trace;
    }

    OriginPool pool(EventLoop loop) {
        return pools.computeIfAbsent(loop, one -> new OriginPool(one, limits));
    }
}
