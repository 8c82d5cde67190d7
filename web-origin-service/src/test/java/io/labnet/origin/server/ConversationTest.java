package io.labnet.origin.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client says and what it hears: one behaviour a file, named by it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationTest {
    private static final Path FOLDER = Path.of("src/test/resources/conversations");

    private TestServer server;

    @BeforeAll
    void start(@TempDir Path data) {
        server = new TestServer(data, TestServer.wide());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void goes_as_written(String name) throws IOException {
        var conversation = Conversation.read(FOLDER.resolve(name));
        try (var socket = server.connect()) {
            conversation.replay(socket);
        }
    }
}
