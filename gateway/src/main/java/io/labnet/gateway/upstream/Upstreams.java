package io.labnet.gateway.upstream;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.services.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The ways to all instances of one service; who leaves is forgotten, its breaker too. */
public final class Upstreams {
    private final Service service;
    private final Supplier<List<Instance>> instances;
    private final Function<Instance, Upstream> way;
    private final Duration retryAfter;
    private final ConcurrentMap<Instance, Upstream> ways = new ConcurrentHashMap<>();

    /**
     * Ways that have not been walked yet.
     *
     * @param instances the service's instances as they are at the moment
     * @param way makes the way to a new one
     * @param retryAfter when a client may try again that found none
     */
    public Upstreams(
            Service service,
            Supplier<List<Instance>> instances,
            Function<Instance, Upstream> way,
            Duration retryAfter) {
        this.service = service;
        this.instances = instances;
        this.way = way;
        this.retryAfter = retryAfter;
    }

    public Service service() {
        return service;
    }

    /**
     * One way to each instance that there is now, in the order of their addresses, at least one.
     *
     * @throws Unanswered when there is no instance
     */
    public List<Upstream> now() throws Unanswered {
        var present = instances.get();
        ways.keySet().retainAll(present);
        if (present.isEmpty()) {
            throw Unanswered.byNobody(service, retryAfter);
        }
        return present.stream().map(one -> ways.computeIfAbsent(one, way)).toList();
    }

    /** How many instances are left alone at the moment because they did not answer. */
    public long open() {
        return ways.values().stream().filter(Upstream::isOpen).count();
    }
}
