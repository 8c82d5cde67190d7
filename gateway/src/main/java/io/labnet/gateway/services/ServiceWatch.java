package io.labnet.gateway.services;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private static Probe.Seen seen(Future<Probe.Seen> look) {
        try {
            return look.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A probe must not throw", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Probe.Seen.NOTHING;
        }
    }

    private Known updated(int index, Service service, Probe.Seen seen, Instant now) {
        var before = index < known.size() ? known.get(index) : null;
        var since =
                before != null && before.status().state() == seen.state()
                        ? before.status().since()
                        : now;
        var status =
                new ServiceStatus(
                        service.name(),
                        service.noun(),
                        service.url(),
                        seen.state(),
                        since,
                        switchable.test(service.name()),
                        seen.counters());
        return before != null && before.status().equals(status)
                ? before
                : new Known(status, version);
    }
}
