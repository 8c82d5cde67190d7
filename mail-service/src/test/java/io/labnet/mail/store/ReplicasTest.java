package io.labnet.mail.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.mail.account.Accounts;
import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import io.labnet.postgres.TemporaryPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two stores on one PostgreSQL, as two replicas of the service have them. */
class ReplicasTest {
    private static final Address ALICE = new Address("alice", "crepes.fr");
    private static final Address BOB = new Address("bob", "hamburger.edu");
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration LONGER = Duration.ofSeconds(4);

    private final String url = TemporaryPostgres.shared().newDatabase();
    private final Replica one = new Replica(url, Clock.systemUTC(), LEASE);
    private final Replica two = new Replica(url, Clock.systemUTC(), LEASE);

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static Letter letter(List<Address> here, List<Address> elsewhere) {
        var content = Content.of("Hi.\r\n".getBytes(ISO_8859_1));
        return new Letter(content, "mail.crepes.fr", new ReversePath(ALICE), here, elsewhere);
    }

    private static long inbox(Replica replica) {
        return replica.store.folder(BOB, Folder.INBOX).orElseThrow().id();
    }

    private static List<Long> uids(Replica replica, long folder) {
        return replica.store.messages(folder).stream().map(Message::uid).toList();
    }

    private static List<Long> due(Replica replica) {
        var servers = Set.of("mail.crepes.fr");
        var round = new Round(Instant.now(), servers, Instant.EPOCH, Set.of(), 10);
        return replica.store.due(round).stream().map(Waiting::id).toList();
    }

    private static Set<Long> take(Replica replica, List<Long> ids) {
        return replica.store.take(ids, Instant.now());
    }

    @Test
    void what_one_has_taken_the_other_cannot_have_while_the_first_lives() {
        one.store.accept(letter(List.of(), List.of(BOB)));
        var ids = due(two);
        assertThat(take(one, ids)).hasSize(1);

        await().during(LONGER)
                .atMost(LONGER.multipliedBy(2))
                .until(() -> due(two).isEmpty() && take(two, ids).isEmpty());
        one.store.release(ids);
        assertThat(take(two, ids)).hasSize(1);
    }

    @Test
    void what_was_tried_meanwhile_is_not_tried_again_by_who_read_of_it_before() {
        one.store.accept(letter(List.of(), List.of(BOB)));
        var ids = due(two);
        take(one, ids);
        one.store.postpone(ids, Instant.now().plusSeconds(60), "busy");

        assertThat(take(two, ids)).isEmpty();
    }

    @Test
    void what_a_replica_had_taken_when_it_died_is_taken_by_another() {
        one.store.accept(letter(List.of(), List.of(BOB)));
        var ids = due(one);
        take(one, ids);
        one.crash();

        assertThat(take(two, ids)).isEmpty();
        await().until(() -> due(two).equals(ids));
        assertThat(take(two, ids)).hasSize(1);
    }

    @Test
    void whoever_lost_its_lease_neither_postpones_nor_bounces_what_another_tries() {
        one.store.accept(letter(List.of(), List.of(BOB)));
        var ids = due(one);
        take(one, ids);
        one.store.release(ids);
        take(two, ids);
        one.store.postpone(ids, Instant.now(), "busy");
        one.store.bounce(ids, letter(List.of(ALICE), List.of()));

        assertThat(two.store.waiting()).map(Waiting::tries).containsExactly(0);
        assertThat(two.store.folder(ALICE, Folder.INBOX).map(Folder::uidNext)).contains(1L);
        assertThat(take(one, ids)).isEmpty();
    }

    @Test
    void a_maildrop_is_locked_for_all_and_freed_when_its_replica_dies() {
        assertThat(one.store.lock(BOB)).isTrue();
        await().during(LONGER).atMost(LONGER.multipliedBy(2)).until(() -> !two.store.lock(BOB));
        one.store.unlock(BOB);
        assertThat(two.store.lock(BOB)).isTrue();
        assertThat(one.store.lock(BOB)).isFalse();

        two.crash();
        assertThat(one.store.lock(BOB)).isFalse();
        await().until(() -> one.store.lock(BOB));
    }

