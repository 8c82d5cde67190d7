package io.labnet.webcache.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One origin as all requests to it see it: whether it is worth asking now, and how many may do so
 * at once. Safe for many threads.
 */
// Nothing is to be done when a deadline has been set.
@SuppressWarnings("FutureReturnValueIgnored")
final class Origin {
    /** Gets in, or hears why not; always on its own event loop. */
    interface Entering {
        void entered(Place place);

        void refused(FetchFailure failure);

        /** Whether the asker has lost interest meanwhile. */
        boolean isGone();
    }

    private record Waiting(EventLoop loop, Entering entering) {}

    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

    private final String name;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final int queueMax;
    private final Duration rest;
    private final Duration patience;
    private final Clock clock;
    private volatile Instant restsUntil = Instant.MIN;
    private final Queue<Waiting> queue = new ArrayDeque<>();

    /**
     * An origin that nobody has asked yet.
     *
     * @param patience how long a request waits for its turn
     */
    Origin(
            String name,
            CircuitBreaker breaker,
            Bulkhead bulkhead,
            Guard guard,
            Duration patience,
            Clock clock) {
        this.name = name;
        this.breaker = breaker;
        this.bulkhead = bulkhead;
        this.queueMax = guard.queue();
        this.rest = guard.rest();
        this.patience = patience;
        this.clock = clock;
        breaker.getEventPublisher().onStateTransition(change -> restsUntil = until(change));
    }

    private Instant until(CircuitBreakerOnStateTransitionEvent change) {
        return change.getStateTransition().getToState() == CircuitBreaker.State.OPEN
                ? clock.instant().plus(rest)
                : Instant.MIN;
    }

    /** One request's place at the origin; used on one event loop. */
    final class Place {
        private boolean judged;
        private boolean left;

        /** The origin did its work. */
        void good() {
            if (!judged) {
                judged = true;
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }

        /** The origin failed. */
        void bad(FetchFailure failure) {
            if (!judged) {
                judged = true;
                breaker.onError(0, TimeUnit.NANOSECONDS, new Failed(failure));
            }
        }

        /** Makes room for the next one; doing it twice does no harm. */
        void leave() {
            if (!judged) {
                judged = true;
                breaker.releasePermission();
            }
            if (!left) {
                left = true;
                bulkhead.onComplete();
                letIn();
            }
        }
    }

    /** What the breaker wants to see: no place in the code, so no stack trace. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        private Failed(FetchFailure failure) {
            super(failure.words(), null, false, false);
        }
    }

    /** Whether it is left alone now. */
    boolean isResting() {
        return clock.instant().isBefore(restsUntil);
    }

    OriginState state() {
        return new OriginState(
                name,
                isResting(),
                bulkhead.getMetrics().getMaxAllowedConcurrentCalls()
                        - bulkhead.getMetrics().getAvailableConcurrentCalls(),
                waiting());
    }

    private int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    void enter(EventLoop loop, Entering entering) {
        if (!breaker.tryAcquirePermission()) {
            entering.refused(new FetchFailure.Resting(name, restLeft()));
            return;
        }
        var waiting = new Waiting(loop, entering);
        boolean in;
        boolean waits;
        synchronized (queue) {
            in = queue.isEmpty() && bulkhead.tryAcquirePermission();
            waits = !in && queue.size() < queueMax && queue.add(waiting);
        }
        if (in) {
            entering.entered(new Place());
        } else if (waits) {
            loop.schedule(() -> expire(waiting), patience.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            breaker.releasePermission();
            entering.refused(new FetchFailure.Busy("too many requests wait for " + name));
        }
    }

    // Where one request tries already, who comes meanwhile had better wait a moment, too.
    private Duration restLeft() {
        var until = restsUntil;
        var left =
                until.equals(Instant.MIN)
                        ? Duration.ZERO
                        : Duration.between(clock.instant(), until);
        return left.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : left;
    }

    private void expire(Waiting waiting) {
        boolean late;
        synchronized (queue) {
            late = queue.remove(waiting);
        }
        if (late) {
            breaker.releasePermission();
            waiting.entering.refused(new FetchFailure.Busy(name + " had no room in time"));
        }
    }

    private void letIn() {
        synchronized (queue) {
            while (!queue.isEmpty()) {
                if (queue.peek().entering.isGone()) {
                    queue.remove();
                    breaker.releasePermission();
                } else if (bulkhead.tryAcquirePermission()) {
                    var next = queue.remove();
                    next.loop.execute(() -> next.entering.entered(new Place()));
                } else {
                    return;
                }
            }
        }
    }
}
