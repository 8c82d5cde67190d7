package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.labnet.origin.access.Access;
import io.labnet.trace.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginServerTest {
    private static final String HELLO = "GET /hello.txt HTTP/1.1\r\nHost: www.someschool.edu\r\n";

    @TempDir Path data;

    @Test
    void ten_requests_of_a_browser_go_over_one_connection_and_are_logged() throws Exception {
        try (var server = wide()) {
            try (var client = HttpClient.newHttpClient()) {
                for (int i = 0; i < 10; i++) {
                    assertThat(get(client, server, "/hello.txt").statusCode()).isEqualTo(421);
                }
                await().untilAsserted(() -> assertThat(server.openConnections()).isEqualTo(1));
            }
            assertThat(server.log.since(0))
                    .hasSize(10)
                    .extracting(Access::connection)
                    .containsOnly(1L);
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
            assertThat(server.counter("connections")).isEqualTo(1);
            assertThat(server.counter("requests")).isEqualTo(10);
        }
    }

    @Test
    void counts_log_and_trace_tell_what_was_said() throws Exception {
        try (var server = wide();
                var socket = server.connect()) {
            say(socket, HELLO + "If-None-Match: *\r\n\r\nnonsense\r\n");
            var heard = hearAll(socket);
            assertThat(heard).startsWith("HTTP/1.1 304 Not Modified\r\n");
            assertThat(server.counter("responses-304")).isEqualTo(1);
            assertThat(server.counter("responses-errors")).isEqualTo(1);
            await().untilAsserted(() ->
                    assertThat(server.counter("bytes-sent")).isEqualTo(heard.length()));
            var client = "127.0.0.1:" + socket.getLocalPort();
            assertThat(server.log.since(0))
                    .extracting(
                            Access::client,
                            Access::host,
                            Access::method,
                            Access::target,
                            Access::status)
                    .containsExactly(
                            tuple(client, "www.someschool.edu", "GET", "/hello.txt", 304),
                            tuple(client, "", "-", "-", 400));
            assertThat(server.trace.since(0))
                    .extracting(Exchange::summary)
                    .containsExactly(
                            "GET /hello.txt HTTP/1.1",
                            "HTTP/1.1 304 Not Modified",
                            "HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void a_connection_without_requests_is_closed_without_a_word() throws IOException {
        try (var server = hasty();
                var socket = server.connect()) {
            assertThat(hearAll(socket)).isEmpty();
        }
    }

    @Test
    void a_kept_connection_is_closed_when_it_idles() throws IOException {
        try (var server = hasty();
                var socket = server.connect()) {
            say(socket, HELLO + "\r\n");
            assertThat(hearAll(socket)).startsWith("HTTP/1.1 200").doesNotContain("408");
        }
    }

    @Test
    void a_request_that_does_not_end_gets_408() throws IOException {
        try (var server = hasty();
                var socket = server.connect()) {
            say(socket, "GET /hello.txt HT");
            assertThat(hearAll(socket))
                    .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                    .contains("Connection: close");
        }
    }

    @Test
    void a_body_that_does_not_come_gets_408() throws IOException {
        try (var server = hasty();
                var socket = server.connect()) {
            say(socket, HELLO + "Content-Length: 10\r\n\r\nabc");
            assertThat(hearAll(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void dripping_bytes_does_not_win_time() throws IOException {
        try (var server = hasty();
                var socket = server.connect()) {
            say(socket, HELLO + "X: ");
            socket.setSoTimeout(50);
            var answer = new StringBuilder();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> answer.append(drip(socket)).toString().contains("408"));
        }
    }

    @Test
    void each_request_has_its_own_time_when_they_overlap() throws IOException {
        try (var server = new TestServer(data, TestServer.limits(9, Duration.ofMillis(1500)));
                var socket = server.connect()) {
            var in = socket.getInputStream();
            var end = System.nanoTime() + Duration.ofMillis(3500).toNanos();
            for (say(socket, "GET "); System.nanoTime() < end; ) {
                say(socket, HELLO.substring("GET ".length()) + "\r\nGET ");
                var answer = new StringBuilder();
                while (!answer.toString().endsWith("Hello, school!\n")) {
                    answer.append(new String(in.readNBytes(1), ISO_8859_1));
                    assertThat(answer.toString()).doesNotContain("408");
                }
            }
        }
    }

    @Test
    void a_client_that_takes_nothing_is_given_up() throws Exception {
        large("large.bin", 30_000_000);
        try (var server = hasty();
                var socket = server.connect()) {
            say(socket, HELLO.replace("hello.txt", "large.bin") + "\r\n");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(server.openConnections()).isZero());
        }
    }

    @Test
    void a_slow_client_that_goes_on_taking_is_served_to_the_end() throws Exception {
        var bytes = large("large.bin", 30_000_000);
        try (var server = new TestServer(data, TestServer.limits(9, Duration.ofSeconds(5)));
                var socket = server.connect()) {
            say(socket, HELLO.replace("hello.txt", "large.bin") + "Connection: close\r\n\r\n");
            var heard = new ByteArrayOutputStream();
            var in = socket.getInputStream();
            // Slower on the whole than the server's timeout of 5 s, but steady.
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(60))
                    .until(() -> {
                        var part = in.readNBytes(300_000);
                        heard.write(part);
                        return part.length < 300_000;
                    });
            var all = heard.toByteArray();
            assertThat(Arrays.copyOfRange(all, all.length - bytes.length, all.length))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void a_part_of_a_large_file_is_the_right_part() throws Exception {
        var bytes = large("large.bin", 1_000_000);
        try (var server = wide();
                var socket = server.connect()) {
            say(
                    socket,
                    HELLO.replace("hello.txt", "large.bin")
                            + "Range: bytes=500000-500099\r\nConnection: close\r\n\r\n");
            assertThat(hearAll(socket))
                    .contains("Content-Range: bytes 500000-500099/1000000\r\n")
                    .endsWith(
                            "\r\n\r\n"
                                    + new String(
                                            Arrays.copyOfRange(bytes, 500_000, 500_100),
                                            ISO_8859_1));
        }
    }

    @Test
    void several_parts_of_a_large_file_are_the_right_parts() throws Exception {
        var bytes = large("large.bin", 1_000_000);
        try (var server = wide();
                var socket = server.connect()) {
            say(
                    socket,
                    HELLO.replace("hello.txt", "large.bin")
                            + "Range: bytes=500000-500099,-50,0-9\r\nConnection: close\r\n\r\n");
            var heard = hearAll(socket);
            var boundary = heard.replaceFirst("(?s).*; boundary=([^\r]*)\r\n.*", "$1");
            assertThat(heard.split("\r\n\r\n", 2)[1])
                    .isEqualTo(
                            part(boundary, bytes, 500_000, 500_100)
                                    + part(boundary, bytes, 999_950, 1_000_000)
                                    + part(boundary, bytes, 0, 10)
                                    + "\r\n--%s--\r\n".formatted(boundary));
            assertThat(heard).contains("Content-Length: " + heard.split("\r\n\r\n", 2)[1].length());
        }
    }

    private static String part(String boundary, byte[] bytes, int from, int to) {
        return """
        \r
        --%s\r
        Content-Type: application/octet-stream\r
        Content-Range: bytes %d-%d/%d\r
        \r
        """
                        .formatted(boundary, from, to - 1, bytes.length)
                + new String(Arrays.copyOfRange(bytes, from, to), ISO_8859_1);
    }

    @Test
    void a_flood_of_pipelined_requests_is_answered_whole_once_the_client_reads() throws Exception {
        var requests = 40_000;
        try (var server = wide();
                var socket = server.connect()) {
            var sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < requests; i++) {
                                    sayQuietly(socket, HELLO + "\r\n");
                                }
                                sayQuietly(socket, HELLO + "Connection: close\r\n\r\n");
                            });
            // Nothing is read yet: the server must stop answering instead of piling answers up.
            var stopped = stable(server);
            assertThat(hearAll(socket).split("Hello, school!", -1)).hasSize(requests + 2);
            assertThat(server.counter("requests")).isEqualTo(requests + 1).isGreaterThan(stopped);
            sender.join();
        }
    }

    @Test
    void a_client_that_ends_its_side_still_gets_its_answers() throws IOException {
        try (var server = wide();
                var socket = server.connect()) {
            say(socket, (HELLO + "\r\n").repeat(40));
            socket.shutdownOutput();
            assertThat(hearAll(socket).split("Hello, school!", -1)).hasSize(41);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X: half a fie", "Content-Length: 10\r\n\r\nabc"})
    void a_request_that_breaks_off_gets_400(String rest) throws IOException {
        try (var server = wide();
                var socket = server.connect()) {
            say(socket, HELLO + rest);
            socket.shutdownOutput();
            assertThat(hearAll(socket))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("Connection: close\r\n")
                    .endsWith("The request broke off.\n");
        }
    }

    @Test
    void who_finds_no_place_is_told_so_and_gets_one_when_another_leaves() throws Exception {
        try (var server = new TestServer(data, TestServer.limits(2, Duration.ofSeconds(30)))) {
            try (var first = server.connect();
                    var second = server.connect()) {
                say(first, HELLO + "\r\n");
                say(second, HELLO + "\r\n");
                await().until(() -> server.openConnections() == 2);
                try (var third = server.connect()) {
                    assertThat(hearAll(third)).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
                }
                assertThat(server.counter("connections-turned-away")).isEqualTo(1);
            }
            await().until(() -> server.openConnections() == 0);
            try (var fourth = server.connect()) {
                say(fourth, HELLO + "Connection: close\r\n\r\n");
                assertThat(hearAll(fourth)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void an_error_reaches_a_client_that_is_still_sending() throws IOException {
        try (var server = wide();
                var socket = server.connect()) {
            say(socket, HELLO + "Content-Length: 5000000\r\n\r\n");
            say(socket, "x".repeat(200_000));
            assertThat(hearAll(socket)).startsWith("HTTP/1.1 413 Content Too Large\r\n");
        }
    }

    @Test
    void an_address_in_use_is_named_and_a_closed_server_s_can_be_had_again() throws Exception {
        var first = wide();
        var taken = first.server.addresses();
        try (var second = wide()) {
            assertThatThrownBy(() -> second.server.start(taken))
                    .hasMessageContaining("127.0.0.1 port " + first.port());
        }
        try (var client = first.connect()) {
            say(client, HELLO + "\r\n");
            await().until(() -> first.openConnections() == 1);
            first.close();
            assertThat(hearAll(client)).startsWith("HTTP/1.1 200");
        }
        try (var third = wide()) {
            third.server.start(taken);
            assertThat(third.server.addresses()).containsAll(taken);
        }
    }

    private TestServer wide() {
        return new TestServer(data, TestServer.wide());
    }

    private TestServer hasty() {
        return new TestServer(data, TestServer.limits(100, Duration.ofMillis(500)));
    }

    private byte[] large(String name, int length) throws IOException {
        var folder = Files.createDirectories(TestServer.folder(data));
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Files.write(folder.resolve(name), bytes);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.EPOCH));
        return bytes;
    }

    private static HttpResponse<String> get(HttpClient client, TestServer server, String path)
            throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + server.port() + path);
        var request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static double stable(TestServer server) {
        var last = new double[] {-1};
        await().pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    var before = last[0];
                    last[0] = server.counter("requests");
                    return last[0] == before;
                });
        return last[0];
    }

    private static String drip(Socket socket) throws IOException {
        say(socket, "x");
        try {
            return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
        } catch (SocketTimeoutException nothingYet) {
            return "";
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void sayQuietly(Socket socket, String text) {
        try {
            say(socket, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hearAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
