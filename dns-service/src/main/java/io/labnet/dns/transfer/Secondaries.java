package io.labnet.dns.transfer;

import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.Zones;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/** All zones that this process copies from others, each on a thread of its own. */
public final class Secondaries implements AutoCloseable {
    /** So many ask or fetch at a time; the others wait. */
    static final int AT_ONCE_MAX = 4;

    // Whoever sends NOTIFY without end makes us ask no more often than this.
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Secondaries.class);

    private final Map<Name, Kept> kept = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final Function<Copy, Secondary> keeping;
    private final Clock clock;
    private boolean isRunning;

    /**
     * Of some zones.
     *
     * @param ours from which of our addresses their primaries are asked
     */
    public Secondaries(
            List<Copy> copies,
            Zones zones,
            ZoneFiles files,
            OurAddress ours,
            TransferMeters meters,
            Clock clock) {
        this.clock = clock;
        this.keeping = copy -> new Secondary(copy, zones, files, ours, meters, clock);
        copies.forEach(this::add);
    }

    /** One more, which is not copied yet. */
    public synchronized void add(Copy copy) {
        var one = new Kept(copy, keeping.apply(copy));
        kept.put(copy.origin(), one);
        if (isRunning) {
            one.thread.start();
        }
    }

    /** One less. */
    public void remove(Name origin) {
        var one = kept.remove(origin);
        if (one != null) {
            one.thread.interrupt();
        }
    }

    /** Begins to ask and to fetch. */
    public synchronized void start() {
        isRunning = true;
        kept.values().forEach(one -> one.thread.start());
    }

    /** The copy of a zone; null when the zone is none. */
    public @Nullable Copy copy(Name origin) {
        var one = kept.get(origin);
        return one == null ? null : one.copy;
    }

    /** A primary says that there is something new; it is asked soon, not now. */
    void notified(Name origin, InetAddress primary) {
        var one = kept.get(origin);
        // One that has not been looked at yet will do for both.
        if (one != null && !one.notifiers.offer(primary)) {
            LOG.debug("{} is being looked at already", origin);
        }
    }

    private final class Kept {
        private final Copy copy;
        private final Secondary secondary;
        private final BlockingQueue<InetAddress> notifiers = new ArrayBlockingQueue<>(1);
        private final Thread thread;

        Kept(Copy copy, Secondary secondary) {
            this.copy = copy;
            this.secondary = secondary;
            this.thread = Thread.ofVirtual().name("dns-secondary").unstarted(this::keep);
        }

        private void keep() {
            try {
                InetAddress notifier = null;
                while (true) {
                    var began = System.nanoTime();
                    notifier = notifiers.poll(step(notifier), TimeUnit.MILLISECONDS);
                    var rest = BETWEEN_STEPS.minusNanos(System.nanoTime() - began);
                    Thread.sleep(rest.isPositive() ? rest : Duration.ZERO);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /** How many milliseconds there is nothing to do. */
        private long step(@Nullable InetAddress notifier) throws InterruptedException {
            places.acquire();
            try {
                var next = secondary.step(notifier);
                return Math.max(0, Duration.between(clock.instant(), next).toMillis());
            } catch (RuntimeException bug) {
                LOG.error("{} cannot be kept", copy, bug);
                return Timers.INTERVAL_MIN.toMillis();
            } finally {
                places.release();
            }
        }
    }

    @Override
    public synchronized void close() {
        isRunning = false;
        kept.values().forEach(one -> one.thread.interrupt());
    }
}
