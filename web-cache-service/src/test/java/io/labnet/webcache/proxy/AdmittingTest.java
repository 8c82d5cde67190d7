package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.network.Network;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.ProxyUsers;
import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.proxy.TestProxy.As;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the proxy serves, and what only some may ask of it, on real sockets. */
class AdmittingTest {
    private static final List<Network> HERE = List.of(Network.parse("127.0.0.0/8"));
    private static final List<Network> ELSEWHERE = List.of(Network.parse("10.0.0.0/8"));
    private static final ProxyUsers ALL = new ProxyUsers(Map.of());
    private static final ProxyUsers ALICE = new ProxyUsers(Map.of("alice", "ketchup"));
    private static final String PROOF = "Proxy-Authorization: Basic " + base64("alice:ketchup");

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
    void a_stranger_hears_403_also_for_a_tunnel() throws IOException {
        try (var proxy = TestProxy.with(new Admission(ELSEWHERE, HERE, ALL), origin.port())) {
            assertThat(proxy.get(origin.url("/")).status()).isEqualTo(403);
            assertThat(proxy.ask("HEAD", origin.url("/")).text()).isEmpty();
            try (var client = proxy.connect()) {
                client.send(connect());
                assertThat(client.hear().status()).isEqualTo(403);
            }
        }
        assertThat(origin.connections()).isZero();
    }

    @Test
    void a_user_is_asked_to_prove_it_and_may_go_on_over_the_same_connection() throws IOException {
        try (var proxy = TestProxy.with(new Admission(HERE, HERE, ALICE));
                var client = proxy.connect()) {
            var asked = client.ask("GET", origin.url("/"));
            assertThat(asked.status()).isEqualTo(407);
            assertThat(asked.field("Proxy-Authenticate"))
                    .isEqualTo("Basic realm=\"Labnet web cache\", charset=\"UTF-8\"");
            var wrong = "Proxy-Authorization: Basic " + base64("alice:mustard");
            assertThat(client.ask("GET", origin.url("/"), wrong).status()).isEqualTo(407);
            assertThat(client.ask("HEAD", origin.url("/")).status()).isEqualTo(407);
            assertThat(client.ask("GET", origin.url("/"), PROOF).text()).isEqualTo("hello");
            assertThat(proxy.log.since(0).getLast().user()).isEqualTo("alice");
        }
    }

    // RFC 9110 sections 7.6.2 and 9.3.8
    @Test
    void trace_shows_the_last_recipient_what_came_but_for_secrets() throws IOException {
        try (var proxy = TestProxy.with(new Admission(HERE, HERE, ALICE, true))) {
            var url = origin.url("/page");
            assertThat(proxy.ask("TRACE", url, "Max-Forwards: 0").status()).isEqualTo(407);
            var echo = proxy.ask("TRACE", url, PROOF, "Max-Forwards: 0", "Cookie: a=b", "X-Y: z");
            assertThat(echo.status()).isEqualTo(200);
            assertThat(echo.field("Content-Type")).isEqualTo("message/http");
            assertThat(echo.text())
                    .isEqualTo(
                            "TRACE "
                                    + url
                                    + " HTTP/1.1\r\nHost: any.test\r\n"
                                    + "Max-Forwards: 0\r\nX-Y: z\r\n\r\n");
            assertThat(proxy.ask("TRACE", url, PROOF, "Content-Length: 1").status()).isEqualTo(400);
            assertThat(origin.heard()).isEmpty();
            assertThat(proxy.ask("TRACE", url, PROOF, "Max-Forwards: 3").text()).isEqualTo("hello");
            var heard = origin.heard().getFirst();
            assertThat(heard.line()).isEqualTo("TRACE /page HTTP/1.1");
            assertThat(heard.field("Max-Forwards")).isEqualTo("2");
            assertThat(proxy.ask("OPTIONS", url, PROOF, "Max-Forwards: 0").field("Allow"))
                    .endsWith(", TRACE");
            // RFC 9110 section 9.3.8: what it gets is not kept.
            assertThat(proxy.store.all()).isEmpty();
        }
    }

    @Test
    void the_proof_is_for_this_proxy_only() throws IOException {
        try (var proxy = TestProxy.with(new Admission(HERE, HERE, ALICE))) {
            proxy.get(origin.url("/"), PROOF);
            assertThat(origin.heard().getFirst().fields().has("Proxy-Authorization")).isFalse();
        }
    }

    @Test
    void a_tunnel_is_opened_for_a_user_over_the_connection_that_was_refused_one()
            throws IOException {
        try (var proxy = TestProxy.with(new Admission(HERE, HERE, ALICE), origin.port());
                var client = proxy.connect()) {
            client.send(connect());
            assertThat(client.hear().status()).isEqualTo(407);
            client.send(connect().strip() + "\n" + PROOF + "\n\n");
            // As after HEAD: what follows the head is no content.
            var established = Message.response(client.in, "HEAD");
            assertThat(established.status()).isEqualTo(200);
            client.send("GET / HTTP/1.1\nHost: x\n\n");
            assertThat(client.hear().text()).isEqualTo("hello");
        }
    }

