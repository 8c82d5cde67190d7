package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Origins that are asked over TLS, and must prove who they are (RFC 9110 section 4.3.4). */
class SecureOriginTest {
    private static final String PAGE = "200 OK\nCache-Control: max-age=60";
    private static final String OWN = "200 OK\nCache-Control: no-store";

    @TempDir static Path folder;

    private static TestAuthority authority;

    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeAll
    static void found() {
        authority = new TestAuthority(folder, "origin.test", "other.test", "www.site.test");
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new TestProxy(TestProxy.As.USUAL.with(authority.trust()));
        origin = secure("origin.test", PAGE);
    }

    private void now(String name, String answer) throws IOException {
        origin.close();
        origin = secure(name, answer);
    }

    private static ScriptedOrigin secure(String name, String answer) throws IOException {
        return ScriptedOrigin.secure(
                authority.server(name),
                (request, out) -> out.write(ScriptedOrigin.answer(answer, "hello")));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    private String url(String path) {
        return "https" + origin.url(path).substring("http".length());
    }

    @Test
    void a_page_comes_over_tls_and_is_stored_under_its_scheme() throws IOException {
        var answer = proxy.get(url("/page"));
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(origin.heard().getFirst().line()).isEqualTo("GET /page HTTP/1.1");
        assertThat(origin.heard().getFirst().field("Host"))
                .isEqualTo("origin.test:" + origin.port());
        assertThat(proxy.get(url("/page")).field("Cache-Status")).contains("; hit;");
        assertThat(proxy.store.all()).singleElement().matches(o -> o.uri().equals(url("/page")));
        // The same without TLS is another thing, and nobody speaks that there.
        assertThat(proxy.get(origin.url("/page")).status()).isEqualTo(502);
    }

    @Test
    void one_connection_serves_several_requests() throws IOException {
        now("origin.test", OWN);
        try (var client = proxy.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("GET", url("/page")).text()).isEqualTo("hello");
            }
        }
        assertThat(origin.connections()).isEqualTo(1);
    }

    @Test
    void much_comes_whole() throws IOException {
        now("origin.test", OWN);
        var text = "0123456789abcdef".repeat(100_000);
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(OWN, text)));
        assertThat(proxy.get(url("/much")).text()).isEqualTo(text);
    }

    @Test
    void an_origin_of_another_name_is_not_believed() throws IOException {
        now("other.test", PAGE);
        var answer = proxy.get(url("/page"));
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("did not prove to be origin.test");
        assertThat(origin.heard()).isEmpty();
    }

    @Test
    void an_authority_that_nobody_knows_is_not_believed(@TempDir Path elsewhere)
            throws IOException {
        var stranger = new TestAuthority(elsewhere, "origin.test");
        origin.close();
        origin =
                ScriptedOrigin.secure(
                        stranger.server("origin.test"),
                        (request, out) -> out.write(ScriptedOrigin.answer(PAGE, "hello")));
        assertThat(proxy.get(url("/page")).status()).isEqualTo(502);
        assertThat(origin.heard()).isEmpty();
    }

    // Where all that is known of an origin is its address, it must be who it speaks for.
    @Test
    void a_site_is_asked_over_tls_at_an_address() throws IOException {
        now("www.site.test", PAGE);
        var member =
                new Site.Member(
                        Target.place("https://127.0.0.1:" + origin.port()).orElseThrow(), 1);
        var site =
                new Site(
                        "site",
                        Set.of("www.site.test", "other.test"),
                        List.of(member),
                        Optional.empty(),
                        Optional.empty());
        proxy.close();
        proxy = new TestProxy(TestProxy.As.USUAL.with(authority.trust()).with(site));
        assertThat(proxy.visit("www.site.test", "/page").text()).isEqualTo("hello");
        assertThat(proxy.visit("other.test", "/page").status()).isEqualTo(502);
        assertThat(origin.heard()).hasSize(1);
    }
}
