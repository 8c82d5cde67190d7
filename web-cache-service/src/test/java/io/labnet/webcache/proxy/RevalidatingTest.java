package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stale answers that are given at once, and validated while nobody waits (RFC 5861 section 3). */
class RevalidatingTest {
    private static final String TERMS = "Cache-Control: max-age=10, stale-while-revalidate=60";
    private static final String MEANWHILE =
            "LabnetCache; hit; ttl=-5; detail=stale-while-revalidate";

    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        proxy = new TestProxy();
        origin = ScriptedOrigin.saying("200 OK\n" + TERMS + "\nETag: \"a\"", "one");
        proxy.get(origin.url("/page"));
        proxy.clock.add(Duration.ofSeconds(15));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    @Test
    void nobody_waits_and_the_origin_is_asked_once() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ascii("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"));
        });
        for (int i = 0; i < 5; i++) {
            var answer = proxy.get(origin.url("/page"), "Cache-Control: max-age=30");
            assertThat(answer.field("Cache-Status")).isEqualTo(MEANWHILE);
            assertThat(answer.field("Age")).isEqualTo("15");
            assertThat(answer.text()).isEqualTo("one");
        }
        await().until(() -> origin.heard().size() == 2);
        gate.countDown();
        await().until(() -> proxy.count("revalidations") == 1);
        assertThat(proxy.get(origin.url("/page")).field("Cache-Status"))
                .isEqualTo("LabnetCache; hit; ttl=10");
        assertThat(origin.heard()).hasSize(2);
        assertThat(origin.heard().getLast().field("If-None-Match")).isEqualTo("\"a\"");
        assertThat(origin.heard().getLast().field("Cache-Control")).isEmpty();
    }

    @Test
    void what_changed_is_there_for_the_next_even_when_only_a_head_was_asked_for() throws Exception {
        origin.nowAnswers((request, out) ->
                out.write(ScriptedOrigin.answer("200 OK\n" + TERMS + "\nETag: \"b\"", "two")));
        var head = proxy.ask("HEAD", origin.url("/page"), "Range: bytes=0-1");
        assertThat(head.field("Cache-Status")).isEqualTo(MEANWHILE);
        await().until(() -> proxy.store.all().getFirst().head().date().isAfter(TestProxy.START));
        assertThat(origin.heard().getLast().line()).startsWith("GET ");
        assertThat(origin.heard().getLast().fields().has("Range")).isFalse();
        assertThat(proxy.get(origin.url("/page")).text()).isEqualTo("two");
    }

    @Test
    void an_origin_that_fails_is_asked_again_until_the_time_is_over() throws Exception {
        origin.nowAnswers(
                (request, out) -> out.write(ScriptedOrigin.answer("503 Service Unavailable", "")));
        for (int i = 2; i < 5; i++) {
            assertThat(proxy.get(origin.url("/page")).text()).isEqualTo("one");
            var times = i;
            await().until(() -> origin.heard().size() == times);
            await().until(() -> proxy.count("misses") == times);
        }
        proxy.clock.add(Duration.ofSeconds(56));
        assertThat(proxy.get(origin.url("/page")).status()).isEqualTo(503);
    }

    @Test
    void who_wants_only_what_is_stored_gets_it_and_the_origin_is_left_alone() throws Exception {
        var answer = proxy.get(origin.url("/page"), "Cache-Control: only-if-cached");
        assertThat(answer.field("Cache-Status")).isEqualTo(MEANWHILE);
        assertThat(proxy.get(origin.url("/other")).status()).isEqualTo(200);
        assertThat(origin.heard()).hasSize(2);
    }

    // RFC 9111 section 4.3.4: a strong tag is not met by a weak one, and no tag chooses nothing.
    @ParameterizedTest
    @ValueSource(strings = {"", "ETag: \"a\"\r\n", "ETag: W/\"b\"\r\n"})
    void a_304_that_chooses_what_is_not_there_is_not_believed(String tag) throws Exception {
        var varies = "200 OK\n" + TERMS + "\nVary: X\nETag: W/\"a\"";
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(varies, "one")));
        proxy.get(origin.url("/varies"), "X: 1");
        origin.nowAnswers((request, out) ->
                out.write(
                        request.fields().has("If-None-Match")
                                ? ascii("HTTP/1.1 304 Not Modified\r\n" + tag + "\r\n")
                                : ScriptedOrigin.answer(varies, "two")));
        assertThat(proxy.get(origin.url("/varies"), "X: 2").text()).isEqualTo("two");
        assertThat(proxy.get(origin.url("/varies"), "X: 2").text()).isEqualTo("two");
        assertThat(proxy.get(origin.url("/varies"), "X: 1").text()).isEqualTo("one");
        assertThat(origin.heard()).hasSize(4);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
