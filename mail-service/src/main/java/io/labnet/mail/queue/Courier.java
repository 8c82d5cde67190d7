package io.labnet.mail.queue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import io.labnet.mail.store.Ids;
import io.labnet.mail.store.Letter;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.Round;
import io.labnet.mail.store.StoreException;
import io.labnet.mail.store.Waiting;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through the queue: whatever is due is tried, then settled, postponed or bounced.
 *
 * <p>A message leaves the queue only after the next host said 250, so a crash between the two can
 * deliver it twice, but never lose it (RFC 5321 section 6.1). Several couriers may work through one
 * queue: each tries only what it could take for itself.
 */
public final class Courier {
    private static final int DUE_MAX = 500;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FINISH = Duration.ofMillis(500);
    // So long a store may be away and what became of a message is not forgotten.
    private static final int NOTE_TRIES_MAX = 3600;
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Told what became of messages. */
    public interface Tally {
        void countDelivered();

        void countBounced();
    }

    private final MailStore store;
    private final Carrier carrier;
    private final Map<String, String> domains;
    private final RetryPlan plan;
    private final Tally tally;
    private final Clock clock;
    private final Ids ids;
    private final Semaphore wakes = new Semaphore(0);
    private final Tries tries = new Tries();
    private @Nullable ExecutorService threads;
    private @Nullable Thread loop;

    /**
     * A courier that does not work yet.
     *
     * @param domains the domain of each sending host, by host name
     */
    public Courier(
            MailStore store,
            Carrier carrier,
            Map<String, String> domains,
            RetryPlan plan,
            Tally tally,
            Clock clock) {
        this.store = store;
        this.carrier = carrier;
        this.domains = Map.copyOf(domains);
        this.plan = plan;
        this.tally = tally;
        this.clock = clock;
        this.ids = new Ids(clock);
    }

