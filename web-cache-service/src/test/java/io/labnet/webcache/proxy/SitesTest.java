package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.proxy.TestProxy.As;
import io.labnet.webcache.upstream.HealthChecks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy as the front door of sites: who is asked, as whom, and what is refused. */
class SitesTest {
    private static final Optional<Site.Check> UNCHECKED = Optional.empty();

    private ScriptedOrigin one;
    private ScriptedOrigin two;

    @BeforeEach
    void open() throws IOException {
        one = ScriptedOrigin.saying("200 OK\nCache-Control: no-store", "one");
        two = ScriptedOrigin.saying("200 OK\nCache-Control: no-store", "two");
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        two.close();
    }

    @Test
    void each_origin_gets_its_share_of_the_requests() throws IOException {
        var site = site(Optional.empty(), UNCHECKED, member(one.port(), 3), member(two.port(), 1));
        try (var proxy = new TestProxy(As.USUAL.with(site));
                var client = proxy.connect()) {
            for (int i = 0; i < 8; i++) {
                client.visit("GET", "www.site.test", "/" + i);
            }
        }
        assertThat(one.heard()).hasSize(6);
        assertThat(two.heard()).hasSize(2);
    }

    @Test
    void what_is_stored_is_the_sites_whichever_origin_it_came_from() throws IOException {
        one.nowAnswers((request, out) ->
                out.write(ScriptedOrigin.answer("200 OK\nCache-Control: max-age=9", "kept")));
        var site = site(Optional.empty(), UNCHECKED, member(one.port(), 1), member(two.port(), 1));
        try (var proxy = new TestProxy(As.USUAL.with(site))) {
            assertThat(proxy.visit("www.site.test", "/page").text()).isEqualTo("kept");
            assertThat(proxy.visit("WWW.site.test", "/page").field("Cache-Status")).contains("hit");
            assertThat(proxy.get("http://www.site.test/page").field("Cache-Status"))
                    .contains("hit");
        }
        assertThat(two.heard()).isEmpty();
    }

    @Test
    void origins_get_the_clients_host_or_the_one_that_is_set() throws IOException {
        try (var proxy = new TestProxy(As.USUAL.with(siteOf(one)))) {
            proxy.visit("www.site.test:8000", "/");
        }
        var renamed = site(Optional.of("inner.test"), UNCHECKED, member(one.port(), 1));
        try (var proxy = new TestProxy(As.USUAL.with(renamed))) {
            proxy.visit("www.site.test", "/");
        }
        assertThat(one.heard().getFirst().field("Host")).isEqualTo("www.site.test:8000");
        var second = one.heard().getLast();
        assertThat(second.fields().lines().getFirst().name()).isEqualTo("Host");
        assertThat(second.fields().all("Host")).containsExactly("inner.test");
        assertThat(second.field("X-Forwarded-Host")).isEqualTo("www.site.test");
    }

    @Test
    void origins_learn_for_whom_it_is_and_what_the_client_claims_stands_before_it()
            throws IOException {
        try (var proxy = new TestProxy(As.USUAL.with(siteOf(one)))) {
            proxy.visit(
                    "www.site.test",
                    "/",
                    "X-Forwarded-For: 192.0.2.7",
                    "Forwarded: for=192.0.2.7",
                    "X-Forwarded-Proto: https");
        }
        var heard = one.heard().getFirst();
        assertThat(heard.field("X-Forwarded-For")).isEqualTo("192.0.2.7, 127.0.0.1");
        assertThat(heard.field("Forwarded"))
                .isEqualTo("for=192.0.2.7, for=127.0.0.1;host=\"www.site.test\";proto=http");
        assertThat(heard.field("X-Forwarded-Proto")).isEqualTo("http");
    }

    @Test
    void other_origins_do_not_learn_whose_request_it_is() throws IOException {
        try (var proxy = new TestProxy(As.USUAL.with(siteOf(two)))) {
            proxy.get(one.url("/"));
        }
        assertThat(one.heard().getFirst().fields().has("X-Forwarded-For")).isFalse();
    }

    @Test
    void another_host_is_misdirected() throws IOException {
        try (var proxy = new TestProxy(As.USUAL.with(siteOf(one)))) {
            assertThat(proxy.visit("other.test", "/").status()).isEqualTo(421);
            assertThat(proxy.visit("a b", "/").status()).isEqualTo(400);
            assertThat(proxy.visit("www.site.test", "/#part").status()).isEqualTo(400);
        }
        assertThat(one.heard()).isEmpty();
    }

