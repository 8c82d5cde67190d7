package io.labnet.mail.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.mail.message.Address;
import io.labnet.mail.store.Folder;
import io.labnet.mail.store.Message;
import io.labnet.mail.wiring.MailWorld;
import io.labnet.trace.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A letter's whole way: submission, queue, MX, SMTP to the next host, mailbox. */
class LetterTest {
    @TempDir Path state;

    private static void submit(MailWorld world, String... recipients) throws IOException {
        try (var alice = new Conversation(world.crepes.submission())) {
            alice.follow(
                    List.of(
                            "S: 220 ...",
                            "C: EHLO laptop",
                            "S*: 250 HELP",
                            "C: AUTH PLAIN AGFsaWNlAGtldGNodXA=",
                            "S: 235 ...",
                            "C: MAIL FROM:<alice@crepes.fr>",
                            "S: 250 ..."));
            for (var recipient : recipients) {
                alice.follow(List.of("C: RCPT TO:<" + recipient + ">", "S: 250 ..."));
            }
            alice.follow(
                    List.of(
                            "C: DATA",
                            "S: 354 ...",
                            "R: Subject: ketchup\\r\\n\\r\\nDo you like it?\\r\\n..\\r\\n.\\r\\n",
                            "S: 250 2.0.0 ...",
                            "C: QUIT",
                            "S: 221 ..."));
        }
    }

    private static List<Message> inbox(MailWorld world, Address account) {
        return world.store.messages(world.store.folder(account, Folder.INBOX).orElseThrow().id());
    }

