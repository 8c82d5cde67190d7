package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.site.Terms;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The book's three ways, each a matter of the site (RFC 9112 section 9.3). */
class PersistenceTest {
    private static final String SCHOOL = "www.someschool.edu";
    private static final String GAIA = "gaia.cs.umass.edu";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LARGE = 30_000_000;

    private TestServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        TestServer.place(folder, "large.bin", new byte[LARGE]);
        server = new TestServer(folder, TestServer.wide());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_site_without_persistence_closes_after_each_answer() throws IOException {
        server.change(SCHOOL, new Terms(false, true, LONG, 100));
        try (var socket = server.connect()) {
            say(socket, request(GAIA, "hello.txt") + request(SCHOOL, "hello.txt").repeat(3));
            assertThat(hearAll(socket))
                    .contains("Hello, gaia!")
                    .containsOnlyOnce("Connection: close")
                    .containsOnlyOnce("Hello, school!");
            assertThat(server.counter("requests")).isEqualTo(2);
        }
    }

    @Test
    void http_1_0_is_not_kept_either() throws IOException {
        server.change(SCHOOL, new Terms(false, true, LONG, 100));
        try (var socket = server.connect()) {
            say(
                    socket,
                    "GET /hello.txt HTTP/1.0\r\nHost: "
                            + SCHOOL
                            + "\r\nConnection: keep-alive\r\n\r\n");
            assertThat(hearAll(socket)).contains("Connection: close").doesNotContain("keep-alive");
        }
    }

    @Test
    void a_site_with_pipelining_begins_the_next_request_while_the_answer_is_on_its_way()
            throws IOException {
        assertThat(begunWhenTheFirstAnswerComes()).isEqualTo(2);
    }

    @Test
    void a_site_without_pipelining_sends_its_answer_first() throws IOException {
        server.change(SCHOOL, new Terms(true, false, LONG, 100));
        assertThat(begunWhenTheFirstAnswerComes()).isEqualTo(1);
    }

    // The client takes the first line of an answer that no socket can hold, and then the rest.
    private double begunWhenTheFirstAnswerComes() throws IOException {
        try (var socket = server.connect()) {
            say(socket, request(SCHOOL, "large.bin") + request(SCHOOL, "hello.txt"));
            var in = socket.getInputStream();
            assertThat(new String(in.readNBytes(15), ISO_8859_1)).isEqualTo("HTTP/1.1 200 OK");
            var begun = server.counter("requests");
            in.skipNBytes(LARGE);
            var end = new StringBuilder();
            while (!end.toString().endsWith("Hello, school!\n")) {
                end.append((char) in.read());
            }
            assertThat(server.counter("requests")).isEqualTo(2);
            return begun;
        }
    }

    @Test
    void a_site_has_an_idle_timeout_of_its_own() throws IOException {
        server.change(SCHOOL, new Terms(true, true, Duration.ofMillis(300), 100));
        try (var socket = server.connect()) {
            say(socket, request(SCHOOL, "hello.txt"));
            assertThat(hearAll(socket)).startsWith("HTTP/1.1 200").doesNotContain("408");
        }
    }

    @Test
    void the_last_request_that_a_connection_may_have_is_told_so() throws IOException {
        server.change(SCHOOL, new Terms(true, true, LONG, 2));
        try (var socket = server.connect()) {
            say(socket, request(SCHOOL, "hello.txt").repeat(3));
            assertThat(hearAll(socket)).containsOnlyOnce("Connection: close");
            assertThat(server.counter("requests")).isEqualTo(2);
        }
    }

    private static String request(String host, String file) {
        return "GET /" + file + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String hearAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
