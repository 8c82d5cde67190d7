package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.tls.Certificates;
import io.labnet.webcache.edge.Ring;
import io.labnet.webcache.edge.Siblings.Sibling;
import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.proxy.TestProxy.As;
import io.labnet.webcache.upstream.Guard;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges that ask each other over TLS, at the port of the proxy that speaks it. */
class SecureSiblingsTest {
    private static final Ring RING =
            new Ring(List.of(new Ring.Edge("a.edge", 1), new Ring.Edge("b.edge", 1)));

    @TempDir static Path folder;

    private static TestAuthority authority;

    private ScriptedOrigin origin;
    private TestProxy b;
    private ProxyServer door;
    private TestProxy a;

    @BeforeAll
    static void found() {
        authority = new TestAuthority(folder, "a.edge", "b.edge", "origin.test", "www.site.test");
    }

    @BeforeEach
    void open() throws IOException {
        origin = ScriptedOrigin.saying("200 OK\nCache-Control: max-age=60", "hello");
        var member = new Site.Member(new Target("127.0.0.1", origin.port(), ""), 1);
        var site =
                new Site(
                        "site",
                        Set.of("www.site.test"),
                        List.of(member),
                        Optional.empty(),
                        Optional.empty());
        var notThere = new Target("127.0.0.1", 9, "");
        b =
                new TestProxy(
                        As.USUAL
                                .among("b.edge", new Sibling("a.edge", notThere, 1))
                                .with(site)
                                .with(authority.trust()));
        open(showing(authority, "b.edge"));
    }

    private void open(Certificates shown) throws IOException {
        door = b.another(shown);
        door.start();
        var place = Target.place("https://127.0.0.1:" + door.address().getPort()).orElseThrow();
        var sibling = new Sibling("b.edge", place, 1);
        a = new TestProxy(As.USUAL.among("a.edge", sibling).with(authority.trust()));
    }

    private void reopen(Certificates shown) throws IOException {
        a.close();
        door.stop();
        open(shown);
    }

    private static Certificates showing(TestAuthority by, String name) {
        return (asked, address) -> by.shown(name, address);
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        door.stop();
        b.close();
        origin.close();
    }

    @Test
    void a_miss_is_asked_of_its_owner_first() throws IOException {
        SiblingsTest.expectOwnerAsked(a, b, urls("http", "b.edge").getFirst());
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void what_an_origin_says_over_tls_goes_on_over_tls() throws IOException {
        try (var secure =
                ScriptedOrigin.secure(
                        authority.server("origin.test"),
                        (request, out) -> out.write(ScriptedOrigin.answer("200 OK", "secret")))) {
            origin.close();
            origin = secure;
            var url = urls("https", "b.edge").getFirst();
            var answer = a.get(url);
            assertThat(answer.text()).isEqualTo("secret");
            assertThat(answer.field("Via")).isEqualTo("1.1 b.edge, 1.1 a.edge");
            assertThat(a.upstream.origins()).hasSize(1);
        }
    }

    // B thinks that A owns it, so it would ask A.
    @Test
    void what_came_through_a_sibling_goes_to_the_origin_and_what_came_from_here_is_a_loop()
            throws IOException {
        var url = urls("http", "a.edge").getFirst();
        try (var client = connect()) {
            assertThat(ask(client, url, "Via: 1.1 a.edge").text()).isEqualTo("hello");
            assertThat(ask(client, url, "Via: 1.1 b.edge").status()).isEqualTo(508);
        }
        assertThat(b.upstream.origins()).hasSize(1);
    }

    @Test
    void a_sibling_by_a_strange_authority_is_not_asked_but_the_origin_is(@TempDir Path elsewhere)
            throws IOException {
        reopen(showing(new TestAuthority(elsewhere, "b.edge"), "b.edge"));
        expectOriginAlone();
    }

    @Test
    void who_has_the_certificate_of_another_is_not_asked() throws IOException {
        reopen(showing(authority, "origin.test"));
        expectOriginAlone();
    }

    private void expectOriginAlone() throws IOException {
        var urls = urls("http", "b.edge").subList(0, 2 * Guard.USUAL.callsMin());
        for (var url : urls) {
            var answer = a.get(url);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.field("Via")).isEqualTo("1.1 a.edge");
        }
        assertThat(b.count("requests")).isZero();
        assertThat(origin.heard()).hasSize(urls.size());
        assertThat(a.upstream.isAlive(new Ring.Edge("b.edge", 1))).isFalse();
    }

    // RFC 9110 section 7.4: the certificate is the proxy's, so nothing here is from the site.
    @Test
    void a_site_is_not_answered_there_as_an_origin_is() throws IOException {
        try (var client = connect()) {
            assertThat(ask(client, "/", "Host: www.site.test").status()).isEqualTo(400);
        }
        assertThat(b.visit("www.site.test", "/").text()).isEqualTo("hello");
    }

    // RFC 7301: the proxy, too, offers HTTP/2, and a client that takes it gets it.
    @Test
    void whoever_likes_speaks_http_2_with_it() throws Exception {
        var socket = (SSLSocket) connect();
        var wish = socket.getSSLParameters();
        wish.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(wish);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        try (var client = new Http2Client(socket)) {
            client.ask(1, "GET", origin.url("/two"), true);
            assertThat(client.next(Http2Client.HEADERS).payload()[0])
                    .isEqualTo(Http2Client.STATUS_200);
            assertThat(client.content(1)).isEqualTo("hello");
        }
        assertThat(origin.heard().getFirst().field("Via")).isEqualTo("2.0 b.edge");
    }

    private Socket connect() throws IOException {
        try {
            return authority
                    .client()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", door.address().getPort());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static Message ask(Socket over, String target, String field) throws IOException {
        var host = field.startsWith("Host") ? "" : "Host: any.test\r\n";
        var request = "GET " + target + " HTTP/1.1\r\n" + host + field + "\r\n\r\n";
        over.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return Message.response(over.getInputStream(), "GET");
    }

    private List<String> urls(String scheme, String owner) {
        return IntStream.range(0, 100)
                .mapToObj(i -> scheme + origin.url("/" + i).substring("http".length()))
                .filter(url -> RING.owner(url, edge -> true).orElseThrow().name().equals(owner))
                .toList();
    }
}