    private static String text(Message message) {
        try (var in = message.content().open()) {
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void alice_writes_to_bob_over_two_servers_and_tls() throws IOException {
        try (var world = new MailWorld(state, true)) {
            world.courier.start();
            submit(world, "bob@hamburger.edu");

            await().until(() -> inbox(world, MailWorld.BOB).size() == 1);
            assertThat(text(inbox(world, MailWorld.BOB).getFirst()))
                    .startsWith("Return-Path: <alice@crepes.fr>\r\n")
                    .containsSubsequence(
                            "Received: from mail.crepes.fr ([127.25.9.1])\r\n",
                            "by mail.hamburger.edu with ESMTPS (TLSv1.3 ",
                            "Received: from laptop ([127.0.0.1])\r\n",
                            "by mail.crepes.fr with ESMTPA\r\n",
                            "Date: ",
                            "Message-ID: <",
                            "Subject: ketchup\r\n\r\nDo you like it?\r\n.\r\n");
            await().until(() -> world.store.waitingCount() == 0);
            await().until(() -> world.counts.delivered().count() == 1);
        }
    }

    @Test
    void a_letter_to_a_neighbour_needs_no_other_server() throws IOException {
        try (var world = new MailWorld(state, true)) {
            submit(world, "alice@crepes.fr");

            assertThat(inbox(world, MailWorld.ALICE)).hasSize(1);
            assertThat(world.store.waitingCount()).isZero();
        }
    }

    @Test
    void what_was_acknowledged_survives_a_restart_before_it_is_delivered() throws IOException {
        try (var world = new MailWorld(state, true)) {
            submit(world, "bob@hamburger.edu");
            assertThat(world.store.waitingCount()).isEqualTo(1);
        }
        try (var world = new MailWorld(state, true)) {
            assertThat(inbox(world, MailWorld.BOB)).isEmpty();
            world.courier.start();
            await().until(() -> inbox(world, MailWorld.BOB).size() == 1);
        }
    }

    @Test
    void a_server_that_is_down_gets_the_letter_later() throws IOException {
        try (var world = new MailWorld(state, true)) {
            world.hamburger.stop();
            world.courier.start();
            submit(world, "bob@hamburger.edu");
            await().until(() -> world.store.waiting().getFirst().tries() > 0);
            assertThat(world.store.waiting().getFirst().lastError())
                    .contains("mail.hamburger.edu [127.25.9.2]");
            assertThat(inbox(world, MailWorld.BOB)).isEmpty();

            world.hamburger.start();
            await().until(() -> inbox(world, MailWorld.BOB).size() == 1);
            await().until(() -> world.store.waitingCount() == 0);
        }
    }

    @Test
    void a_server_whose_tls_fails_gets_the_letter_in_the_clear() throws IOException {
        try (var world = new MailWorld(state, true)) {
            world.hamburger.stop();
            try (var broken = new ScriptedServer("127.25.9.2", world.port, "220 bye", "250 kept")) {
                world.courier.start();
                submit(world, "bob@hamburger.edu");
                await().until(() -> world.store.waitingCount() == 0);
                await().until(() -> world.counts.delivered().count() == 1);
                assertThat(broken.heard())
                        .containsSubsequence("STARTTLS", "EHLO mail.crepes.fr", "DATA", ".");
            }
        }
    }

    @Test
    void a_letter_that_nobody_asked_for_is_not_delivered() throws IOException {
        try (var world = new MailWorld(state, true)) {
            world.hamburger.stop();
            try (var odd = new ScriptedServer("127.25.9.2", world.port, "454 no", "354 more")) {
                world.courier.start();
                submit(world, "bob@hamburger.edu");
                await().until(() -> world.store.waiting().getFirst().tries() > 0);
                assertThat(odd.heard()).contains("DATA", ".");
                assertThat(world.store.waiting().getFirst().lastError()).contains("354 more");
                assertThat(world.counts.delivered().count()).isZero();
            }
        }
    }

    @Test
    void what_cannot_be_delivered_comes_back_to_its_sender() throws IOException {
        try (var world = new MailWorld(state, true)) {
            world.courier.start();
            submit(world, "nobody@hamburger.edu", "x@nomail.org", "x@nowhere.test");

            await().until(() -> inbox(world, MailWorld.ALICE).size() == 3);
            assertThat(inbox(world, MailWorld.ALICE))
                    .map(LetterTest::text)
                    .allSatisfy(text ->
                            assertThat(text)
                                    .startsWith("Return-Path: <>\r\n")
                                    .contains("multipart/report")
                                    .contains("Action: failed\r\n")
                                    .contains("Subject: ketchup\r\n"))
                    .anySatisfy(text -> assertThat(text).contains("Status: 5.1.1\r\n"))
                    .anySatisfy(text -> assertThat(text).contains("Status: 5.1.2\r\n"))
                    .anySatisfy(text -> assertThat(text).contains("Status: 5.1.10\r\n"));
            assertThat(world.store.waitingCount()).isZero();
            await().until(() -> world.counts.bounced().count() == 3);
        }
    }

    @Test
    void an_idling_client_hears_of_a_letter_as_it_arrives() throws IOException {
        try (var world = new MailWorld(state, true);
                var bob = new Conversation(world.hamburger.imap())) {
            world.courier.start();
            bob.follow(
                    List.of(
                            "S: * OK ...",
                            "C: a LOGIN bob hungry",
                            "S: a OK ...",
                            "C: b SELECT INBOX",
                            "S*: b OK ...",
                            "C: c IDLE",
                            "S: + ..."));
            submit(world, "bob@hamburger.edu");
            bob.follow(List.of("S: * 1 EXISTS", "S: * 1 RECENT", "C: DONE", "S: c OK ..."));
        }
    }

    @Test
    void a_maildrop_is_open_to_one_session_at_a_time() throws IOException {
        var login = List.of("S: +OK ...", "C: USER bob", "S: +OK ...", "C: PASS hungry");
        try (var world = new MailWorld(state, true);
                var second = new Conversation(world.hamburger.pop3())) {
            try (var first = new Conversation(world.hamburger.pop3())) {
                first.follow(login);
                first.follow(List.of("S: +OK 0 messages ..."));
                second.follow(login);
                second.follow(List.of("S: -ERR [IN-USE] ..."));
                first.follow(List.of("C: QUIT", "S: +OK ...", "END"));
            }
            second.follow(
                    List.of(
                            "C: USER bob",
                            "S: +OK ...",
                            "C: PASS hungry",
                            "S: +OK 0 messages ..."));
        }
    }

    @Test
    void no_password_stands_in_the_trace() throws IOException {
        try (var world = new MailWorld(state, true);
                var bob = new Conversation(world.hamburger.pop3());
                var too = new Conversation(world.hamburger.imap())) {
            submit(world, "alice@crepes.fr");
            bob.follow(List.of("S: +OK ...", "C: USER bob", "S: +OK ...", "C: PASS hungry"));
            bob.follow(List.of("S: +OK ..."));
            too.follow(List.of("S: * OK ...", "C: a LOGIN bob hungry", "S: a OK ..."));

            assertThat(world.trace.since(0))
                    .map(Exchange::summary)
                    .contains("AUTH PLAIN ...", "PASS ...", "a LOGIN ...")
                    .noneMatch(s -> s.contains("hungry") || s.contains("AGFsaWNl"));
        }
    }

    @Test
    void a_large_message_comes_through_whole_and_a_larger_one_is_refused() throws IOException {
        try (var world = new MailWorld(state, true)) {
            for (var size : List.of(150_000, 250_000)) {
                try (var client = new Conversation(world.hamburger.smtp())) {
                    client.follow(
                            List.of(
                                    "S: 220 ...",
                                    "C: EHLO me",
                                    "S*: 250 HELP",
                                    "C: MAIL FROM:<a@b.org>",
                                    "S: 250 ...",
                                    "C: RCPT TO:<bob@hamburger.edu>",
                                    "S: 250 ...",
                                    "C: DATA",
                                    "S: 354 ..."));
                    client.say(("x".repeat(98) + "\r\n").repeat(size / 100) + ".\r\n");
                    client.follow(List.of(size > 200_000 ? "S: 552 5.3.4 ..." : "S: 250 ..."));
                }
            }
            var kept = inbox(world, MailWorld.BOB);
            assertThat(kept).hasSize(1);
            assertThat(text(kept.getFirst())).endsWith("x\r\n").hasSizeGreaterThan(150_000);
        }
    }
}
