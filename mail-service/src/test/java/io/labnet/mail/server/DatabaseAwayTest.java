package io.labnet.mail.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import io.labnet.mail.store.Folder;
import io.labnet.mail.store.Letter;
import io.labnet.mail.store.StoreException;
import io.labnet.mail.wiring.MailWorld;
import io.labnet.postgres.TemporaryPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients hear while the database is away, and that all goes on when it is back. */
class DatabaseAwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path state;

    private final TemporaryPostgres postgres = TemporaryPostgres.ofOwn();
    private MailWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new MailWorld(state, true, MailWorld.sharedDatabase(postgres.newDatabase()));
    }

    @AfterEach
    void close() {
        world.close();
        postgres.close();
    }

    private void letter() {
        var content = Content.of("Subject: hi\r\n\r\nHi.\r\n".getBytes(ISO_8859_1));
        var from = new ReversePath(MailWorld.ALICE);
        world.store.accept(
                new Letter(content, "mail.hamburger.edu", from, List.of(MailWorld.BOB), List.of()));
    }

    private int bobHas() {
        try {
            var inbox = world.store.folder(MailWorld.BOB, Folder.INBOX).orElseThrow();
            return world.store.messages(inbox.id()).size();
        } catch (StoreException e) {
            return -1;
        }
    }

    @Test
    void smtp_says_451_and_takes_the_letter_later_in_the_same_conversation() throws IOException {
        try (var client = new Conversation(world.hamburger.smtp())) {
            client.follow(
                    List.of(
                            "S: 220 ...",
                            "C: EHLO me",
                            "S*: 250 HELP",
                            "C: MAIL FROM:<a@b.org>",
                            "S: 250 ...",
                            "C: RCPT TO:<bob@hamburger.edu>",
                            "S: 250 ..."));
            postgres.stop();
            client.follow(
                    List.of(
                            "C: DATA",
                            "S: 354 ...",
                            "R: Subject: lost?\\r\\n\\r\\nNo.\\r\\n.\\r\\n",
                            "S: 451 4.3.0 ...",
                            "C: MAIL FROM:<a@b.org>",
                            "S: 250 ...",
                            "C: RCPT TO:<bob@hamburger.edu>",
                            "S: 451 4.3.0 ..."));
            postgres.start();
            await().atMost(PATIENCE).until(() -> bobHas() == 0);
            client.follow(
                    List.of(
                            "C: RCPT TO:<bob@hamburger.edu>",
                            "S: 250 ...",
                            "C: DATA",
                            "S: 354 ...",
                            "R: Subject: lost?\\r\\n\\r\\nNo.\\r\\n.\\r\\n",
                            "S: 250 2.0.0 ..."));
        }
        assertThat(bobHas()).isEqualTo(1);
    }

    @Test
    void users_hear_of_it_in_the_words_of_each_protocol() throws IOException {
        letter();
        try (var submission = new Conversation(world.hamburger.submission());
                var pop = new Conversation(world.hamburger.pop3());
                var stranger = new Conversation(world.hamburger.pop3());
                var imap = new Conversation(world.hamburger.imap())) {
            submission.follow(List.of("S: 220 ...", "C: EHLO me", "S*: 250 HELP"));
            pop.follow(List.of("S: +OK ...", "C: USER bob", "S: +OK ...", "C: PASS hungry"));
            pop.follow(List.of("S: +OK 1 messages ..."));
            stranger.follow(List.of("S: +OK ...", "C: USER bob", "S: +OK ..."));
            imap.follow(List.of("S: * OK ...", "C: a LOGIN bob hungry", "S: a OK ..."));
            imap.follow(List.of("C: b SELECT INBOX", "S*: b OK ..."));

            postgres.stop();
            submission.follow(List.of("C: AUTH PLAIN AGJvYgBodW5ncnk=", "S: 454 4.7.0 ..."));
            pop.follow(List.of("C: RETR 1", "S: -ERR [SYS/TEMP] ..."));
            stranger.follow(List.of("C: PASS hungry", "S: -ERR [SYS/TEMP] ..."));
            imap.follow(List.of("C: c FETCH 1 BODY.PEEK[HEADER]", "S: c NO [UNAVAILABLE] ..."));
            imap.follow(List.of("C: d CREATE Kept", "S: d NO [UNAVAILABLE] ..."));

            postgres.start();
            await().atMost(PATIENCE).until(() -> bobHas() == 1);
            submission.follow(List.of("C: AUTH PLAIN AGJvYgBodW5ncnk=", "S: 235 ..."));
            pop.follow(List.of("C: RETR 1", "S: +OK ...", "S*: .", "C: DELE 1", "S: +OK ..."));
            stranger.follow(List.of("C: PASS hungry", "S: -ERR [IN-USE] ..."));
            imap.follow(List.of("C: e FETCH 1 BODY.PEEK[HEADER]", "S*: e OK ..."));
            pop.follow(List.of("C: QUIT", "S: +OK Goodbye, 1 deleted"));
        }
        assertThat(bobHas()).isZero();
    }

    @Test
    void mail_that_is_under_way_arrives_once_when_it_is_back() throws IOException {
        try (var idling = new Conversation(world.hamburger.imap())) {
            idling.follow(List.of("S: * OK ...", "C: a LOGIN bob hungry", "S: a OK ..."));
            idling.follow(List.of("C: b SELECT INBOX", "S*: b OK ...", "C: c IDLE", "S: + ..."));
            var content = Content.of("Subject: hi\r\n\r\nHi.\r\n".getBytes(ISO_8859_1));
            var from = new ReversePath(MailWorld.ALICE);
            var to = List.of(MailWorld.BOB);
            world.store.accept(new Letter(content, "mail.crepes.fr", from, List.of(), to));
            postgres.stop();
            world.courier.start();
            postgres.start();

            await().atMost(PATIENCE).until(() -> bobHas() == 1);
            await().atMost(PATIENCE).until(() -> world.store.waitingCount() == 0);
            idling.follow(List.of("S: * 1 EXISTS", "S: * 1 RECENT", "C: DONE", "S: c OK ..."));
        }
        assertThat(bobHas()).isEqualTo(1);
    }
}