    @Test
    void uids_are_unique_and_whoever_sees_one_sees_all_that_are_lower()
            throws InterruptedException, ExecutionException {
        var folder = inbox(one);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing =
                    IntStream.range(0, 200)
                            .mapToObj(i -> i % 2 == 0 ? one : two)
                            .map(replica ->
                                    threads.submit(() ->
                                            replica.store.accept(
                                                    letter(List.of(BOB, ALICE), List.of()))))
                            .toList();
            List<Long> seen = List.of();
            while (!writing.stream().allMatch(Future::isDone)) {
                var now = uids(two, folder);
                assertThat(now.subList(0, seen.size())).isEqualTo(seen);
                seen = now;
            }
            for (var written : writing) {
                written.get();
            }
        }
        var all = LongStream.rangeClosed(1, 200).boxed().toList();
        assertThat(uids(one, folder)).isEqualTo(all);
    }

    @Test
    void one_letter_that_both_get_is_kept_once() throws InterruptedException, ExecutionException {
        var plain = letter(List.of(BOB), List.of());
        var again =
                new Letter(plain.content(), "m", plain.from(), plain.here(), List.of(), "digest");
        Callable<Boolean> first = accepting(one, again);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(List.of(first, accepting(two, again), first))) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(uids(one, inbox(one))).hasSize(1);
    }

    private static Callable<Boolean> accepting(Replica replica, Letter letter) {
        return () -> {
            replica.store.accept(letter);
            return true;
        };
    }

    @Test
    void a_content_goes_with_the_last_who_had_it_also_when_two_leave_at_a_time()
            throws InterruptedException, ExecutionException {
        for (int round = 0; round < 20; round++) {
            one.store.accept(letter(List.of(ALICE, BOB), List.of()));
            var alices = one.store.folder(ALICE, Folder.INBOX).orElseThrow().id();
            var bobs = inbox(two);
            Callable<Boolean> left = () -> removed(one, alices);
            Callable<Boolean> right = () -> removed(two, bobs);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : threads.invokeAll(List.of(left, right))) {
                    assertThat(done.get()).isTrue();
                }
            }
        }
        int contents =
                one.database.read(connection -> {
                    try (var count = connection.prepareStatement("SELECT COUNT(*) FROM content")) {
                        var row = count.executeQuery();
                        return row.next() ? row.getInt(1) : -1;
                    }
                });
        assertThat(contents).isZero();
    }

    private static boolean removed(Replica replica, long folder) {
        replica.store.remove(folder, uids(replica, folder));
        return true;
    }

    @Test
    void flags_that_both_set_at_a_time_are_all_set()
            throws InterruptedException, ExecutionException {
        one.store.accept(letter(List.of(BOB), List.of()));
        var folder = inbox(one);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var setting =
                    IntStream.range(0, 40)
                            .mapToObj(i ->
                                    threads.submit(() ->
                                            (i % 2 == 0 ? one : two)
                                                    .store.changeFlags(
                                                            folder,
                                                            List.of(1L),
                                                            flags -> with(flags, "k" + i))))
                            .toList();
            for (var set : setting) {
                set.get();
            }
        }
        assertThat(one.store.messages(folder).getFirst().flags()).hasSize(40);
    }

    private static Set<String> with(Set<String> flags, String one) {
        var all = new HashSet<>(flags);
        all.add(one);
        return all;
    }

    @Test
    void changes_by_one_are_known_to_the_other_soon() {
        var folder = inbox(one);
        var before = two.store.changes(folder);
        one.store.accept(letter(List.of(BOB), List.of()));

        await().atMost(Duration.ofSeconds(5)).until(() -> two.store.changes(folder) > before);
        assertThat(uids(two, folder)).hasSize(1);
    }

    @Test
    void accounts_of_one_are_known_to_the_other_and_so_is_that_they_are_gone() {
        var here = new Accounts(new SqlAccountStore(one.database));
        var there = new Accounts(new SqlAccountStore(two.database));
        here.put(BOB, "hungry");
        assertThat(there.has(BOB)).isTrue();
        assertThat(there.authenticate("bob", "hungry", "hamburger.edu")).contains(BOB);

        there.put(BOB, "thirsty");
        assertThat(here.authenticate("bob", "hungry", "hamburger.edu")).isEmpty();
        assertThat(there.remove(BOB)).isTrue();
        assertThat(here.has(BOB)).isFalse();
    }
}
