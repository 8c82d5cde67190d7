package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.network.Network;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.ProxyUsers;
import io.labnet.webcache.edge.Ring;
import io.labnet.webcache.edge.Siblings.Sibling;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.proxy.TestProxy.As;
import io.labnet.webcache.upstream.Guard;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edges that share their URLs: who asks whom, and what is done when one dies. */
class SiblingsTest {
    private static final Ring RING =
            new Ring(List.of(new Ring.Edge("a.edge", 1), new Ring.Edge("b.edge", 1)));

    private ScriptedOrigin origin;
    private TestProxy b;
    private TestProxy a;

    // B has A at a place where nobody listens: were it to ask there, it would fail.
    @BeforeEach
    void open() throws IOException {
        origin = ScriptedOrigin.saying("200 OK\nCache-Control: max-age=60", "hello");
        b = new TestProxy(As.USUAL.among("b.edge", new Sibling("a.edge", at(9), 1)));
        a = new TestProxy(As.USUAL.among("a.edge", new Sibling("b.edge", at(port(b)), 1)));
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
        origin.close();
    }

    @Test
    void a_miss_is_asked_of_its_owner_first() throws IOException {
        expectOwnerAsked(a, b, urls("b.edge").getFirst());
        assertThat(origin.heard()).hasSize(1);
    }

    /** The edge b.edge has it already, and a.edge has it from there. */
    static void expectOwnerAsked(TestProxy a, TestProxy b, String url) throws IOException {
        b.get(url);
        var answer = a.get(url);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.field("Cache-Status")).contains("hit", "uri-miss");
        assertThat(answer.field("Via")).isEqualTo("1.1 b.edge, 1.1 a.edge");
    }

    @Test
    void what_an_edge_owns_it_fetches_itself() throws IOException {
        assertThat(a.get(urls("a.edge").getFirst()).text()).isEqualTo("hello");
        assertThat(b.count("requests")).isZero();
        assertThat(origin.heard().getFirst().field("Via")).isEqualTo("1.1 a.edge");
    }

    // B thinks that A owns it, so it would ask A, which asks B.
    @Test
    void what_came_through_a_sibling_goes_to_the_origin() throws IOException {
        var url = urls("a.edge").getFirst();
        assertThat(b.get(url, "Via: 1.1 a.edge").text()).isEqualTo("hello");
        assertThat(b.upstream.origins()).hasSize(1);
    }

    @Test
    void what_a_dead_edge_owned_is_had_all_the_same_and_soon_without_asking_it()
            throws IOException {
        b.close();
        var urls = urls("b.edge").subList(0, 2 * Guard.USUAL.callsMin());
        for (var url : urls) {
            assertThat(a.get(url).text()).isEqualTo("hello");
        }
        assertThat(origin.heard()).hasSize(urls.size());
        assertThat(a.upstream.isAlive(new Ring.Edge("b.edge", 1))).isFalse();
        assertThat(a.upstream.isAlive(new Ring.Edge("a.edge", 1))).isTrue();
        a.clock.add(Guard.USUAL.rest().plusSeconds(1));
        assertThat(a.upstream.isAlive(new Ring.Edge("b.edge", 1))).isTrue();
    }

    @Test
    void an_edge_whose_origin_fails_is_alive_all_the_same() throws IOException {
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer("503 Later", "")));
        for (var url : urls("b.edge").subList(0, 2 * Guard.USUAL.callsMin())) {
            assertThat(a.get(url).status()).isEqualTo(503);
        }
        assertThat(a.upstream.isAlive(new Ring.Edge("b.edge", 1))).isTrue();
    }

    @Test
    void an_unsafe_request_goes_by_the_owner_too_so_that_it_forgets_what_it_has()
            throws IOException {
        var url = urls("b.edge").getFirst();
        a.get(url);
        assertThat(b.store.count()).isEqualTo(1);
        a.ask("POST", url, "Content-Length: 0");
        assertThat(a.store.count()).isZero();
        assertThat(b.store.count()).isZero();
    }

    // RFC 9110 section 15.5.8: it asks its own client, which is this edge, and not the client here.
    @Test
    void what_an_edge_keeps_for_its_users_is_had_of_the_origin() throws IOException {
        var users = new ProxyUsers(Map.of("alice", "ketchup"));
        var here = List.of(Network.parse("127.0.0.0/8"));
        try (var closed = TestProxy.with(new Admission(here, here, users));
                var open =
                        new TestProxy(
                                As.USUAL.among(
                                        "a.edge", new Sibling("b.edge", at(port(closed)), 1)))) {
            var url = urls("b.edge").getFirst();
            assertThat(open.get(url).text()).isEqualTo("hello");
            assertThat(open.ask("POST", url, "Content-Length: 0").text()).isEqualTo("hello");
            try (var client = open.connect()) {
                client.send("POST " + url + " HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi");
                var posted = client.hear();
                assertThat(posted.status()).isEqualTo(502);
                assertThat(posted.text()).contains("does not admit this proxy");
            }
        }
        assertThat(origin.heard()).hasSize(2);
    }

    private List<String> urls(String owner) {
        return IntStream.range(0, 100)
                .mapToObj(i -> origin.url("/" + i))
                .filter(url -> RING.owner(url, edge -> true).orElseThrow().name().equals(owner))
                .toList();
    }

    private static Target at(int port) {
        return new Target("127.0.0.1", port, "");
    }

    private static int port(TestProxy proxy) {
        return proxy.address().getPort();
    }
}
