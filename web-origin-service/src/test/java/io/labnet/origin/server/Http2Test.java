package io.labnet.origin.server;

import static io.labnet.origin.server.RawHttp2.END_STREAM;
import static io.labnet.origin.server.RawHttp2.fields;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.labnet.origin.access.Access;
import io.labnet.origin.server.RawHttp2.Heard;
import io.labnet.trace.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 in cleartext by prior knowledge (RFC 9113 section 3.3), frame by frame. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2Test {
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int WINDOW = 65_535;

    private TestServer server;
    private String large;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        var bytes = new byte[1_000_000];
        new Random(7).nextBytes(bytes);
        large = new String(bytes, ISO_8859_1);
        TestServer.place(folder, "large.bin", bytes);
        server = new TestServer(folder, TestServer.wide());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_request_gets_what_it_gets_over_http_1() throws Exception {
        try (var client = connect()) {
            client.get(1, "/hello.txt");
            var heard = client.hear(1);
            assertThat(heard.body()).isEqualTo("Hello, school!\n");
            assertThat(heard.fields())
                    .containsEntry(":status", "200")
                    .containsEntry("content-length", "15")
                    .containsEntry("cache-control", "max-age=60")
                    .containsEntry("date", "Mon, 01 Jun 2026 12:00:00 GMT")
                    .containsKeys("etag", "last-modified", "server")
                    .doesNotContainKeys("connection", "transfer-encoding");
        }
        assertThat(server.log.since(0))
                .extracting(Access::target, Access::host, Access::status)
                .contains(tuple("/hello.txt", RawHttp2.SCHOOL, 200));
        assertThat(server.trace.since(0))
                .extracting(Exchange::summary)
                .contains("GET /hello.txt HTTP/2", "HTTP/2 200");
    }

    @Test
    void what_a_site_wants_is_asked_for_without_fields_that_no_stream_has() throws Exception {
        try (var client = connect()) {
            client.request(1, END_STREAM, of("http-2.edu"));
            client.request(3, END_STREAM, of("tls.edu"));
            assertThat(client.hear(1).body()).isEqualTo("Well spoken!\n");
            assertThat(client.hear(3).status()).isEqualTo("421");
            assertThat(client.hear(3).fields()).doesNotContainKeys("upgrade", "connection");
        }
    }

    @Test
    void errors_are_said_in_the_words_of_the_site() throws Exception {
        try (var client = connect()) {
            client.request(1, END_STREAM, of("open.edu", "/" + "x".repeat(400)));
            assertThat(client.hear(1).status()).isEqualTo("414");
            assertThat(client.hear(1).body()).isEqualTo("<p>Pardon?</p>\n");
        }
    }

    private static String[] of(String site) {
        return of(site, "/hello.txt");
    }

    private static String[] of(String site, String path) {
        return new String[] {
            ":method", "GET", ":scheme", "http", ":path", path, ":authority", site
        };
    }

    @Test
    void streams_are_answered_side_by_side_and_know_no_host_of_each_other() throws Exception {
        try (var client = connect()) {
            // All that the connection had room for may be taken by the first.
            client.window(0, WINDOW);
            client.get(1, "/large.bin");
            client.get(3, "/none");
            client.request(
                    5,
                    END_STREAM,
                    ":method",
                    "HEAD",
                    ":scheme",
                    "http",
                    ":path",
                    "/hello.txt",
                    ":authority",
                    "gaia.cs.umass.edu");
            assertThat(client.hear(3).status()).isEqualTo("404");
            var head = client.hear(5);
            assertThat(head.body()).isEmpty();
            assertThat(head.fields()).containsEntry("content-length", "13");
            assertThat(client.contentOf(1)).isLessThanOrEqualTo(WINDOW);
        }
    }

    @Test
    void no_more_is_sent_than_the_client_has_room_for() throws Exception {
        try (var client = connect(INITIAL_WINDOW_SIZE, 10_000)) {
            client.get(1, "/large.bin");
            while (client.contentOf(1) < 10_000) {
                client.next();
            }
            client.send(RawHttp2.PING, 0, 0, new byte[8]);
            client.await(RawHttp2.PING);
            assertThat(client.contentOf(1)).isEqualTo(10_000);
            client.window(0, 2_000_000);
            client.window(1, 2_000_000);
            assertThat(client.hear(1).body()).isEqualTo(large);
        }
    }

    @Test
    void content_reaches_a_program() throws Exception {
        try (var client = connect()) {
            client.request(1, 0, fields("POST", "/program", "content-length", "5"));
            client.send(RawHttp2.DATA, 0, 1, "He".getBytes(ISO_8859_1));
            client.send(RawHttp2.DATA, END_STREAM, 1, "llo".getBytes(ISO_8859_1));
            assertThat(client.hear(1).body()).isEqualTo("POST /program HTTP/2 Hello\n");
        }
    }

    @Test
    void a_client_that_waits_for_100_is_told_to_go_on() throws Exception {
        try (var client = connect()) {
            client.request(1, 0, fields("POST", "/program", "expect", "100-continue"));
            client.await(RawHttp2.HEADERS);
            client.send(RawHttp2.DATA, END_STREAM, 1, "x".getBytes(ISO_8859_1));
            assertThat(client.hear(1).status()).isEqualTo("200");
        }
    }

    @Test
    void content_that_is_too_long_gets_413_and_need_not_be_sent() throws Exception {
        try (var client = connect()) {
            client.request(1, 0, fields("POST", "/program", "content-length", "5000"));
            var heard = client.hear(1);
            assertThat(heard.status()).isEqualTo("413");
            assertThat(client.await(RawHttp2.RST_STREAM).payload().getInt(0)).isZero();
            client.request(3, 0, fields("POST", "/program"));
            client.send(RawHttp2.DATA, 0, 3, new byte[1001]);
            assertThat(client.hear(3).status()).isEqualTo("413");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method GET :scheme http :authority a",
                ":method GET :scheme http :path / ",
                ":method GET :path / :authority a",
                ":scheme http :path / :authority a",
                ":method GET :scheme http :path x :authority a",
                ":method GET :scheme http :path * :authority a",
                ":method GET :method GET :scheme http :path / :authority a",
                ":method GET :scheme http :path / :authority a :other x",
                ":method GET :scheme http :path / :authority a@b",
                ":method GET x y :scheme http :path / :authority a",
                ":method GET :scheme http :path / :authority a :status 200",
                ":method GET :scheme http :path / :authority a host b",
                ":method GET :scheme http :path / :authority a Upper x",
                ":method GET :scheme http :path / :authority a connection close",
                ":method GET :scheme http :path / :authority a transfer-encoding chunked",
                ":method GET :scheme http :path / :authority a upgrade h3",
                ":method GET :scheme http :path / :authority a te gzip",
                ":method GET :scheme http :path / :authority a content-length 3",
                ":method GET :scheme http :path / :authority a content-length -1",
                ":method GET :scheme http :path / :authority a x \r",
                ":method G(T :scheme http :path / :authority a",
                ":method CONNECT :scheme http :path / :authority a:1"
            })
    void what_is_malformed_ends_its_stream_and_no_other(String fields) throws Exception {
        try (var client = connect()) {
            client.request(1, END_STREAM, fields.split(" "));
            assertThat(client.hear(1).reset()).isEqualTo(RawHttp2.PROTOCOL_ERROR);
            client.get(3, "/hello.txt");
            assertThat(client.hear(3).status()).isEqualTo("200");
        }
    }

    @Test
    void content_that_is_not_as_long_as_it_says_is_malformed() throws Exception {
        try (var client = connect()) {
            client.request(1, 0, fields("POST", "/program", "content-length", "2"));
            client.send(RawHttp2.DATA, 0, 1, new byte[3]);
            assertThat(client.hear(1).reset()).isEqualTo(RawHttp2.PROTOCOL_ERROR);
            client.request(3, 0, fields("POST", "/program", "content-length", "2"));
            client.send(RawHttp2.DATA, END_STREAM, 3, new byte[1]);
            assertThat(client.hear(3).reset()).isEqualTo(RawHttp2.PROTOCOL_ERROR);
            client.request(5, 0, fields("POST", "/program"));
            client.request(5, END_STREAM, ":path", "/");
            assertThat(client.hear(5).reset()).isEqualTo(RawHttp2.PROTOCOL_ERROR);
        }
    }

    @Test
    void too_many_or_too_long_fields_get_431_and_a_long_target_414() throws Exception {
        try (var client = connect()) {
            var many = new String[42];
            for (int i = 0; i < many.length; i += 2) {
                many[i] = "x" + i;
                many[i + 1] = "y";
            }
            client.request(1, END_STREAM, fields("GET", "/", many));
            assertThat(client.hear(1).status()).isEqualTo("431");
            client.request(3, END_STREAM, fields("GET", "/", "x", "y".repeat(1100)));
            assertThat(client.hear(3).status()).isEqualTo("431");
            client.get(5, "/" + "a".repeat(500));
            assertThat(client.hear(5).status()).isEqualTo("414");
            client.get(7, "/hello.txt");
            assertThat(client.hear(7).status()).isEqualTo("200");
        }
    }

    @Test
    void another_scheme_is_another_server_s() throws Exception {
        try (var client = connect()) {
            client.request(
                    1,
                    END_STREAM,
                    ":method",
                    "GET",
                    ":scheme",
                    "https",
                    ":path",
                    "/hello.txt",
                    ":authority",
                    RawHttp2.SCHOOL);
            assertThat(client.hear(1).status()).isEqualTo("421");
        }
    }

    @Test
    void more_streams_than_allowed_are_refused() throws Exception {
        try (var client = connect(INITIAL_WINDOW_SIZE, 0)) {
            for (int stream = 1; stream <= 21; stream += 2) {
                client.get(stream, "/hello.txt");
            }
            assertThat(client.hear(21).reset()).isEqualTo(RawHttp2.REFUSED_STREAM);
        }
    }

    @Test
    void who_only_resets_is_sent_away() throws Exception {
        try (var client = connect()) {
            var flood = new ByteArrayOutputStream();
            for (int stream = 1; stream < 600; stream += 2) {
                var block = RawHttp2.encoded(fields("GET", "/hello.txt"));
                flood.writeBytes(RawHttp2.frame(RawHttp2.HEADERS, 5, stream, block));
                flood.writeBytes(RawHttp2.frame(RawHttp2.RST_STREAM, 0, stream, new byte[4]));
            }
            client.sendAll(flood.toByteArray());
            assertThat(client.awaitGoAway()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
        }
        serverStillAnswers();
    }

    @ParameterizedTest
    @ValueSource(ints = {RawHttp2.PING, RawHttp2.SETTINGS})
    void who_sends_nothing_but_control_frames_is_sent_away(int type) throws Exception {
        try (var client = connect()) {
            var payload = new byte[type == RawHttp2.PING ? 8 : 0];
            var flood = new ByteArrayOutputStream();
            for (int i = 0; i < 300; i++) {
                flood.writeBytes(RawHttp2.frame(type, 0, 0, payload));
            }
            client.sendAll(flood.toByteArray());
            assertThat(client.awaitGoAway()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
        }
        serverStillAnswers();
    }

    @Test
    void endless_field_blocks_are_not_collected() throws Exception {
        try (var client = connect()) {
            var flood = new ByteArrayOutputStream();
            flood.writeBytes(RawHttp2.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.encoded("a", "b")));
            for (int i = 0; i < 1000; i++) {
                flood.writeBytes(RawHttp2.frame(9, 0, 1, RawHttp2.encoded("a", "b")));
            }
            client.sendAll(flood.toByteArray());
            assertThat(client.awaitGoAway()).isNotZero();
        }
        serverStillAnswers();
    }

    @Test
    void after_its_last_request_a_connection_is_left() throws Exception {
        try (var few = new TestServer(Path.of("nowhere"), TestServer.wide(), 2);
                var client = new RawHttp2(few.connect())) {
            client.get(1, "/hello.txt");
            assertThat(client.hear(1).status()).isEqualTo("200");
            client.get(3, "/hello.txt");
            assertThat(client.await(RawHttp2.GOAWAY).payload().getInt(4)).isZero();
            assertThat(client.hear(3).status()).isEqualTo("200");
            assertThatThrownBy(() -> client.await(RawHttp2.PING)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void a_connection_that_idles_is_left_with_a_word() throws Exception {
        try (var hasty = hasty();
                var client = new RawHttp2(hasty.connect())) {
            client.get(1, "/hello.txt");
            assertThat(client.hear(1).status()).isEqualTo("200");
            assertThat(client.awaitGoAway()).isZero();
        }
    }

    @Test
    void content_that_does_not_come_gets_408() throws Exception {
        try (var hasty = hasty();
                var client = new RawHttp2(hasty.connect())) {
            client.request(1, 0, fields("POST", "/program"));
            assertThat(client.hear(1).status()).isEqualTo("408");
        }
    }

    @Test
    void a_client_that_takes_nothing_is_given_up() throws Exception {
        try (var hasty = hasty();
                var client = new RawHttp2(hasty.connect(), INITIAL_WINDOW_SIZE, 0)) {
            client.get(1, "/hello.txt");
            assertThat(client.hear(1).reset()).isNotNull();
        }
    }

    @Test
    void half_a_preface_is_half_a_request() throws Exception {
        try (var hasty = hasty();
                var socket = hasty.connect()) {
            socket.getOutputStream().write("PRI * HT".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 408 Request Timeout");
        }
    }

    @Test
    void a_server_that_stops_says_so() throws Exception {
        var stopping = new TestServer(Path.of("nowhere"), TestServer.wide());
        try (var client = new RawHttp2(stopping.connect())) {
            client.get(1, "/hello.txt");
            assertThat(client.hear(1).status()).isEqualTo("200");
            stopping.close();
            assertThat(client.awaitGoAway()).isZero();
        }
    }

    private void serverStillAnswers() throws Exception {
        try (var client = connect()) {
            client.get(1, "/hello.txt");
            Heard heard = client.hear(1);
            assertThat(heard.status()).isEqualTo("200");
        }
    }

    private static TestServer hasty() {
        return new TestServer(Path.of("nowhere"), TestServer.limits(100, Duration.ofMillis(500)));
    }

    private RawHttp2 connect(int... settings) throws IOException {
        return new RawHttp2(server.connect(), settings);
    }
}
