package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.labnet.loops.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void answers_from_memory_and_from_disk_come_whole(Transport transport) throws IOException {
        assumeTrue(transport.isThere(), () -> "there is no " + transport + " here");
        // More than a socket holds: the client, who has nothing more to say, is waited for.
        var bytes = new byte[20_000_000];
        new Random(1).nextBytes(bytes);
        TestServer.place(folder, "large.bin", bytes);
        try (var server = new TestServer(folder, TestServer.wide(), 100, transport);
                var socket = server.connect()) {
            var request = "GET /%s HTTP/1.1\r\nHost: www.someschool.edu\r\n\r\n";
            var both = request.formatted("hello.txt") + request.formatted("large.bin");
            socket.getOutputStream().write(both.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            await().until(() -> server.counter("requests") == 2);
            var heard = socket.getInputStream().readAllBytes();
            var body = heard.length - bytes.length;
            assertThat(new String(heard, 0, body, ISO_8859_1))
                    .contains("\r\n\r\nHello, school!\nHTTP/1.1 200 OK\r\n");
            assertThat(Arrays.equals(heard, body, heard.length, bytes, 0, bytes.length)).isTrue();
        }
    }
}