    // What comes right behind a CONNECT is meant for the tunnel, and is no request to the proxy.
    @Test
    void what_was_sent_into_a_tunnel_that_does_not_come_about_is_not_obeyed() throws IOException {
        try (var proxy = TestProxy.with(new Admission(HERE, HERE, ALICE), origin.port());
                var client = proxy.connect()) {
            client.send(connect() + "GET " + origin.url("/") + " HTTP/1.1\nHost: x\n" + PROOF);
            client.send("\n\n");
            var answer = client.hear();
            assertThat(answer.status()).isEqualTo(407);
            assertThat(answer.field("Connection")).isEqualTo("close");
            client.socket.shutdownOutput();
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(origin.heard()).isEmpty();
    }

    @Test
    void whoever_may_throws_a_url_out() throws IOException {
        try (var proxy = TestProxy.with(new Admission(HERE, HERE, ALL));
                var client = proxy.connect()) {
            client.ask("GET", origin.url("/a"));
            assertThat(client.ask("PURGE", origin.url("/a")).status()).isEqualTo(200);
            assertThat(proxy.store.count()).isZero();
            var again = client.ask("PURGE", origin.url("/a"));
            assertThat(again.status()).isEqualTo(404);
            assertThat(again.text()).contains("not in the cache: " + origin.url("/a"));
        }
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void whoever_may_not_is_told_what_he_may() throws IOException {
        try (var proxy = TestProxy.with(new Admission(HERE, ELSEWHERE, ALL));
                var client = proxy.connect()) {
            client.ask("GET", origin.url("/a"));
            var answer = client.ask("PURGE", origin.url("/a"));
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.field("Allow")).contains("GET").doesNotContain("PURGE");
            assertThat(proxy.store.count()).isEqualTo(1);
        }
        assertThat(origin.heard()).hasSize(1);
    }

    // RFC 9110 section 15.5.8: 407 is for those who use a proxy, and to them a site is an origin.
    @Test
    void visitors_of_a_site_are_not_asked_who_they_are() throws IOException {
        try (var proxy = TestProxy.with(site(), new Admission(HERE, HERE, ALICE));
                var client = proxy.connect()) {
            assertThat(client.visit("GET", "www.site.test", "/a").text()).isEqualTo("hello");
            assertThat(client.ask("GET", "http://www.site.test/a").field("Cache-Status"))
                    .contains("hit");
            assertThat(client.ask("GET", origin.url("/")).status()).isEqualTo(407);
            assertThat(client.ask("PURGE", "http://www.site.test/a").status()).isEqualTo(407);
            assertThat(client.ask("CONNECT", "www.site.test:443").status()).isEqualTo(407);
        }
    }

    @Test
    void nobody_is_asked_who_he_is_where_only_sites_are_to_be_had() throws IOException {
        try (var proxy = TestProxy.with(site(), new Admission(HERE, HERE, ALICE), origin.port())) {
            proxy.atTheEdge(client -> {
                assertThat(client.visit("GET", "www.site.test", "/a").text()).isEqualTo("hello");
                assertThat(client.ask("GET", origin.url("/")).status()).isEqualTo(421);
                assertThat(client.visit("PURGE", "www.site.test", "/a").status()).isEqualTo(200);
                client.send(connect());
                assertThat(client.hear().status()).isEqualTo(403);
            });
        }
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void visitors_come_from_everywhere_but_who_purges_does_not() throws IOException {
        try (var proxy = TestProxy.with(site(), new Admission(ELSEWHERE, ELSEWHERE, ALL));
                var client = proxy.connect()) {
            assertThat(client.visit("GET", "www.site.test", "/a").text()).isEqualTo("hello");
            assertThat(client.visit("PURGE", "www.site.test", "/a").status()).isEqualTo(403);
            assertThat(client.ask("GET", origin.url("/")).status()).isEqualTo(403);
            proxy.atTheEdge(visitor -> {
                assertThat(visitor.visit("GET", "www.site.test", "/a").status()).isEqualTo(200);
                assertThat(visitor.visit("PURGE", "www.site.test", "/a").status()).isEqualTo(405);
            });
        }
    }

    private As site() {
        var member = new Site.Member(new Target("127.0.0.1", origin.port(), ""), 1);
        var hosts = Set.of("www.site.test");
        var site = new Site("site", hosts, List.of(member), Optional.empty(), Optional.empty());
        return As.USUAL.with(site);
    }

    private String connect() {
        return "CONNECT origin.test:" + origin.port() + " HTTP/1.1\nHost: x\n\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
