package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between real sockets: connections, many clients at once, and origins that fail. */
class ProxyTest {
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

    @Test
    void ten_requests_go_over_one_connection_on_each_side() throws IOException {
        try (var client = proxy.connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.ask("GET", origin.url("/" + i + ".jpg")).status()).isEqualTo(200);
            }
        }
        assertThat(origin.heard()).hasSize(10);
        assertThat(origin.connections()).isEqualTo(1);
    }

    @Test
    void requests_sent_all_at_once_are_answered_in_order() throws IOException {
        origin.nowAnswers(
                (request, out) -> out.write(ScriptedOrigin.answer(CACHEABLE, request.line())));
        try (var client = proxy.connect()) {
            var all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                all.append("GET ").append(origin.url("/" + i)).append(" HTTP/1.1\nHost: x\n\n");
            }
            client.send(all.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(client.hear().text()).isEqualTo("GET /" + i + " HTTP/1.1");
            }
        }
    }

    @Test
    void the_host_of_the_target_counts_not_the_host_field() throws IOException {
        proxy.get(origin.url("/"));
        var heard = origin.heard().getFirst();
        assertThat(heard.line()).isEqualTo("GET / HTTP/1.1");
        assertThat(heard.fields().lines().getFirst().name()).isEqualTo("Host");
        assertThat(heard.field("Host")).isEqualTo("origin.test:" + origin.port());
    }

    @Test
    void a_browser_like_client_misses_then_hits() throws Exception {
        try (var client = browser()) {
            var request = HttpRequest.newBuilder(URI.create(origin.url("/page"))).build();
            var first = client.send(request, BodyHandlers.ofString());
            var second = client.send(request, BodyHandlers.ofString());
            assertThat(first.headers().firstValue("Cache-Status").orElse("")).contains("stored");
            assertThat(second.headers().firstValue("Cache-Status").orElse("")).contains("hit");
            assertThat(second.body()).isEqualTo("hello");
        }
        assertThat(proxy.count("hits")).isEqualTo(1);
        assertThat(proxy.count("misses")).isEqualTo(1);
    }

    @Test
    void fifty_clients_who_want_the_same_cost_the_origin_one_request() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ScriptedOrigin.answer(CACHEABLE, "once"));
        });
        var answers = together(50, () -> proxy.get(origin.url("/slow")), gate);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).isEqualTo("once"));
        assertThat(origin.heard()).hasSize(1);
        var collapsed =
                answers.stream()
                        .filter(answer -> answer.field("Cache-Status").contains("collapsed"));
        assertThat(collapsed).hasSize(49);
    }

    @Test
    void waiting_ends_as_soon_as_the_first_answer_cannot_be_stored() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ScriptedOrigin.answer("200 OK\nCache-Control: no-store", "own"));
        });
        var answers = together(20, () -> proxy.get(origin.url("/own")), gate);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).isEqualTo("own"));
        assertThat(origin.heard()).hasSize(20);
    }

    // All ask before the origin answers the first of them.
    private List<Message> together(int count, Callable<Message> ask, CountDownLatch gate)
            throws Exception {
        var before = proxy.count("requests");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, count).mapToObj(i -> threads.submit(ask)).toList();
            await().until(() -> proxy.count("requests") == before + count);
            await().until(() -> !origin.heard().isEmpty());
            gate.countDown();
            var answers = new ArrayList<Message>();
            for (var one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    @Test
    void chunked_content_is_stored_whole_and_served_with_its_length() throws IOException {
        var head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nTransfer-Encoding: chunked";
        var chunks = "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nA: b\r\n\r\n";
        origin.nowAnswers((request, out) -> out.write(ascii(head + "\r\n\r\n" + chunks)));
        assertThat(proxy.get(origin.url("/c")).text()).isEqualTo("abcde");
        var hit = proxy.get(origin.url("/c"));
        assertThat(hit.field("Content-Length")).isEqualTo("5");
        assertThat(hit.text()).isEqualTo("abcde");
    }

    @Test
    void ten_thousand_chunks_of_one_byte_do_no_harm() throws IOException {
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            out.write(ascii("1\r\nx\r\n".repeat(20_000) + "0\r\n\r\n"));
        });
        assertThat(proxy.get(origin.url("/c")).text()).hasSize(20_000);
    }

    @Test
    void an_answer_that_breaks_off_reaches_the_client_as_broken_and_is_not_stored()
            throws IOException {
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n"));
            out.write(ascii("Content-Length: 100\r\n\r\nonly this"));
            out.flush();
            throw new IOException("as planned");
        });
        assertThatThrownBy(() -> proxy.get(origin.url("/b"))).isInstanceOf(EOFException.class);
        assertThat(proxy.store.count()).isZero();
    }

    @Test
    void an_old_origin_that_ends_its_answer_by_closing_is_understood() throws IOException {
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.0 200 OK\r\nExpires: Sun, 22 Nov 2026 13:00:00 GMT"));
            out.write(ascii("\r\n\r\nuntil the end"));
            out.flush();
            throw new IOException("as planned");
        });
        try (var client = proxy.connect()) {
            var answer = client.ask("GET", origin.url("/old"));
            assertThat(answer.text()).isEqualTo("until the end");
            assertThat(answer.field("Via")).isEqualTo("1.0 proxy.test");
            assertThat(client.ask("GET", origin.url("/old")).field("Cache-Status")).contains("hit");
        }
    }

    @Test
    void a_connection_that_the_origin_closed_meanwhile_costs_no_error() throws IOException {
        try (var client = proxy.connect()) {
            client.ask("GET", origin.url("/1"));
            // It closes on hearing the second request: that is when its proxy finds out.
            var once = new AtomicBoolean();
            origin.nowAnswers((request, out) -> {
                if (once.compareAndSet(false, true)) {
                    throw new IOException("closed meanwhile");
                }
                out.write(ScriptedOrigin.answer(CACHEABLE, "again"));
            });
            assertThat(client.ask("GET", origin.url("/2")).text()).isEqualTo("again");
        }
        assertThat(origin.connections()).isEqualTo(2);
    }

    @Test
    void a_post_is_never_said_twice() throws IOException {
        origin.nowAnswers((request, out) -> {
            throw new IOException("closes unanswered");
        });
        var answer = proxy.ask("POST", origin.url("/order"), "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void a_post_leaves_a_connection_behind_for_the_next_request() throws IOException {
        try (var client = proxy.connect()) {
            client.ask("GET", origin.url("/1"));
            client.ask("POST", origin.url("/order"), "Content-Length: 0");
            client.ask("GET", origin.url("/2"));
            client.ask("GET", origin.url("/3"));
        }
        assertThat(origin.heard()).hasSize(4);
        assertThat(origin.connections()).isEqualTo(2);
    }

    @Test
    void trailers_of_a_request_end_here() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = proxy.connect()) {
            client.send(
                    "POST http://origin.test:"
                            + silent.getLocalPort()
                            + "/ HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n"
                            + "3\nabc\n0\nX-Late: y\n\n");
            try (var far = silent.accept()) {
                var head = new StringBuilder();
                while (head.indexOf("\r\n0\r\n") < 0) {
                    head.append((char) far.getInputStream().read());
                }
                var end = far.getInputStream().readNBytes(2);
                assertThat(new String(end, StandardCharsets.US_ASCII)).isEqualTo("\r\n");
            }
        }
    }

    @Test
    void content_of_a_request_goes_through() throws Exception {
        origin.nowAnswers(
                (request, out) -> out.write(ScriptedOrigin.answer("200 OK", request.text())));
        var content = "0123456789".repeat(50_000);
        try (var client = browser()) {
            var post =
                    HttpRequest.newBuilder(URI.create(origin.url("/echo")))
                            .POST(BodyPublishers.ofString(content))
                            .build();
            assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo(content);
            var chunked =
                    HttpRequest.newBuilder(URI.create(origin.url("/echo")))
                            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(content)))
                            .build();
            assertThat(client.send(chunked, BodyHandlers.ofString()).body()).isEqualTo(content);
        }
    }

    @Test
    void a_client_that_waits_for_100_continue_gets_it_from_the_origin() throws IOException {
        origin.nowAnswers(
                (request, out) -> out.write(ScriptedOrigin.answer("200 OK", request.text())));
        try (var client = proxy.connect()) {
            client.send(
                    "POST "
                            + origin.url("/e")
                            + " HTTP/1.1\nHost: x\nExpect: 100-continue\nContent-Length: 2\n\n");
            await().until(() -> origin.openConnections() == 1);
            client.send("ab");
            assertThat(client.hear().text()).isEqualTo("ab");
        }
    }

    @Test
    void a_client_that_leaves_stops_what_nobody_else_will_get() throws IOException {
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            while (true) {
                out.write(ascii("5\r\nabcde\r\n"));
            }
        });
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/endless") + " HTTP/1.1\nHost: x\n\n");
            assertThat(client.in.readNBytes(1000)).hasSize(1000);
        }
        await().until(() -> origin.openConnections() == 0);
        assertThat(proxy.count("open-connections")).isZero();
    }

    @Test
    void an_origin_is_not_read_faster_than_the_client_reads() throws IOException {
        var written = new AtomicLong();
        var block = ascii("10000\r\n" + "x".repeat(0x10000) + "\r\n");
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            while (true) {
                out.write(block);
                written.addAndGet(block.length);
            }
        });
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/endless") + " HTTP/1.1\nHost: x\n\n");
            await().until(() -> written.get() > 0);
            var before = new long[] {-1};
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        var stands = before[0] == written.get();
                        before[0] = written.get();
                        return stands;
                    });
            // What the kernel's socket buffers hold, and a few hundred KB of ours.
            assertThat(written.get()).isLessThan(32L * 1024 * 1024);
        }
    }

    @Test
    void many_clients_of_a_stale_page_cost_the_origin_one_validation() throws Exception {
        origin.nowAnswers((request, out) ->
                out.write(ScriptedOrigin.answer(CACHEABLE + "\nETag: \"a\"", "kept")));
        proxy.get(origin.url("/page"));
        proxy.clock.add(Duration.ofSeconds(61));
        origin.heard().clear();
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ascii("HTTP/1.1 304 Still So\r\nCache-Control: max-age=60\r\n\r\n"));
        });
        var answers = together(20, () -> proxy.get(origin.url("/page")), gate);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).isEqualTo("kept"));
        assertThat(origin.heard()).hasSize(1);
        assertThat(proxy.count("revalidations")).isEqualTo(1);
    }

    @Test
    void many_clients_of_a_dead_origin_all_hear_of_it() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            throw new IOException("dead");
        });
        var answers = together(20, () -> proxy.get(origin.url("/page")), gate);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(502));
    }

    // RFC 9111 section 4.3.4: such a 304 selects nothing that is stored.
    @Test
    void a_304_for_another_version_is_not_believed_and_the_whole_asked_for() throws IOException {
        origin.nowAnswers((request, out) ->
                out.write(ScriptedOrigin.answer(CACHEABLE + "\nETag: \"a\"", "old")));
        proxy.get(origin.url("/page"));
        proxy.clock.add(Duration.ofSeconds(61));
        origin.nowAnswers((request, out) -> {
            if (request.fields().has("If-None-Match")) {
                out.write(ascii("HTTP/1.1 304 Of What\r\nETag: \"z\"\r\n\r\n"));
            } else {
                out.write(ScriptedOrigin.answer(CACHEABLE + "\nETag: \"z\"", "new"));
            }
        });
        assertThat(proxy.get(origin.url("/page")).text()).isEqualTo("new");
        assertThat(proxy.get(origin.url("/page")).text()).isEqualTo("new");
        assertThat(origin.heard()).hasSize(3);
    }

    @Test
    void a_304_for_another_version_takes_no_other_variant_along() throws IOException {
        origin.nowAnswers((request, out) -> {
            var seconds = request.field("X");
            var head = "200 OK\nVary: X\nETag: \"" + seconds + "\"\nCache-Control: max-age=";
            out.write(ScriptedOrigin.answer(head + seconds, "page"));
        });
        proxy.get(origin.url("/page"), "X: 600");
        proxy.get(origin.url("/page"), "X: 60");
        proxy.clock.add(Duration.ofSeconds(61));
        origin.nowAnswers((request, out) ->
                out.write(
                        request.fields().has("If-None-Match")
                                ? ascii("HTTP/1.1 304 Of What\r\nETag: \"z\"\r\n\r\n")
                                : ScriptedOrigin.answer(CACHEABLE + "\nVary: X", "new")));
        assertThat(proxy.get(origin.url("/page"), "X: 60").text()).isEqualTo("new");
        assertThat(proxy.get(origin.url("/page"), "X: 600").text()).isEqualTo("page");
        assertThat(origin.heard()).hasSize(4);
    }

    @Test
    void an_answer_before_the_end_of_the_question_reaches_the_client() throws IOException {
        try (var early = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = proxy.connect()) {
            client.send(
                    "POST http://origin.test:"
                            + early.getLocalPort()
                            + "/ HTTP/1.1\nHost: x\nContent-Length: 50000000\n\nbegin");
            try (var far = early.accept()) {
                far.getOutputStream().write(ScriptedOrigin.answer("413 Too Much", "no"));
                var answer = client.hear();
                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.text()).isEqualTo("no");
                assertThat(answer.field("Connection")).isEqualTo("close");
                client.send("x".repeat(100_000));
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    @Test
    void a_head_that_says_chunked_has_no_content_all_the_same() throws IOException {
        origin.nowAnswers((request, out) ->
                out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")));
        try (var client = proxy.connect()) {
            assertThat(client.ask("HEAD", origin.url("/")).status()).isEqualTo(200);
            assertThat(client.ask("HEAD", origin.url("/")).status()).isEqualTo(200);
        }
        assertThat(origin.connections()).isEqualTo(1);
    }

    @Test
    void a_fetch_goes_on_without_its_first_client_when_others_wait() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ScriptedOrigin.answer(CACHEABLE, "late"));
        });
        try (var leader = proxy.connect()) {
            leader.send("GET " + origin.url("/p") + " HTTP/1.1\nHost: x\n\n");
            await().until(() -> !origin.heard().isEmpty());
        }
        try (var follower = proxy.connect()) {
            follower.send("GET " + origin.url("/p") + " HTTP/1.1\nHost: x\n\n");
            await().until(() -> proxy.count("open-connections") == 1);
            gate.countDown();
            assertThat(follower.hear().text()).isEqualTo("late");
        }
        assertThat(origin.heard()).hasSize(1);
    }

    private HttpClient browser() {
        return HttpClient.newBuilder().proxy(ProxySelector.of(proxy.address())).build();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
