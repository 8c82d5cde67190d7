package io.labnet.mail.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import io.labnet.mail.message.Stamp;
import io.labnet.mail.store.Letter;
import io.labnet.mail.wiring.MailWorld;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays whole conversations from files, one behaviour each, over real sockets. */
class ConversationsTest {
    private static final Path FOLDER = Path.of("src/test/resources/conversations");

    @TempDir Path state;

    static Stream<String> conversations() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void it_goes_as_written(String name) throws IOException {
        var transcript = Files.readAllLines(FOLDER.resolve(name));
        assertThat(transcript).anyMatch(line -> line.startsWith("S: "));
        try (var world = new MailWorld(state, !name.contains("no-plaintext"))) {
            letter(world, "one", "Hello.\r\n.dot\r\n");
            letter(world, "two", "Again.\r\n");
            try (var conversation = new Conversation(server(world, name))) {
                conversation.follow(transcript);
            }
        }
    }

    private static InetSocketAddress server(MailWorld world, String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".smtp" -> world.hamburger.smtp();
            case ".submission" -> world.crepes.submission();
            case ".pop3" -> world.hamburger.pop3();
            case ".imap" -> world.hamburger.imap();
            default -> throw new IllegalArgumentException("Not a conversation: " + name);
        };
    }

    private static void letter(MailWorld world, String subject, String body) {
        var from = new ReversePath(MailWorld.ALICE);
        var text = "From: alice@crepes.fr\r\nSubject: " + subject + "\r\n\r\n" + body;
        var content = Content.of(Stamp.bytes(text));
        world.store.accept(
                new Letter(content, "mail.hamburger.edu", from, List.of(MailWorld.BOB), List.of()));
    }
}
