package io.labnet.gateway.services;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Which instances each service has: one at an address; at a name, as many as it has addresses.
 *
 * <p>Names are looked up again and again by threads of their own, so that no request ever waits for
 * the resolver, but for the very first look.
 */
public final class Instances implements AutoCloseable {
    private final Map<Service, List<Instance>> fixed = new LinkedHashMap<>();
    private final Map<Service, NamedInstances> named = new LinkedHashMap<>();
    private final ScheduledExecutorService lookers;

    private Instances(List<Service> services, NameLookup lookup, Clock clock) {
        for (var service : services) {
            service.only()
                    .ifPresentOrElse(
                            one -> fixed.put(service, List.of(one)),
                            () -> named.put(service, new NamedInstances(service, lookup, clock)));
        }
        // Not virtual: the system's resolver would hold on to the threads that carry them.
        var threads = Thread.ofPlatform().name("gateway-names-", 1).daemon().factory();
        lookers = Executors.newScheduledThreadPool(named.size(), threads);
    }

    /**
     * Starts to look.
     *
     * @param every the time between two looks at a name
     */
    public static Instances of(
            List<Service> services, NameLookup lookup, Duration every, Clock clock) {
        var instances = new Instances(services, lookup, clock);
        for (var one : instances.named.values()) {
            var _ =
                    instances.lookers.scheduleWithFixedDelay(
                            one::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }
        return instances;
    }

    /**
     * The instances of a service, in the order of their addresses; none while its name has none.
     */
    public List<Instance> of(Service service) {
        var many = named.get(service);
        return many == null ? fixed.getOrDefault(service, List.of()) : many.known();
    }

    /** The instances of all services. */
    public List<Instance> all() {
        var all = new ArrayList<Instance>();
        fixed.values().forEach(all::addAll);
        named.values().forEach(many -> all.addAll(many.known()));
        return all;
    }

    @Override
    public void close() {
        lookers.shutdownNow();
    }
}
