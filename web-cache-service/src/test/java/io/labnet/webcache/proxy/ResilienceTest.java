package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.proxy.TestProxy.As;
import io.labnet.webcache.upstream.Guard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done while an origin fails, is overloaded, or moves. */
class ResilienceTest {
    private static final ScriptedOrigin.Answer CLOSES =
            (request, out) -> {
                throw new IOException("closes unanswered");
            };

    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        origin = ScriptedOrigin.saying("200 OK\nCache-Control: max-age=60", "hello");
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
    }

    @Test
    void an_origin_that_keeps_failing_is_left_alone_for_a_while() throws IOException {
        try (var proxy = new TestProxy()) {
            breakDown(proxy);
            var heard = origin.heard().size();
            origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer("200 OK", "up")));
            var answer = proxy.get(origin.url("/page"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("Retry-After")).isEqualTo("10");
            assertThat(answer.text()).contains("failed too often");
            assertThat(origin.heard()).hasSize(heard);
            proxy.clock.add(Duration.ofSeconds(11));
            assertThat(proxy.get(origin.url("/page")).text()).isEqualTo("up");
            assertThat(proxy.get(origin.url("/other")).text()).isEqualTo("up");
        }
    }

    @Test
    void while_it_is_left_alone_a_stale_response_stands_in_where_that_is_allowed()
            throws IOException {
        origin.nowAnswers((request, out) ->
                out.write(
                        ScriptedOrigin.answer(
                                "200 OK\nCache-Control: max-age=60, stale-if-error=600", "old")));
        try (var proxy = new TestProxy()) {
            proxy.get(origin.url("/page"));
            proxy.clock.add(Duration.ofSeconds(61));
            breakDown(proxy);
            var answer = proxy.get(origin.url("/page"));
            assertThat(answer.text()).isEqualTo("old");
            assertThat(answer.field("Cache-Status")).contains("stale-if-error");
        }
    }

    @Test
    void where_nobody_says_a_setting_does_but_not_against_the_origins_word() throws IOException {
        origin.nowAnswers((request, out) -> {
            var strict = request.line().contains("strict") ? ", must-revalidate" : "";
            var head = "200 OK\nCache-Control: max-age=60" + strict;
            out.write(ScriptedOrigin.answer(head, "old"));
        });
        var lasting = new Guard(9, 9, 50, 20, 5, Duration.ofSeconds(10), Duration.ofMinutes(1));
        try (var proxy = new TestProxy(As.USUAL.with(lasting))) {
            proxy.get(origin.url("/page"));
            proxy.get(origin.url("/strict"));
            origin.nowAnswers(CLOSES);
            proxy.clock.add(Duration.ofSeconds(119));
            assertThat(proxy.get(origin.url("/page")).text()).isEqualTo("old");
            assertThat(proxy.get(origin.url("/strict")).status()).isEqualTo(502);
            proxy.clock.add(Duration.ofSeconds(2));
            assertThat(proxy.get(origin.url("/page")).status()).isEqualTo(502);
        }
    }

    @Test
    void other_origins_are_asked_as_ever() throws IOException {
        try (var proxy = new TestProxy();
                var other = ScriptedOrigin.saying("200 OK", "well")) {
            breakDown(proxy);
            assertThat(proxy.get(other.url("/")).text()).isEqualTo("well");
        }
    }

    // Five requests of which all fail, by the usual rule.
    private void breakDown(TestProxy proxy) throws IOException {
        origin.nowAnswers(CLOSES);
        for (int i = 0; i < Guard.USUAL.callsMin(); i++) {
            assertThat(proxy.get(origin.url("/fails" + i)).status()).isBetween(502, 503);
        }
    }

    @Test
    void an_origins_own_errors_about_one_page_are_no_reason_to_leave_it_alone() throws IOException {
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer("500 Bug", "")));
        try (var proxy = new TestProxy()) {
            for (int i = 0; i < 10; i++) {
                assertThat(proxy.get(origin.url("/" + i)).status()).isEqualTo(500);
            }
        }
        assertThat(origin.heard()).hasSize(10);
    }

    @Test
    void few_ask_at_once_some_wait_and_the_rest_hear_that_it_is_too_much() throws Exception {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            gate.await();
            out.write(ScriptedOrigin.answer("200 OK", "late"));
        });
        var narrow = new Guard(1, 1, 50, 20, 5, Duration.ofSeconds(10), Duration.ZERO);
        try (var proxy = new TestProxy(As.USUAL.with(narrow));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> proxy.get(origin.url("/1")));
            await().until(() -> proxy.upstream.origins().stream().anyMatch(o -> o.asking() == 1));
            var second = threads.submit(() -> proxy.get(origin.url("/2")));
            await().until(() -> proxy.upstream.origins().stream().anyMatch(o -> o.waiting() == 1));
            assertThat(proxy.get(origin.url("/3")).status()).isEqualTo(503);
            assertThat(origin.heard()).hasSize(1);
            gate.countDown();
            assertThat(first.get().text()).isEqualTo("late");
            assertThat(second.get().text()).isEqualTo("late");
            await().until(() -> proxy.upstream.origins().stream().allMatch(o -> o.asking() == 0));
        }
    }

    @Test
    void what_may_be_said_twice_is_said_to_another_origin_when_the_first_says_nothing()
            throws IOException {
        origin.nowAnswers(CLOSES);
        try (var other = ScriptedOrigin.saying("200 OK\nCache-Control: no-store", "other")) {
            var origins = List.of(member(origin), member(other));
            var site =
                    new Site(
                            "two",
                            Set.of("www.site.test"),
                            origins,
                            Optional.empty(),
                            Optional.empty());
            try (var proxy = new TestProxy(As.USUAL.with(site));
                    var client = proxy.connect()) {
                assertThat(client.visit("GET", "www.site.test", "/").text()).isEqualTo("other");
                assertThat(client.visit("GET", "www.site.test", "/").text()).isEqualTo("other");
                var post = client.visit("POST", "www.site.test", "/", "Content-Length: 0");
                assertThat(post.status()).isEqualTo(502);
            }
            assertThat(origin.heard()).hasSize(2);
            assertThat(other.heard()).hasSize(2);
        }
    }

    @Test
    void a_request_is_said_twice_at_most() throws IOException {
        origin.nowAnswers(CLOSES);
        try (var proxy = new TestProxy()) {
            assertThat(proxy.get(origin.url("/")).status()).isEqualTo(502);
        }
        assertThat(origin.heard()).hasSize(2);
    }

    @Test
    void an_origin_that_moves_is_asked_where_its_name_leads_now() throws IOException {
        var there = new InetSocketAddress("127.0.0.2", origin.port());
        try (var proxy = new TestProxy();
                var moved =
                        new ScriptedOrigin(
                                there,
                                (request, out) ->
                                        out.write(ScriptedOrigin.answer("200 OK", "moved")));
                var client = proxy.connect()) {
            var url = "http://moving.test:" + origin.port();
            proxy.moving = List.of(TestProxy.address(127, 0, 0, 1));
            assertThat(client.ask("GET", url + "/1").text()).isEqualTo("hello");
            proxy.moving = List.of(TestProxy.address(127, 0, 0, 2));
            assertThat(client.ask("GET", url + "/2").text()).isEqualTo("moved");
            assertThat(moved.heard()).hasSize(1);
            // A name that leads outside the fence now is not followed, though it led inside before.
            proxy.moving = List.of(TestProxy.address(192, 0, 2, 1));
            assertThat(client.ask("GET", url + "/3").status()).isEqualTo(403);
        }
    }

    private static Site.Member member(ScriptedOrigin origin) {
        return new Site.Member(new Target("127.0.0.1", origin.port(), ""), 1);
    }
}