    public synchronized void start() {
        var executor =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("mail-courier-", 1).factory());
        threads = executor;
        loop = Thread.ofVirtual().name("mail-courier").start(() -> work(executor));
    }

    /** Stops; tries that do not end in half a second are broken off and made again some day. */
    public synchronized void stop() {
        if (threads == null || loop == null) {
            return;
        }
        threads.shutdown();
        loop.interrupt();
        try {
            if (!threads.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS);
            }
            loop.join(FINISH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads = null;
    }

    /** There is something new to look at. */
    public void wake() {
        wakes.release();
    }

    private void work(ExecutorService executor) {
        try {
            while (!executor.isShutdown()) {
                sendOut(executor);
                if (wakes.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakes.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOut(ExecutorService executor) {
        try {
            var now = clock.instant();
            var round =
                    new Round(
                            now,
                            domains.keySet(),
                            now.minus(plan.giveUpAfter()),
                            tries.busyDomains(),
                            DUE_MAX);
            store.due(round).stream()
                    .collect(groupingBy(Courier::parcel))
                    .forEach((parcel, waiting) -> {
                        if (tries.begin(parcel)) {
                            start(executor, parcel, waiting);
                        }
                    });
        } catch (StoreException e) {
            if (!executor.isShutdown()) {
                LOG.error("The mail queue cannot be read; trying again", e);
            }
        }
    }

    private static Tries.Parcel parcel(Waiting waiting) {
        return new Tries.Parcel(waiting.server(), waiting.contentId(), waiting.to().domain());
    }

    private void start(ExecutorService executor, Tries.Parcel parcel, List<Waiting> waiting) {
        try {
            executor.execute(() -> attempt(parcel, waiting));
        } catch (RejectedExecutionException stopping) {
            tries.end(parcel);
            LOG.debug("Mail that is due waits for the next start", stopping);
        }
    }

    private void attempt(Tries.Parcel parcel, List<Waiting> waiting) {
        var recorded = false;
        try {
            var taken = store.take(waiting.stream().map(Waiting::id).toList(), clock.instant());
            var ours = waiting.stream().filter(w -> taken.contains(w.id())).toList();
            if (!ours.isEmpty()) {
                recorded = record(ours);
            }
        } catch (StoreException e) {
            LOG.error("Mail for {} cannot be taken on now", parcel.domain(), e);
        } finally {
            tries.end(parcel);
        }
        // Something may have waited for this place. What was not recorded is still due: it waits
        // for the next look, or a full disk would make a storm of tries.
        if (recorded) {
            wake();
        }
    }

    private boolean record(List<Waiting> ours) {
        try {
            record(ours, carried(ours));
            return true;
        } catch (StoreException | IOException e) {
            LOG.error("What became of mail for {} cannot be recorded", ours.getFirst().to(), e);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        try {
            store.release(ours.stream().map(Waiting::id).toList());
        } catch (StoreException e) {
            LOG.debug("Others may try the mail for {} later", ours.getFirst().to(), e);
        }
        return false;
    }

    private Map<Long, Outcome> carried(List<Waiting> waiting) {
        try {
            return carrier.carry(waiting, store::isSureOfTaken);
        } catch (RuntimeException e) {
            LOG.error("The delivery to {} failed by a bug of ours", waiting.getFirst().to(), e);
            var later = new Outcome.Deferred("An error of ours");
            return waiting.stream().collect(toMap(Waiting::id, _ -> later));
        }
    }

    private void record(List<Waiting> parcel, Map<Long, Outcome> outcomes)
            throws IOException, InterruptedException {
        var delivered = new ArrayList<Long>();
        var failures = new ArrayList<Bounce.Failure>();
        var deferred = new LinkedHashMap<Waiting, String>();
        for (var waiting : parcel) {
            switch (outcomes.getOrDefault(waiting.id(), new Outcome.Deferred("Not tried"))) {
                case Outcome.Delivered _ -> delivered.add(waiting.id());
                case Outcome.Refused refused -> failures.add(new Bounce.Failure(waiting, refused));
                case Outcome.Deferred(var reason) -> {
                    if (plan.isExpired(waiting.queuedAt(), clock.instant())) {
                        var why = new Outcome.Refused("4.4.7", "Given up at last: " + reason);
                        failures.add(new Bounce.Failure(waiting, why));
                    } else {
                        deferred.put(waiting, reason);
                    }
                }
            }
        }
        // First what would be sent twice if we crashed now.
        if (!delivered.isEmpty()) {
            note(() -> store.settle(delivered));
            delivered.forEach(_ -> tally.countDelivered());
        }
        if (!failures.isEmpty()) {
            bounce(new Bounce(failures));
        }
        for (var waiting : deferred.entrySet()) {
            postpone(waiting.getKey(), waiting.getValue());
        }
    }

    // What the next host has is sent again if we forget it, so the store gets time to come back.
    private void note(Runnable change) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                change.run();
                return;
            } catch (StoreException e) {
                if (tries == NOTE_TRIES_MAX || Thread.interrupted()) {
                    throw e;
                }
                LOG.debug("The store is away; trying again", e);
                Thread.sleep(LOOK);
            }
        }
    }

    private void postpone(Waiting waiting, String reason) throws InterruptedException {
        var next = clock.instant().plus(plan.waitAfter(waiting.tries()));
        LOG.info("Mail for {} waits until {}: {}", waiting.to(), next, reason);
        note(() -> store.postpone(List.of(waiting.id()), next, reason));
    }

    private void bounce(Bounce bounce) throws IOException, InterruptedException {
        var first = bounce.failures().getFirst().waiting();
        var queued = bounce.failures().stream().map(f -> f.waiting().id()).toList();
        var sender = first.from().address();
        tally.countBounced();
        if (sender == null) {
            // RFC 5321 section 6.1: a bounce that cannot be delivered is not bounced.
            LOG.warn("A bounce for {} cannot be delivered and is dropped", first.to());
            note(() -> store.settle(queued));
            return;
        }
        var content = bounce.content(first.server(), ids.next(), clock.instant());
        var letter = letter(content, first.server(), sender);
        note(() -> store.bounce(queued, letter));
    }

    private Letter letter(Content content, String server, Address sender) {
        var ours = sender.domain().equals(domains.get(server));
        return new Letter(
                content,
                server,
                ReversePath.NULL,
                ours ? List.of(sender.normalized()) : List.of(),
                ours ? List.of() : List.of(sender));
    }
}
