package io.labnet.webcache.proxy;

import static io.labnet.webcache.proxy.Http2Client.DATA;
import static io.labnet.webcache.proxy.Http2Client.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows the content (RFC 9110 section 6.5), to whom and whence. */
class TrailersTest {
    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        proxy = new TestProxy();
        origin =
                new ScriptedOrigin((request, out) -> {
                    out.write(ascii("HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\n"));
                    out.write(ascii("Transfer-Encoding: chunked\r\n"));
                    out.write(ascii("Cache-Control: " + request.line().split("[ /]+", 3)[1]));
                    out.write(ascii("\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 5\r\nSet-Cookie: a=b\r\n"));
                    out.write(ascii("Content-Type: text/x\r\n\r\n"));
                });
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String answer(String terms, String fields) throws IOException {
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/" + terms) + " HTTP/1.1\nHost: x\n");
            client.send(fields + "Connection: close\n\n");
            return new String(client.in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60"})
    void they_go_to_whom_asks_for_them_and_into_no_head(String terms) throws IOException {
        var answer = answer(terms, "TE: trailers\n");
        assertThat(answer).endsWith("5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n");
        assertThat(answer).contains("\r\nTrailer: X-Sum\r\n").doesNotContain("Set-Cookie");
        assertThat(origin.heard().getLast().field("TE")).isEqualTo("trailers");
        assertThat(origin.heard().getLast().field("Connection")).isEqualTo("TE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60"})
    void others_do_not_get_them(String terms) throws IOException {
        var answer = answer(terms, "");
        assertThat(answer).endsWith("5\r\nhello\r\n0\r\n\r\n").doesNotContain("Trailer");
        assertThat(origin.heard().getLast().fields().has("TE")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TE: trailers\n", ""})
    void what_is_stored_is_without_them(String fields) throws IOException {
        answer("max-age=60", "TE: trailers\n");
        var hit = answer("max-age=60", fields);
        assertThat(hit).contains("; hit;").endsWith("\r\n\r\nhello").doesNotContain("X-Sum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60"})
    void over_http2_they_are_the_last_frame(String terms) throws IOException {
        try (var client = new Http2Client(proxy.address())) {
            client.ask(1, "GET", origin.url("/" + terms), true, "te", "trailers");
            assertThat(client.next(HEADERS).ends()).isFalse();
            assertThat(client.next(DATA).ends()).isFalse();
            var last = client.next(HEADERS);
            assertThat(last.ends()).isTrue();
            assertThat(last.payload()).isNotEmpty();
            client.ask(3, "GET", origin.url("/" + terms), true);
            assertThat(client.next(HEADERS).stream()).isEqualTo(3);
            assertThat(client.content(3)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60"})
    void who_speaks_http_1_0_has_no_room_for_them(String terms) throws IOException {
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/" + terms) + " HTTP/1.0\nTE: trailers\n\n");
            var answer = new String(client.in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).endsWith("\r\n\r\nhello");
        }
    }
}
