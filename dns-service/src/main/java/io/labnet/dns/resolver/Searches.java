package io.labnet.dns.resolver;

import io.labnet.dns.message.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ExtendedErrorCodeOption;

/**
 * The searches that are under way. Equal questions share one, and it goes on when nobody waits for
 * it any longer.
 */
final class Searches {
    static final int SEARCHES_MAX = 1000;
    static final int OF_CLIENT_MAX = SEARCHES_MAX / 2;
    static final int WAITING_MAX = 256;
    static final int RENEWALS_MAX = 32;
    private static final int ATTEMPTS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
    // Stands if something unforeseen ends a search, so that nobody waits for ever.
    private static final Outcome BROKEN_OFF =
            Resolver.failed(ExtendedErrorCodeOption.OTHER, "the search broke off");

    /** Makes a search. */
    interface Start {
        Search start(boolean isRenewal);
    }

    /**
     * What makes questions equal.
     *
     * @param asOf what was asked for before a flush is no answer to who asks after it
     */
    private record Key(Question question, long asOf) {}

    /**
     * A search.
     *
     * @param isFirst whether it is new: who asks for it now has to see that it is done
     */
    record Joined(Running running, boolean isFirst) {}

    /** One search. */
    final class Running {
        private final Key key;
        private final Semaphore room;
        private final Search search;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final AtomicInteger waiting = new AtomicInteger();

        private Running(Key key, Semaphore room, Search search) {
            this.key = key;
            this.room = room;
            this.search = search;
        }

        /** Searches, on the thread of who has to wait for it anyway. */
        Outcome here() {
            var found = BROKEN_OFF;
            try {
                found = work.apply(key.question(), search);
            } catch (RuntimeException | Error bug) {
                // Whoever waits is told, and the thread has others to serve.
                LOG.error("The search for {} broke off", key.question().text(), bug);
            } finally {
                underWay.remove(key, this);
                room.release();
                outcome.complete(found);
            }
            return found;
        }

        /** Searches, on a thread of its own. */
        void elsewhere() {
            Thread.ofVirtual().name("dns-search").start(this::here);
        }

        List<Step> steps() {
            return search.steps();
        }

        /** The outcome; a search has limits, and always ends. */
        Outcome await() {
            return outcome.join();
        }

        /** The outcome, if it comes in time. */
        Optional<Outcome> await(Duration patience) {
            var inTime =
                    outcome.<Optional<Outcome>>thenApply(Optional::of)
                            .completeOnTimeout(
                                    Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS);
            return inTime.join();
        }
    }

    private final LongSupplier flushes;
    private final Start start;
    private final BiFunction<Question, Search, Outcome> work;
    private final Counts counts;
    private final Map<Key, Running> underWay = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(SEARCHES_MAX);
    private final Semaphore renewals = new Semaphore(RENEWALS_MAX);

    /**
     * No searches.
     *
     * @param work what is done with a search on its thread
     */
    Searches(
            LongSupplier flushes,
            Start start,
            BiFunction<Question, Search, Outcome> work,
            Counts counts) {
        this.flushes = flushes;
        this.start = start;
        this.work = work;
        this.counts = counts;
    }

    /** The search for a question, which may be under way already; empty when there are too many. */
    Optional<Joined> join(Question question) {
        var key = new Key(question, flushes.getAsLong());
        // Another may begin the same in between, and may even end it.
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var other = underWay.get(key);
            if (other != null) {
                return shared(other);
            }
            var ours = begin(key, false, places);
            if (ours != null) {
                return Optional.of(new Joined(ours, true));
            }
        }
        counts.refused.increment();
        return Optional.empty();
    }

    private Optional<Joined> shared(Running other) {
        if (other.waiting.incrementAndGet() > WAITING_MAX) {
            counts.refused.increment();
            return Optional.empty();
        }
        counts.shared.increment();
        return Optional.of(new Joined(other, false));
    }

    /** Searches for what is known but will not be for long; nobody waits for it. */
    void renew(Question question) {
        var key = new Key(question, flushes.getAsLong());
        var renewal = underWay.containsKey(key) ? null : begin(key, true, renewals);
        if (renewal != null) {
            renewal.elsewhere();
            counts.prefetches.increment();
        }
    }

    /** A new search, still to be done; null when there is no place, or the same is under way. */
    private @Nullable Running begin(Key key, boolean isRenewal, Semaphore room) {
        if (!room.tryAcquire()) {
            return null;
        }
        var running = new Running(key, room, start.start(isRenewal));
        if (underWay.putIfAbsent(key, running) != null) {
            room.release();
            return null;
        }
        return running;
    }
}
