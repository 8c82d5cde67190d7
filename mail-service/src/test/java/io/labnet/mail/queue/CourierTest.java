package io.labnet.mail.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import io.labnet.mail.server.MailCounts;
import io.labnet.mail.store.Database;
import io.labnet.mail.store.Folder;
import io.labnet.mail.store.Letter;
import io.labnet.mail.store.SqlMailStore;
import io.labnet.mail.store.Waiting;
import io.labnet.mail.wiring.MailWorld;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue over a real store, in virtual time. */
class CourierTest {
    private static final Address ALICE = new Address("alice", "crepes.fr");
    private static final RetryPlan PLAN =
            new RetryPlan(List.of(Duration.ofHours(1)), Duration.ofDays(2));

    @TempDir Path folder;

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    throw new UnsupportedOperationException();
                }
            };
    private final MailCounts counts = MailCounts.of(new SimpleMeterRegistry());
    private Database database;
    private SqlMailStore store;

    @BeforeEach
    void open() {
        database = MailWorld.database(folder);
        store = new SqlMailStore(database, clock);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private Courier courier(Carrier carrier) {
        var domains = Map.of("mail.crepes.fr", "crepes.fr");
        return new Courier(store, carrier, domains, PLAN, counts, clock);
    }

    private void queue(String domain) {
        var content = Content.of("Subject: hi\r\n\r\nHi.\r\n".getBytes(ISO_8859_1));
        var to = new Address("bob", domain);
        store.accept(
                new Letter(
                        content, "mail.crepes.fr", new ReversePath(ALICE), List.of(), List.of(to)));
    }

    private static Map<Long, Outcome> all(List<Waiting> parcel, Outcome outcome) {
        return parcel.stream().collect(toMap(Waiting::id, _ -> outcome));
    }

    private int tries() {
        return store.waiting().getFirst().tries();
    }

    @Test
    void a_letter_is_tried_when_it_is_due_until_it_has_waited_too_long() throws IOException {
        queue("down.org");
        var courier = courier((parcel, _) -> all(parcel, new Outcome.Deferred("down.org is down")));
        courier.start();
        try {
            await().until(() -> tries() == 1);
            now = now.plus(Duration.ofMinutes(61));
            await().until(() -> tries() == 2);

            now = now.plus(Duration.ofDays(2));
            await().until(() -> store.waitingCount() == 0);
        } finally {
            courier.stop();
        }
        var inbox = store.folder(ALICE, Folder.INBOX).orElseThrow();
        try (var in = store.messages(inbox.id()).getFirst().content().open()) {
            assertThat(new String(in.readAllBytes(), ISO_8859_1))
                    .contains("Final-Recipient: rfc822; bob@down.org\r\n")
                    .contains("Status: 4.4.7\r\n")
                    .contains("Given up at last: down.org is down");
        }
        await().until(() -> counts.bounced().count() == 1);
    }

    @Test
    void a_destination_that_answers_slowly_holds_up_no_other() {
        for (int letter = 0; letter < 600; letter++) {
            queue("slow.org");
        }
        queue("fast.org");
        var answer = new CountDownLatch(1);
        var courier =
                courier((parcel, _) -> {
                    if (parcel.getFirst().to().domain().equals("slow.org")) {
                        try {
                            answer.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return all(parcel, new Outcome.Delivered());
                });
        courier.start();
        try {
            await().until(() -> store.waitingCount() == 600);
            answer.countDown();
            await().atMost(Duration.ofSeconds(30)).until(() -> store.waitingCount() == 0);
        } finally {
            courier.stop();
        }
    }
}
