package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients who want the same at once, and what the first one's fetch is to the others. */
class CollapsingTest {
    private static final String CACHEABLE = "200 OK\nCache-Control: max-age=60";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";

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

    // No content comes before all of them have asked: if one waited for another's, none would end.
    @Test
    void who_waits_goes_free_when_the_head_shows_that_it_is_not_for_all() throws Exception {
        var all = new CountDownLatch(8);
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nCache-Control: private\r\n"));
            out.write(ascii("Content-Length: 3\r\n\r\n"));
            out.flush();
            all.countDown();
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            out.write(ascii("own"));
        });
        var answers = together(same(8, () -> proxy.get(origin.url("/own"))), () -> {});
        assertThat(answers).hasSize(8).allSatisfy(one -> assertThat(one.text()).isEqualTo("own"));
        assertThat(origin.heard()).hasSize(8);
    }

    // Now not even a head comes before all of them have asked.
    @Test
    void what_is_known_not_to_be_for_all_is_asked_for_by_all_at_once() throws Exception {
        origin.nowAnswers((request, out) ->
                out.write(ScriptedOrigin.answer("200 OK\nCache-Control: no-store", "own")));
        proxy.get(origin.url("/own"));
        var all = new CountDownLatch(8);
        origin.nowAnswers((request, out) -> {
            all.countDown();
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            out.write(ScriptedOrigin.answer("200 OK\nCache-Control: no-store", "own"));
        });
        var answers = together(same(8, () -> proxy.get(origin.url("/own"))), () -> {});
        assertThat(answers).hasSize(8).allSatisfy(one -> assertThat(one.text()).isEqualTo("own"));
    }

    // Again not even a head, but of this URL nothing is known, nor of its neighbours.
    @Test
    void the_first_burst_does_not_wait_for_one_head_either() throws Exception {
        proxy.close();
        proxy = TestProxy.waiting(Duration.ofMillis(20), 7);
        var all = new CountDownLatch(8);
        origin.nowAnswers((request, out) -> {
            all.countDown();
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            out.write(ScriptedOrigin.answer("200 OK\nCache-Control: no-store", "own"));
        });
        var answers = together(same(8, () -> proxy.get(origin.url("/own"))), () -> {});
        assertThat(answers).hasSize(8).allSatisfy(one -> assertThat(one.text()).isEqualTo("own"));
    }

    @Test
    void a_crowd_that_nobody_knows_costs_the_origin_a_few_fetches_and_its_neighbours_one()
            throws Exception {
        proxy.close();
        proxy = TestProxy.waiting(Duration.ZERO, 2);
        var few = new CountDownLatch(3);
        origin.nowAnswers((request, out) -> {
            few.countDown();
            assertThat(few.await(10, TimeUnit.SECONDS)).isTrue();
            out.write(ScriptedOrigin.answer(CACHEABLE, "hello"));
        });
        together(same(20, () -> proxy.get(origin.url("/crowd/one"))), () -> {});
        assertThat(origin.heard()).hasSize(3);
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ScriptedOrigin.answer(CACHEABLE, "hello"));
        });
        together(same(20, () -> proxy.get(origin.url("/crowd/two"))), gate::countDown);
        assertThat(origin.heard()).hasSize(4);
    }

    @Test
    void who_comes_later_reads_what_is_there_while_the_rest_still_arrives() throws Exception {
        var gate = half("01234", "56789");
        try (var first = proxy.connect();
                var second = proxy.connect()) {
            first.send(request("/half"));
            until(first, "01234");
            second.send(request("/half"));
            assertThat(until(second, "01234")).contains("collapsed", "Content-Length: 10");
            gate.countDown();
            assertThat(until(first, "56789")).isEqualTo("56789");
            assertThat(until(second, "56789")).isEqualTo("56789");
        }
        assertThat(origin.heard()).hasSize(1);
        assertThat(proxy.count("hits")).isEqualTo(1);
    }

    @Test
    void the_others_get_all_of_it_when_the_first_one_leaves() throws Exception {
        var gate = half("01234", "56789");
        try (var second = proxy.connect()) {
            try (var first = proxy.connect()) {
                first.send(request("/half"));
                until(first, "01234");
                second.send(request("/half"));
                until(second, "01234");
            }
            await().until(() -> proxy.count("open-connections") == 1);
            gate.countDown();
            assertThat(until(second, "56789")).isEqualTo("56789");
        }
        assertThat(origin.heard()).hasSize(1);
        assertThat(proxy.get(origin.url("/half")).text()).isEqualTo("0123456789");
    }

    @Test
    void what_is_too_long_to_be_stored_reaches_all_and_costs_one_fetch() throws Exception {
        var gate = new CountDownLatch(1);
        var pieces = 3 * TestProxy.OBJECT_BYTES_MAX / 0x10000;
        origin.nowAnswers((request, out) -> {
            out.write(ascii(HEAD + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"));
            out.flush();
            gate.await();
            for (int i = 0; i < pieces; i++) {
                out.write(ascii("10000\r\n" + "x".repeat(0x10000) + "\r\n"));
            }
            out.write(ascii("0\r\n\r\n"));
        });
        var asks = same(4, () -> proxy.get(origin.url("/long")));
        var answers = together(asks, gate::countDown);
        assertThat(answers).allSatisfy(one -> assertThat(one.text()).hasSize(1 + pieces * 0x10000));
        assertThat(origin.heard()).hasSize(1);
        assertThat(proxy.store.count()).isZero();
    }

    @Test
    void of_each_variant_there_is_one_fetch() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            var language = request.field("Accept-Language");
            out.write(ScriptedOrigin.answer(CACHEABLE + "\nVary: Accept-Language", language));
        });
        var asks = new ArrayList<Callable<Message>>();
        for (var language : List.of("de", "en", "de", "fr", "en", "fr", "de", "en")) {
            asks.add(() -> {
                var answer = proxy.get(origin.url("/hello"), "Accept-Language: " + language);
                assertThat(answer.text()).isEqualTo(language);
                return answer;
            });
        }
        together(asks, gate::countDown);
        assertThat(origin.heard()).hasSize(3);
    }

    @Test
    void that_the_origin_broke_off_is_seen_by_all() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            out.write(ascii(HEAD + "Content-Length: 10\r\n\r\n01234"));
            out.flush();
            gate.await();
            throw new IOException("as planned");
        });
        try (var first = proxy.connect();
                var second = proxy.connect()) {
            first.send(request("/half"));
            until(first, "01234");
            second.send(request("/half"));
            until(second, "01234");
            gate.countDown();
            assertThatThrownBy(() -> until(first, "5")).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> until(second, "5")).isInstanceOf(EOFException.class);
        }
        assertThat(proxy.store.count()).isZero();
    }

    @Test
    void what_kept_the_origin_from_answering_all_are_told_and_nobody_asks_again() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\n\r\n"));
        });
        var asks = same(8, () -> proxy.get(origin.url("/page")));
        var answers = together(asks, gate::countDown);
        assertThat(answers).allSatisfy(one -> assertThat(one.status()).isEqualTo(502));
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void a_stale_page_stands_in_for_all_of_them() throws Exception {
        var lasting = CACHEABLE + ", stale-if-error=600\nETag: \"a\"";
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(lasting, "old")));
        proxy.get(origin.url("/page"));
        proxy.clock.add(Duration.ofSeconds(61));
        origin.heard().clear();
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ScriptedOrigin.answer("503 Later", "no"));
        });
        var asks = same(8, () -> proxy.get(origin.url("/page")));
        var answers = together(asks, gate::countDown);
        assertThat(answers).allSatisfy(one -> assertThat(one.text()).isEqualTo("old"));
        assertThat(origin.heard()).hasSize(1);
    }

    private CountDownLatch half(String now, String later) {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            out.write(ascii(HEAD + "Content-Length: " + (now + later).length()));
            out.write(ascii("\r\n\r\n" + now));
            out.flush();
            gate.await();
            out.write(ascii(later));
        });
        return gate;
    }

    private static <T> List<Callable<T>> same(int count, Callable<T> ask) {
        return IntStream.range(0, count).mapToObj(i -> ask).toList();
    }

    // Whatever the origin waits for comes when the proxy has heard all of them.
    private List<Message> together(List<Callable<Message>> asks, Runnable then) throws Exception {
        var before = proxy.count("requests");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = asks.stream().map(threads::submit).toList();
            await().until(() -> proxy.count("requests") == before + asks.size());
            await().until(() -> !origin.heard().isEmpty());
            then.run();
            var answers = new ArrayList<Message>();
            for (var one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private String request(String path) {
        return "GET " + origin.url(path) + " HTTP/1.1\nHost: x\n\n";
    }

    private static String until(TestProxy.Client client, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            var next = client.in.read();
            if (next < 0) {
                throw new EOFException("only " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