    @Test
    void a_port_of_the_edge_alone_is_no_forward_proxy() throws IOException {
        try (var proxy = new TestProxy(As.USUAL.with(siteOf(one)), two.port())) {
            proxy.atTheEdge(client -> {
                assertThat(client.visit("GET", "www.site.test", "/").text()).isEqualTo("one");
                assertThat(client.ask("GET", two.url("/")).status()).isEqualTo(421);
                assertThat(client.ask("CONNECT", "127.0.0.1:" + two.port()).status())
                        .isEqualTo(403);
            });
        }
        assertThat(two.heard()).isEmpty();
    }

    @Test
    void a_site_may_lead_where_clients_may_not_go() throws IOException {
        try (var proxy = new TestProxy(As.USUAL.with(siteOf(one)).refusing(one.port()))) {
            assertThat(proxy.get(one.url("/")).status()).isEqualTo(403);
            assertThat(proxy.visit("www.site.test", "/").text()).isEqualTo("one");
        }
    }

    @Test
    void another_origin_answers_for_one_where_nobody_listens() throws IOException {
        int closed;
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = gone.getLocalPort();
        }
        var site = site(Optional.empty(), UNCHECKED, member(closed, 1), member(two.port(), 1));
        try (var proxy = new TestProxy(As.USUAL.with(site));
                var client = proxy.connect()) {
            assertThat(client.visit("GET", "www.site.test", "/").text()).isEqualTo("two");
            assertThat(client.visit("GET", "www.site.test", "/").text()).isEqualTo("two");
            assertThat(client.visit("POST", "www.site.test", "/", "Content-Length: 0").text())
                    .isEqualTo("two");
        }
    }

    @Test
    void an_origin_whose_checks_fail_gets_no_requests_until_they_succeed() throws IOException {
        var check = Optional.of(new Site.Check("/well", Duration.ofMillis(20), 2, 2));
        var site = site(Optional.empty(), check, member(one.port(), 1), member(two.port(), 1));
        one.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer("500 Ill", "")));
        try (var proxy = new TestProxy(As.USUAL.with(site));
                var checks = new HealthChecks(proxy.upstream, "proxy.test")) {
            checks.start();
            var sites = proxy.upstream.sites();
            await().until(() -> !sites.isWell(site, site.origins().getFirst()));
            assertThat(one.heard().getFirst().line()).isEqualTo("GET /well HTTP/1.1");
            assertThat(one.heard().getFirst().field("Host")).isEqualTo("www.site.test");
            for (int i = 0; i < 4; i++) {
                assertThat(proxy.visit("www.site.test", "/" + i).text()).isEqualTo("two");
            }
            two.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer("500 Ill", "")));
            await().until(() -> !sites.isWell(site, site.origins().getLast()));
            var none = proxy.visit("www.site.test", "/");
            assertThat(none.status()).isEqualTo(503);
            assertThat(none.fields().has("Retry-After")).isTrue();
            one.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer("200 OK", "again")));
            await().until(() -> sites.isWell(site, site.origins().getFirst()));
            assertThat(proxy.visit("www.site.test", "/").text()).isEqualTo("again");
        }
    }

    @Test
    void an_origin_is_well_when_one_of_its_addresses_answers() throws IOException {
        var check = Optional.of(new Site.Check("/well", Duration.ofMillis(20), 2, 1));
        var twice = new Site.Member(new Target("two.test", one.port(), ""), 1);
        var site = site(Optional.empty(), check, twice);
        try (var proxy = new TestProxy(As.USUAL.with(site));
                var checks = new HealthChecks(proxy.upstream, "proxy.test")) {
            checks.start();
            await().until(() -> one.heard().size() >= 2);
            assertThat(proxy.upstream.sites().isWell(site, twice)).isTrue();
        }
    }

    private static Site siteOf(ScriptedOrigin origin) {
        return site(Optional.empty(), UNCHECKED, member(origin.port(), 1));
    }

    private static Site site(
            Optional<String> host, Optional<Site.Check> check, Site.Member... origins) {
        return new Site("site", Set.of("www.site.test"), List.of(origins), host, check);
    }

    private static Site.Member member(int port, int weight) {
        return new Site.Member(new Target("127.0.0.1", port, ""), weight);
    }
}
