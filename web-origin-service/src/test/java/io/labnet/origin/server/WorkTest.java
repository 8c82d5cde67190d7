package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.origin.message.MessageLimits;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes time, or content, or both: programs and files that are put. */
class WorkTest {
    private static final String HELLO = "GET /hello.txt HTTP/1.1\r\nHost: www.someschool.edu\r\n";

    @TempDir Path data;

    @Test
    void a_program_that_takes_too_long_is_stopped_and_the_client_is_told() throws Exception {
        try (var server = new TestServer(data, TestServer.limits(100, Duration.ofMillis(500)));
                var socket = server.connect()) {
            say(socket, HELLO.replace("hello.txt", "program/sleep") + "\r\n");
            assertThat(hearAll(socket))
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("Retry-After: 5\r\n", "Connection: close\r\n");
            assertThat(server.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void others_are_answered_while_a_program_waits() throws Exception {
        try (var server = wide();
                var waiting = server.connect()) {
            say(waiting, HELLO.replace("hello.txt", "program/sleep") + "\r\n" + HELLO + "\r\n");
            assertThat(server.begun.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 4; i++) {
                try (var other = server.connect()) {
                    say(other, HELLO + "Connection: close\r\n\r\n");
                    assertThat(hearAll(other)).startsWith("HTTP/1.1 200 OK\r\n");
                }
            }
            assertThat(server.counter("requests")).isEqualTo(4);
        }
    }

    @Test
    void a_megabyte_and_more_of_content_reaches_a_program_whole() throws Exception {
        var line = "0123456789abcde\n";
        var limits = TestServer.wide();
        var large =
                new ServerLimits(
                        new MessageLimits(400, 800, 20, 3_200_000),
                        9,
                        9,
                        limits.streamsMax(),
                        limits.requestTimeout(),
                        limits.bodyGrace(),
                        limits.bodyRate(),
                        limits.answerTimeout(),
                        limits.sendTimeout());
        try (var server = new TestServer(data, large);
                var socket = server.connect()) {
            say(
                    socket,
                    HELLO.replace("GET /hello.txt", "POST /program/digest")
                            + "Connection: close\r\nContent-Length: 3200000\r\n\r\n");
            say(socket, line.repeat(200_000));
            var sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(line.repeat(200_000).getBytes(ISO_8859_1));
            assertThat(hearAll(socket))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\n" + HexFormat.of().formatHex(sum));
        }
    }

    @Test
    void a_file_that_is_put_streams_to_disk_beyond_the_limit_for_other_content() throws Exception {
        var bytes = "0123456789abcde\n".repeat(150_000);
        try (var server = wide();
                var socket = server.connect()) {
            say(socket, put("large.bin", bytes.length()) + bytes + HELLO + "\r\n");
            socket.shutdownOutput();
            assertThat(hearAll(socket))
                    .startsWith("HTTP/1.1 201 Created\r\n")
                    .contains("HTTP/1.1 200 OK\r\n");
            assertThat(TestServer.folder(data).resolve("drop/large.bin")).hasContent(bytes);
        }
    }

    @Test
    void a_put_that_breaks_off_leaves_nothing() throws Exception {
        try (var server = wide()) {
            try (var socket = server.connect()) {
                say(socket, put("half.bin", 1_000_000) + "x".repeat(500_000));
                await().until(() -> unfinished().length == 1);
            }
            await().until(() -> unfinished().length == 0);
            assertThat(TestServer.folder(data).resolve("drop/half.bin")).doesNotExist();
        }
    }

    @Test
    void content_that_keeps_up_a_rate_may_take_longer_than_the_grace() throws Exception {
        var grace = Duration.ofSeconds(1);
        try (var server = new TestServer(data, TestServer.impatient(grace));
                var socket = server.connect()) {
            var end = System.nanoTime() + grace.multipliedBy(3).toNanos();
            var left = new AtomicInteger(2_000_000);
            say(socket, put("steady.txt", left.get()));
            // Each piece wins as many seconds as all of them take, so a busy machine spoils
            // nothing.
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        say(socket, "x".repeat(500));
                        return left.addAndGet(-500) < 500 || System.nanoTime() > end;
                    });
            say(socket, "x".repeat(left.get()));
            assertThat(new String(socket.getInputStream().readNBytes(20), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 201 Created");
        }
    }

    @Test
    void content_that_drips_gets_408_and_leaves_nothing() throws Exception {
        try (var server = new TestServer(data, TestServer.impatient(Duration.ofMillis(500)));
                var socket = server.connect()) {
            say(socket, put("dripping.txt", 1_000_000));
            socket.setSoTimeout(50);
            var heard = new StringBuilder();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> heard.append(drip(socket)).toString().contains("408"));
            await().until(() -> unfinished().length == 0);
        }
    }

    private static String drip(Socket socket) throws IOException {
        say(socket, "x");
        try {
            return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
        } catch (SocketTimeoutException nothingYet) {
            return "";
        }
    }

    @Test
    void what_is_put_is_larger_than_allowed_before_it_comes() throws Exception {
        try (var server = wide();
                var socket = server.connect()) {
            say(socket, put("large.bin", 3_000_001));
            assertThat(hearAll(socket)).startsWith("HTTP/1.1 413 Content Too Large\r\n");
            assertThat(TestServer.folder(data).resolve("drop/large.bin")).doesNotExist();
        }
    }

    private static String put(String name, int length) {
        return HELLO.replace("GET /hello.txt", "PUT /drop/" + name)
                + "Content-Length: %d\r\n\r\n".formatted(length);
    }

    private String[] unfinished() {
        var names = data.resolve("unfinished").toFile().list();
        return names == null ? new String[0] : names;
    }

    private TestServer wide() {
        return new TestServer(data, TestServer.wide());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String hearAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
