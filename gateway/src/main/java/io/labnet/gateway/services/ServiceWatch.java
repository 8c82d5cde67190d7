package io.labnet.gateway.services;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an eye on all services: looks when somebody asks, at most once a second however many ask.
 */
public final class ServiceWatch {
    private static final Duration FRESH = Duration.ofMillis(900);

    /** What changed, and where to go on from. */
    public record Changes(List<ServiceStatus> statuses, long version) {}

    private record Known(ServiceStatus status, long version) {}

    private final List<Probe> probes;
    private final Predicate<String> switchable;
    private final Clock clock;
    private List<Known> known = List.of();
    private @Nullable Instant lastLook;
    private long version;

    /**
     * A watch that has not looked yet.
     *
     * @param switchable whether the lab can stop and start the service with this name
     */
    public ServiceWatch(List<Probe> probes, Predicate<String> switchable, Clock clock) {
        this.probes = List.copyOf(probes);
        this.switchable = switchable;
        this.clock = clock;
    }

    /** How every service is doing, at most a second old. */
    public synchronized List<ServiceStatus> look() {
        if (lastLook == null || clock.instant().isAfter(lastLook.plus(FRESH))) {
            lookAgain();
        }
        return known.stream().map(Known::status).toList();
    }

    /** How one service is doing; empty when there is none with this name. */
    public Optional<ServiceStatus> look(String name) {
        return look().stream().filter(status -> status.name().equals(name)).findFirst();
    }

    /** The statuses that changed since a version; since 0, all of them. */
    public synchronized Changes changedSince(long seen) {
        look();
        var changed = known.stream().filter(k -> k.version() > seen).map(Known::status).toList();
        return new Changes(changed, version);
    }

    /** Makes the next look a fresh one, because something was just switched. */
    public synchronized void forget() {
        lastLook = null;
    }

    private void lookAgain() {
        var now = clock.instant();
        version++;
        var next = new ArrayList<Known>();
        try (var lookers = Executors.newVirtualThreadPerTaskExecutor()) {
            var looks = probes.stream().map(probe -> lookers.submit(probe::look)).toList();
            for (int i = 0; i < probes.size(); i++) {
                next.add(updated(i, probes.get(i).service(), seen(looks.get(i)), now));
            }
        }
        known = List.copyOf(next);
        lastLook = clock.instant();
    }

    private static List<Probe.Seen> seen(Future<List<Probe.Seen>> look) {
        try {
            return look.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A probe must not throw", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Known updated(int index, Service service, List<Probe.Seen> seen, Instant now) {
        var before = index < known.size() ? known.get(index) : null;
        var last = before == null ? null : before.status();
        var state = ServiceState.of(seen.stream().map(Probe.Seen::state).toList());
        var status =
                new ServiceStatus(
                        service.name(),
                        service.noun(),
                        service.url(),
                        state,
                        last != null && last.state() == state ? last.since() : now,
                        switchable.test(service.name()),
                        sum(seen),
                        seen.size() > 1 ? instances(last, seen, now) : List.of());
        return before != null && before.status().equals(status)
                ? before
                : new Known(status, version);
    }

    private static Map<String, Double> sum(List<Probe.Seen> seen) {
        var sum = new LinkedHashMap<String, Double>();
        seen.forEach(one -> one.counters().forEach((name, n) -> sum.merge(name, n, Double::sum)));
        return sum;
    }

    private static List<InstanceStatus> instances(
            @Nullable ServiceStatus last, List<Probe.Seen> seen, Instant now) {
        var before = last == null ? List.<InstanceStatus>of() : last.instances();
        return seen.stream()
                .map(one -> {
                    var address = one.instance().address();
                    var since =
                            before.stream()
                                    .filter(b -> b.address().equals(address))
                                    .filter(b -> b.state() == one.state())
                                    .map(InstanceStatus::since)
                                    .findFirst();
                    return new InstanceStatus(
                            address, one.state(), since.orElse(now), one.counters());
                })
                .toList();
    }
}
