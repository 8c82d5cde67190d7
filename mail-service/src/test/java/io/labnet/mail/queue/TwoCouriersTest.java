package io.labnet.mail.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import io.labnet.mail.server.MailCounts;
import io.labnet.mail.store.Letter;
import io.labnet.mail.store.Replica;
import io.labnet.mail.store.Waiting;
import io.labnet.postgres.TemporaryPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One queue in PostgreSQL, and the couriers of two replicas. */
class TwoCouriersTest {
    private static final Address ALICE = new Address("alice", "crepes.fr");
    private static final RetryPlan PLAN =
            new RetryPlan(List.of(Duration.ofMillis(50)), Duration.ofDays(2));
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration LONGER = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url = TemporaryPostgres.shared().newDatabase();
    private final MailCounts counts = MailCounts.of(new SimpleMeterRegistry());

    private Replica replica() {
        return new Replica(url, Clock.systemUTC(), LEASE);
    }

    private Courier courier(Replica replica, Carrier carrier) {
        var domains = Map.of("mail.crepes.fr", "crepes.fr");
        return new Courier(replica.store, carrier, domains, PLAN, counts, Clock.systemUTC());
    }

    private static void queue(Replica replica, String domain) {
        var content = Content.of("Subject: hi\r\n\r\nHi.\r\n".getBytes(ISO_8859_1));
        var to = List.of(new Address("bob", domain));
        var from = new ReversePath(ALICE);
        replica.store.accept(new Letter(content, "mail.crepes.fr", from, List.of(), to));
    }

    private static Map<Long, Outcome> all(List<Waiting> parcel, Outcome outcome) {
        return parcel.stream().collect(toMap(Waiting::id, _ -> outcome));
    }

    @Test
    void each_letter_is_delivered_once_though_both_are_at_work() {
        // Neither delivers anything before the other has begun, too.
        var oneBegan = new CountDownLatch(1);
        var twoBegan = new CountDownLatch(1);
        Queue<Long> byOne = new ConcurrentLinkedQueue<>();
        Queue<Long> byTwo = new ConcurrentLinkedQueue<>();
        try (var one = replica();
                var two = replica()) {
            for (int letter = 0; letter < 200; letter++) {
                queue(one, "domain" + letter % 20 + ".org");
            }
            var first =
                    courier(
                            one,
                            (parcel, _) -> {
                                meet(oneBegan, twoBegan);
                                return delivered(parcel, byOne);
                            });
            var second =
                    courier(
                            two,
                            (parcel, _) -> {
                                meet(twoBegan, oneBegan);
                                return delivered(parcel, byTwo);
                            });
            first.start();
            second.start();
            try {
                await().atMost(PATIENCE).until(() -> one.store.waitingCount() == 0);
            } finally {
                first.stop();
                second.stop();
            }
        }
        assertThat(byOne).isNotEmpty();
        assertThat(byTwo).isNotEmpty();
        byOne.addAll(byTwo);
        assertThat(byOne).hasSize(200).doesNotHaveDuplicates();
    }

    private static void meet(CountDownLatch own, CountDownLatch other) {
        own.countDown();
        try {
            other.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<Long, Outcome> delivered(List<Waiting> parcel, Queue<Long> noted) {
        parcel.forEach(waiting -> noted.add(waiting.id()));
        return all(parcel, new Outcome.Delivered());
    }

    @Test
    void a_slow_delivery_is_not_begun_again_by_the_other_and_one_that_died_is() {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        Queue<Long> byTwo = new ConcurrentLinkedQueue<>();
        var one = replica();
        try (var two = replica()) {
            queue(one, "slow.org");
            var first =
                    courier(
                            one,
                            (parcel, _) -> {
                                begun.countDown();
                                return whenBroken(parcel, never);
                            });
            var second = courier(two, (parcel, _) -> delivered(parcel, byTwo));
            first.start();
            await().until(() -> begun.getCount() == 0);
            second.start();
            try {
                await().during(LONGER).atMost(PATIENCE).until(byTwo::isEmpty);
                one.crash();
                await().atMost(PATIENCE).until(() -> two.store.waitingCount() == 0);
            } finally {
                first.stop();
                second.stop();
            }
        }
        assertThat(byTwo).hasSize(1);
    }

    private static Map<Long, Outcome> whenBroken(List<Waiting> parcel, CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all(parcel, new Outcome.Deferred("broken off"));
    }
}
