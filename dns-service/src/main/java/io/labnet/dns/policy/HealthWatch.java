package io.labnet.dns.policy;

import io.labnet.dns.policy.Health.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what is due, with threads of its own that begin with the first target. A look that comes
 * late is late: none are heaped up.
 */
public final class HealthWatch implements AutoCloseable {
    /** So many addresses can be looked at. */
    public static final int TARGETS_MAX = 256;

    private static final int THREADS = 8;
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final Health health = new Health();
    private final Probe probe;
    private final Clock clock;
    private final Consumer<Boolean> looked;
    private final Object changed = new Object();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Runnable turned = () -> {};
    private boolean isClosed;

    /**
     * A watch without targets.
     *
     * @param looked hears of each look whether its target answers
     */
    public HealthWatch(Probe probe, Clock clock, Consumer<Boolean> looked) {
        this.probe = probe;
        this.clock = clock;
        this.looked = looked;
    }

    /** Tells somebody whenever an address is down that was not, or the other way round. */
    void tell(Runnable somebody) {
        turned = somebody;
    }

    /** Makes these the targets. */
    void watch(Set<Target> targets) {
        health.watch(targets, clock.instant());
        synchronized (changed) {
            for (int i = threads.size(); i < THREADS && !targets.isEmpty() && !isClosed; i++) {
                threads.add(Thread.ofVirtual().name("dns-health").start(this::look));
            }
            changed.notifyAll();
        }
    }

    Condition of(Target target) {
        return health.of(target);
    }

    /** How many addresses are known to be down. */
    public int down() {
        return health.down();
    }

    private void look() {
        try {
            while (true) {
                look(next());
            }
        } catch (InterruptedException closed) {
            LOG.debug("{} has ended", Thread.currentThread().getName());
        }
    }

    private Target next() throws InterruptedException {
        synchronized (changed) {
            var next = health.take(clock.instant());
            while (next == null) {
                changed.wait(waitMillis());
                next = health.take(clock.instant());
            }
            return next;
        }
    }

    private long waitMillis() {
        var due = health.nextDue();
        var wait = due == null ? IDLE : Duration.between(clock.instant(), due);
        return Math.max(1, wait.toMillis());
    }

    /** Looks at one target that is due; false when there is none. */
    boolean lookAtNext() {
        var target = health.take(clock.instant());
        if (target == null) {
            return false;
        }
        look(target);
        return true;
    }

    private void look(Target target) {
        var check = target.check();
        var answers = probe.answers(target.address(), check.port(), check.timeout());
        var isTurned = health.seen(target, answers, clock.instant());
        synchronized (changed) {
            changed.notifyAll();
        }
        looked.accept(answers);
        if (isTurned) {
            LOG.info("{} port {} is {}", target.address(), check.port(), of(target));
            turned.run();
        }
    }

    @Override
    public void close() {
        synchronized (changed) {
            isClosed = true;
            threads.forEach(Thread::interrupt);
        }
    }
}
