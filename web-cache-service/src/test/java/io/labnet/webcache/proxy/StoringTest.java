package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.policy.Discretion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an answer on its way to a client is in the store, and when it never will be. */
class StoringTest {
    private static final String CACHEABLE = "200 OK\nCache-Control: max-age=60";

    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        proxy = new TestProxy();
        origin = ScriptedOrigin.saying(CACHEABLE, "hello");
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    // So it is stored before its last byte goes to the client.
    @Test
    void whoever_has_a_whole_answer_finds_it_stored() throws IOException {
        var chunked = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";
        var chunks = ascii(chunked + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        for (int i = 0; i < 100; i++) {
            var even = i % 2 == 0;
            origin.nowAnswers((request, out) ->
                    out.write(even ? chunks : ScriptedOrigin.answer(CACHEABLE, "hello")));
            var url = origin.url("/" + i);
            assertThat(proxy.get(url).field("Cache-Status")).contains("stored");
            assertThat(proxy.get(url).field("Cache-Status")).contains("hit");
        }
    }

    @Test
    void whoever_has_a_304_finds_stored_what_it_is_about() throws Exception {
        var heard = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: \"a\"\r\n"));
            out.write(ascii("Content-Length: 5\r\n\r\nhe"));
            out.flush();
            // Were the 304 said at once, it would be heard long before the rest comes.
            heard.await(300, TimeUnit.MILLISECONDS);
            out.write(ascii("llo"));
        });
        try (var client = proxy.connect()) {
            var answer = client.ask("GET", origin.url("/p"), "If-None-Match: \"a\"");
            assertThat(answer.status()).isEqualTo(304);
            assertThat(proxy.store.count()).isEqualTo(1);
            heard.countDown();
            assertThat(client.ask("GET", origin.url("/p")).text()).isEqualTo("hello");
        }
    }

    @Test
    void a_304_is_said_even_when_its_content_breaks_off_or_is_too_large() throws IOException {
        var head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: \"a\"\r\n";
        origin.nowAnswers((request, out) -> {
            out.write(ascii(head + "Content-Length: 100\r\n\r\nonly this"));
            out.flush();
            throw new IOException("as planned");
        });
        try (var client = proxy.connect()) {
            var broken = client.ask("GET", origin.url("/b"), "If-None-Match: \"a\"");
            assertThat(broken.status()).isEqualTo(304);
            origin.nowAnswers((request, out) -> {
                out.write(ascii(head + "Transfer-Encoding: chunked\r\n\r\n"));
                while (true) {
                    out.write(ascii("10000\r\n" + "x".repeat(0x10000) + "\r\n"));
                }
            });
            var large = client.ask("GET", origin.url("/l"), "If-None-Match: \"a\"");
            assertThat(large.status()).isEqualTo(304);
            await().until(() -> origin.openConnections() == 0);
        }
        assertThat(proxy.store.count()).isZero();
    }

    @Test
    void a_client_that_leaves_does_not_stop_what_goes_into_the_store() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n"));
            out.write(ascii("Content-Length: 10\r\n\r\n01234"));
            out.flush();
            gate.await();
            out.write(ascii("56789"));
        });
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/half") + " HTTP/1.1\nHost: x\n\n");
            assertThat(client.in.readNBytes(10)).isNotEmpty();
        }
        await().until(() -> proxy.count("open-connections") == 0);
        gate.countDown();
        await().until(() -> proxy.store.count() == 1);
        assertThat(proxy.get(origin.url("/half")).text()).isEqualTo("0123456789");
    }

    @Test
    void an_object_above_the_limit_is_passed_on_but_not_stored() throws IOException {
        var big = "x".repeat(TestProxy.OBJECT_BYTES_MAX + 1);
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(CACHEABLE, big)));
        assertThat(proxy.get(origin.url("/big")).text()).hasSize(big.length());
        assertThat(proxy.get(origin.url("/big")).field("Cache-Status")).doesNotContain("hit");
        assertThat(proxy.store.count()).isZero();
    }

    @Test
    void an_object_that_turns_out_too_large_is_passed_on_but_not_stored() throws IOException {
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n"));
            out.write(ascii("Transfer-Encoding: chunked\r\n\r\n"));
            for (int i = 0; i < 20; i++) {
                out.write(ascii(chunk));
            }
            out.write(ascii("0\r\n\r\n"));
        });
        assertThat(proxy.get(origin.url("/big")).text()).hasSize(20 * 0x10000);
        assertThat(proxy.store.count()).isZero();
    }

    @Test
    void a_cache_that_explains_tells_the_key_and_why_an_answer_is_not_kept() throws IOException {
        var patience = Duration.ofSeconds(10);
        var discretion = new Discretion(List.of(), Duration.ZERO, true);
        try (var open = new TestProxy(discretion, patience, patience)) {
            var url = origin.url("/a\"b");
            var key = "; key=\"" + url.replace("\"", "\\\"") + "\"";
            assertThat(open.get(url).field("Cache-Status"))
                    .isEqualTo("LabnetCache; fwd=uri-miss; stored" + key);
            assertThat(open.get(url).field("Cache-Status"))
                    .isEqualTo("LabnetCache; hit; ttl=60" + key);
            origin.nowAnswers((request, out) ->
                    out.write(ScriptedOrigin.answer("200 OK\nCache-Control: private", "")));
            assertThat(open.get(origin.url("/own")).field("Cache-Status"))
                    .isEqualTo(
                            "LabnetCache; fwd=uri-miss;"
                                    + " detail=\"private (RFC 9111 section 5.2.2.7)\"");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
