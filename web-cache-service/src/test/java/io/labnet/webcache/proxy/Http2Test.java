package io.labnet.webcache.proxy;

import static io.labnet.webcache.proxy.Http2Client.DATA;
import static io.labnet.webcache.proxy.Http2Client.END_STREAM;
import static io.labnet.webcache.proxy.Http2Client.GOAWAY;
import static io.labnet.webcache.proxy.Http2Client.HEADERS;
import static io.labnet.webcache.proxy.Http2Client.PING;
import static io.labnet.webcache.proxy.Http2Client.RST_STREAM;
import static io.labnet.webcache.proxy.Http2Client.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.store.Purge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP/2: as good as any other, and within their limits (RFC 9113). */
class Http2Test {
    private static final String CACHEABLE = "200 OK\nCache-Control: max-age=60";
    private static final int REFUSED_STREAM = 7;
    private static final int ENHANCE_YOUR_CALM = 11;

    private static TestProxy proxy;
    private static ScriptedOrigin origin;

    @BeforeAll
    static void open() throws IOException {
        proxy = new TestProxy();
        origin = ScriptedOrigin.saying(CACHEABLE, "hello");
    }

    @AfterAll
    static void close() throws IOException {
        proxy.close();
        origin.close();
    }

    @BeforeEach
    void forget() {
        origin.heard().clear();
        proxy.store.purge(new Purge.Everything(), Purge.Depth.HARD);
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(CACHEABLE, "hello")));
    }

    @Test
    void a_miss_then_a_hit_over_one_connection() throws IOException {
        try (var client = new Http2Client(proxy.address())) {
            for (int stream = 1; stream <= 3; stream += 2) {
                client.ask(stream, "GET", origin.url("/page"), true);
                assertThat(client.next(HEADERS).payload()[0]).isEqualTo(Http2Client.STATUS_200);
                assertThat(client.content(stream)).isEqualTo("hello");
            }
        }
        assertThat(origin.heard()).hasSize(1);
        assertThat(origin.heard().getFirst().line()).isEqualTo("GET /page HTTP/1.1");
        assertThat(origin.heard().getFirst().field("Via")).isEqualTo("2.0 proxy.test");
        assertThat(proxy.log.since(0).getLast().version()).isEqualTo("2.0");
    }

    @Test
    void sixteen_requests_go_on_at_once_and_one_more_is_refused() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ScriptedOrigin.answer("200 OK\nCache-Control: no-store", request.line()));
        });
        try (var client = new Http2Client(proxy.address())) {
            for (int i = 0; i < 17; i++) {
                client.ask(2 * i + 1, "GET", origin.url("/" + i), true);
            }
            var refused = client.next(RST_STREAM);
            assertThat(refused.stream()).isEqualTo(33);
            assertThat(refused.number()).isEqualTo(REFUSED_STREAM);
            gate.countDown();
            var ended = new HashSet<Integer>();
            while (ended.size() < 16) {
                var data = client.next(DATA);
                if (data.ends()) {
                    ended.add(data.stream());
                }
            }
        }
    }

    @Test
    void content_goes_to_the_origin_and_cookies_in_one_piece() throws IOException {
        origin.nowAnswers(
                (request, out) -> out.write(ScriptedOrigin.answer("200 OK", request.text())));
        try (var client = new Http2Client(proxy.address())) {
            client.ask(1, "POST", origin.url("/"), false, "cookie", "a=1", "cookie", "b=2");
            for (int i = 0; i < 5; i++) {
                client.send(DATA, i == 4 ? END_STREAM : 0, 1, ascii("piece " + i + ";"));
            }
            assertThat(client.content(1)).isEqualTo("piece 0;piece 1;piece 2;piece 3;piece 4;");
        }
        assertThat(origin.heard().getFirst().fields().all("Cookie")).isEqualTo(List.of("a=1; b=2"));
    }

    @Test
    void a_client_gets_no_more_than_its_window_holds() throws IOException {
        var large = "x".repeat(300_000);
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(CACHEABLE, large)));
        try (var client = new Http2Client(proxy.address())) {
            client.ask(1, "GET", origin.url("/large"), true);
            var got = 0;
            while (got < 65_535) {
                got += client.next(DATA).payload().length;
            }
            assertThat(got).isEqualTo(65_535);
            client.send(PING, 0, 0, new byte[8]);
            // Were there more content, it would come before the answer to this.
            assertThat(client.nextBut(HEADERS).type()).isEqualTo(PING);
            client.send(WINDOW_UPDATE, 0, 1 << 20);
            client.send(WINDOW_UPDATE, 1, 1 << 20);
            assertThat(client.content(1)).hasSize(large.length() - got);
        }
    }

    @Test
    void whoever_opens_streams_only_to_reset_them_is_sent_away() throws IOException {
        try (var client = new Http2Client(proxy.address())) {
            resetMany(client);
            // The client has not closed it.
            await().until(() -> proxy.count("open-connections") == 0);
        }
    }

    private static void resetMany(Http2Client client) {
        try {
            for (int i = 0; i < 300; i++) {
                client.ask(2 * i + 1, "GET", origin.url("/" + i), true);
                client.send(RST_STREAM, 2 * i + 1, 8);
            }
            assertThat(client.next(GOAWAY).number()).isEqualTo(ENHANCE_YOUR_CALM);
        } catch (IOException closedMeanwhile) {
            // Whoever is sent away while he speaks may miss the word for it.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection=close",
                "transfer-encoding=chunked",
                "te=gzip",
                "host=other.test",
                "x=bare\rreturn",
                "x=new\nline",
                "x=nul\0",
                "Upper=case",
                "b(racket=x",
                "content-length=5",
                "content-length=x",
            })
    void what_has_two_readings_is_refused(String field) throws IOException {
        var name = field.substring(0, field.indexOf('='));
        var value = field.substring(field.indexOf('=') + 1);
        try (var client = new Http2Client(proxy.address())) {
            client.ask(1, "GET", origin.url("/"), true, name, value);
            var answer = client.next();
            while (answer != null && !Set.of(HEADERS, RST_STREAM, GOAWAY).contains(answer.type())) {
                answer = client.next();
            }
            if (answer != null && answer.type() == HEADERS) {
                assertThat(answer.payload()[0]).isEqualTo(Http2Client.STATUS_400);
            }
        }
        assertThat(origin.heard()).isEmpty();
    }

    @Test
    void a_connection_without_a_request_is_given_up() throws IOException {
        var hour = Duration.ofHours(1);
        var limits =
                new ClientLimits(
                        10,
                        1,
                        16,
                        Duration.ofMillis(300),
                        hour,
                        hour,
                        500,
                        TestProxy.WAITING,
                        4096,
                        16_384);
        try (var hasty = TestProxy.with(limits);
                var client = new Http2Client(hasty.address())) {
            assertThat(client.next(GOAWAY).stream()).isZero();
        }
    }

    @Test
    void content_that_comes_too_slowly_is_taken_back() throws IOException {
        var hour = Duration.ofHours(1);
        var limits =
                new ClientLimits(
                        10,
                        1,
                        16,
                        hour,
                        Duration.ofMillis(300),
                        hour,
                        500,
                        TestProxy.WAITING,
                        4096,
                        16_384);
        try (var hasty = TestProxy.with(limits);
                var client = new Http2Client(hasty.address())) {
            client.ask(1, "POST", origin.url("/"), false, "content-length", "100");
            client.send(DATA, 0, 1, ascii("only this"));
            assertThat(client.content(1)).isEqualTo("the request came too slowly\n");
            await().until(() -> hasty.log.newest() == 1);
            assertThat(hasty.log.since(0).getFirst().status()).isEqualTo(408);
        }
        assertThat(origin.heard()).isEmpty();
    }

    @Test
    void curl_speaks_it_with_us() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/curl")))
                .as("curl is not installed")
                .isTrue();
        var to = "::127.0.0.1:" + proxy.address().getPort();
        var curl =
                new ProcessBuilder(
                                "/usr/bin/curl",
                                "-sSi",
                                "-m20",
                                "--http2-prior-knowledge",
                                "--connect-to",
                                to,
                                origin.url("/curl"))
                        .redirectErrorStream(true)
                        .start();
        var said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said)
                .startsWith("HTTP/2 200")
                .contains("cache-status: LabnetCache; fwd=uri-miss; stored")
                .endsWith("hello");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
