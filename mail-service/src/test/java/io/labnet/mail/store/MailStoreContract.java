package io.labnet.mail.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every mail store must do. */
interface MailStoreContract {
    Address ALICE = new Address("alice", "crepes.fr");
    Address BOB = new Address("bob", "hamburger.edu");
    Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    MailStore store();

    /** The same store as it is after a restart. */
    MailStore reopened();

    private static Letter letter(String text, List<Address> here, List<Address> elsewhere) {
        var content = Content.of(text.getBytes(ISO_8859_1));
        return new Letter(content, "mail.crepes.fr", new ReversePath(ALICE), here, elsewhere);
    }

    private static String text(Content content) throws IOException {
        try (var in = content.open()) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    private List<Waiting> due(Instant now, int countMax, String... butDomains) {
        var servers = Set.of("mail.crepes.fr");
        return store().due(new Round(now, servers, LONG_AGO, Set.of(butDomains), countMax));
    }

    private static Folder inbox(MailStore store, Address account) {
        return store.folder(account, Folder.INBOX).orElseThrow();
    }

    @Test
    default void every_account_has_an_inbox() {
        assertThat(store().folders(BOB)).map(Folder::name).containsExactly("INBOX");
        assertThat(store().messages(inbox(store(), BOB).id())).isEmpty();
    }

    @Test
    default void what_was_accepted_is_there_after_a_restart() throws IOException {
        store().accept(letter("one\r\n", List.of(ALICE), List.of(BOB)));
        var store = reopened();

        var kept = store.messages(inbox(store, ALICE).id());
        assertThat(kept).hasSize(1);
        assertThat(text(kept.getFirst().content()))
                .isEqualTo("Return-Path: <alice@crepes.fr>\r\none\r\n");
        assertThat(store.waiting()).hasSize(1);
        assertThat(store.waiting().getFirst().to()).isEqualTo(BOB);
        assertThat(store.waiting().getFirst().from()).isEqualTo(new ReversePath(ALICE));
        assertThat(text(store.waiting().getFirst().content())).isEqualTo("one\r\n");
    }

    @Test
    default void a_letter_that_is_sent_again_is_kept_once() {
        var first = letter("again", List.of(BOB), List.of());
        var known =
                new Letter(first.content(), "m", first.from(), List.of(BOB), List.of(), "digest");
        var wider =
                new Letter(
                        first.content(),
                        "m",
                        first.from(),
                        List.of(BOB, ALICE),
                        List.of(),
                        "digest");
        store().accept(known);
        store().accept(known);
        store().accept(wider);
        assertThat(store().messages(inbox(store(), BOB).id())).hasSize(1);
        assertThat(store().messages(inbox(store(), ALICE).id())).hasSize(1);

        store().accept(first);
        store().accept(first);
        assertThat(store().messages(inbox(store(), BOB).id())).hasSize(3);
    }

    @Test
    default void a_large_message_is_kept_byte_for_byte() throws IOException {
        var large = "0123456789abcdef".repeat(50_000);
        store().accept(letter(large, List.of(), List.of(BOB)));

        var kept = store().waiting().getFirst().content();
        assertThat(kept.lengthBytes()).isEqualTo(large.length());
        assertThat(text(kept)).isEqualTo(large);
    }

    @Test
    default void a_message_that_was_removed_does_not_read_as_empty() {
        store().accept(letter("one", List.of(BOB), List.of()));
        var folder = inbox(store(), BOB).id();
        var message = store().messages(folder).getFirst();
        store().remove(folder, List.of(message.uid()));

        assertThatThrownBy(() -> text(message.content())).isInstanceOf(IOException.class);
    }

    @Test
    default void a_letter_that_cannot_be_read_is_not_kept_and_harms_no_other() {
        var broken =
                new Content() {
                    @Override
                    public long lengthBytes() {
                        return 10;
                    }

                    @Override
                    public InputStream open() throws IOException {
                        throw new IOException("the disk is gone");
                    }
                };
        var from = new ReversePath(ALICE);
        assertThatThrownBy(() ->
                        store().accept(new Letter(broken, "m", from, List.of(BOB), List.of())))
                .isInstanceOf(StoreException.class);
        store().accept(letter("fine", List.of(BOB), List.of()));

        assertThat(store().messages(inbox(store(), BOB).id())).hasSize(1);
    }

    @Test
    default void uids_grow_and_are_never_used_again() {
        var folder = inbox(store(), BOB).id();
        var content = Content.of(new byte[] {'x'});
        var first = store().append(folder, content, Set.of(), LONG_AGO).orElseThrow();
        store().remove(folder, List.of(first));
        var second = store().append(folder, content, Set.of("\\Seen"), LONG_AGO).orElseThrow();

        assertThat(second).isGreaterThan(first);
        var message = store().messages(folder).getFirst();
        assertThat(message.uid()).isEqualTo(second);
        assertThat(message.flags()).containsExactly("\\Seen");
        assertThat(message.receivedAt()).isEqualTo(LONG_AGO);
    }

    @Test
    default void many_at_a_time_lose_nothing() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 100)
                    .forEach(i ->
                            threads.execute(() ->
                                    store().accept(letter("no " + i, List.of(BOB), List.of()))));
        }
        var kept = store().messages(inbox(store(), BOB).id());
        assertThat(kept).map(Message::uid).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    default void flags_change_from_what_they_are_at_that_moment() {
        store().accept(letter("one", List.of(BOB), List.of()));
        var folder = inbox(store(), BOB).id();
        var before = store().changes(folder);
        store().changeFlags(folder, List.of(1L), _ -> Set.of("\\Seen"));
        var now =
                store().changeFlags(
                                folder,
                                List.of(1L, 99L),
                                flags -> {
                                    assertThat(flags).containsExactly("\\Seen");
                                    return Set.of("\\Seen", "$Junk");
                                });

        assertThat(now).isEqualTo(Map.of(1L, Set.of("\\Seen", "$Junk")));
        assertThat(store().messages(folder).getFirst().flags())
                .containsExactlyInAnyOrder("\\Seen", "$Junk");
        assertThat(store().changes(folder)).isNotEqualTo(before);
    }

    @Test
    default void a_copy_outlives_its_original() throws IOException {
        store().accept(letter("one", List.of(BOB), List.of()));
        store().createFolder(BOB, "Kept");
        var folder = inbox(store(), BOB).id();
        var kept = store().folder(BOB, "Kept").orElseThrow().id();

        assertThat(store().copy(folder, List.of(1L), kept)).contains(Map.of(1L, 1L));
        store().remove(folder, List.of(1L));
        assertThat(text(store().messages(kept).getFirst().content())).endsWith("one");
        assertThat(store().copy(folder, List.of(1L), 12345L)).isEmpty();
    }

    @Test
    default void folders_are_made_renamed_and_deleted() {
        assertThat(store().createFolder(BOB, "a")).isTrue();
        assertThat(store().createFolder(BOB, "a")).isFalse();
        assertThat(store().createFolder(BOB, "a/b")).isTrue();
        assertThat(store().renameFolder(BOB, "a", "c")).isTrue();
        assertThat(store().renameFolder(BOB, "a", "d")).isFalse();
        assertThat(store().folders(BOB)).map(Folder::name).containsExactly("INBOX", "c", "c/b");
        assertThat(store().deleteFolder(BOB, "c/b")).isTrue();
        assertThat(store().deleteFolder(BOB, "c/b")).isFalse();
        assertThat(store().subscribe(BOB, "c", false)).isTrue();
        assertThat(store().folder(BOB, "c").orElseThrow().subscribed()).isFalse();
        assertThat(store().folders(ALICE)).hasSize(1);
    }

    @Test
    default void what_is_due_is_postponed_settled_or_bounced() {
        store().accept(letter("one", List.of(), List.of(BOB, ALICE)));
        var now = Instant.now().plusSeconds(1);
        var due = due(now, 10);
        assertThat(due).hasSize(2);
        assertThat(due(LONG_AGO, 10)).isEmpty();
        assertThat(due(now, 1)).hasSize(1);
        assertThat(due(now, 10, "crepes.fr", "poly.edu")).map(Waiting::to).containsExactly(BOB);

        var ids = due.stream().map(Waiting::id).toList();
        assertThat(store().take(ids, now)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(store().isSureOfTaken()).isTrue();
        store().postpone(List.of(due.get(0).id()), now.plusSeconds(60), "busy\0".repeat(1000));
        store().release(List.of(due.get(1).id()));
        assertThat(due(now, 10)).map(Waiting::id).containsExactly(due.get(1).id());
        assertThat(store().waiting().getFirst().tries()).isEqualTo(1);
        assertThat(store().waiting().getFirst().lastError()).startsWith("busy");

        store().settle(List.of(due.get(1).id()));
        assertThat(store().waitingCount()).isEqualTo(1);

        store().take(List.of(due.get(0).id()), now.plusSeconds(60));
        store().bounce(List.of(due.get(0).id()), letter("sorry", List.of(ALICE), List.of()));
        assertThat(store().waitingCount()).isZero();
        assertThat(store().messages(inbox(store(), ALICE).id())).hasSize(1);
    }

    @Test
    default void mail_of_a_server_that_is_not_here_waits_until_it_has_expired() {
        store().accept(letter("one", List.of(), List.of(BOB)));
        var now = Instant.now().plusSeconds(1);
        var elsewhere = Set.of("mail.hamburger.edu");

        assertThat(store().due(new Round(now, elsewhere, LONG_AGO, Set.of(), 10))).isEmpty();
        assertThat(store().due(new Round(now, Set.of(), LONG_AGO, Set.of(), 10))).isEmpty();
        assertThat(store().due(new Round(now, elsewhere, now, Set.of(), 10))).hasSize(1);
    }

    @Test
    default void a_maildrop_is_locked_until_it_is_unlocked_or_the_store_is_closed() {
        assertThat(store().lock(BOB)).isTrue();
        assertThat(store().lock(BOB)).isFalse();
        assertThat(store().lock(ALICE)).isTrue();
        store().unlock(BOB);
        assertThat(store().lock(BOB)).isTrue();
        assertThat(reopened().lock(BOB)).isTrue();
    }

    @Test
    default void nothing_is_recent_once_it_was_seen() {
        store().accept(letter("one", List.of(BOB), List.of()));
        assertThat(inbox(store(), BOB).recentUid()).isEqualTo(1);
        store().forgetRecent(inbox(store(), BOB).id());
        assertThat(inbox(store(), BOB).recentUid()).isEqualTo(2);
    }
}
