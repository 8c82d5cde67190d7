package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site whose front door is here, over TLS. */
class SecureEdgeTest {
    private static final String TEXT = "0123456789abcdef".repeat(20_000);

    @TempDir static Path folder;

    private static TestAuthority authority;
    private static ScriptedOrigin origin;
    private static TestProxy proxy;
    private static ProxyServer edge;

    @BeforeAll
    static void open() throws IOException {
        authority = new TestAuthority(folder, "localhost", "other.test");
        origin = ScriptedOrigin.saying("200 OK\nCache-Control: max-age=60", TEXT);
        var member = new Site.Member(new Target("127.0.0.1", origin.port(), ""), 1);
        var site =
                new Site(
                        "here",
                        Set.of("localhost"),
                        List.of(member),
                        Optional.empty(),
                        Optional.empty());
        proxy = new TestProxy(TestProxy.As.USUAL.with(site));
        edge = proxy.edge(authority);
        edge.start();
    }

    @AfterAll
    static void close() throws IOException {
        edge.stop();
        proxy.close();
        origin.close();
    }

    private static HttpResponse<String> get(HttpClient.Version version, String path)
            throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(authority.client()).version(version).build()) {
            var uri = URI.create("https://localhost:" + edge.address().getPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }

    private static SSLSocket connect() throws Exception {
        var socket =
                (SSLSocket)
                        authority
                                .client()
                                .getSocketFactory()
                                .createSocket("localhost", edge.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void http_1_1_is_spoken_and_the_origin_hears_how() throws Exception {
        var answer = get(HttpClient.Version.HTTP_1_1, "/old");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.body()).isEqualTo(TEXT);
        var heard = origin.heard().getLast();
        assertThat(heard.field("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(heard.field("Forwarded")).contains("proto=https");
        var again = get(HttpClient.Version.HTTP_1_1, "/old");
        assertThat(again.body()).isEqualTo(TEXT);
        assertThat(again.headers().firstValue("Cache-Status").orElse("")).contains("; hit;");
    }

    @Test
    void http_2_is_agreed_on() throws Exception {
        var answer = get(HttpClient.Version.HTTP_2, "/new");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.body()).isEqualTo(TEXT);
        assertThat(origin.heard().getLast().field("X-Forwarded-Proto")).isEqualTo("https");
    }

    @Test
    void the_end_of_the_connection_is_told_within_tls() throws Exception {
        try (var socket = connect()) {
            var port = edge.address().getPort();
            var request = "GET /end HTTP/1.0\r\nHost: localhost:" + port + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII)).endsWith("\r\n\r\n" + TEXT);
        }
    }

    @Test
    void other_sites_are_not_here() throws Exception {
        try (var socket = connect()) {
            var request = "GET / HTTP/1.1\r\nHost: other.test\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(Message.response(socket.getInputStream(), "GET").status()).isEqualTo(421);
        }
    }

    @Test
    void who_speaks_no_tls_hears_nothing() throws Exception {
        try (var client = TestProxy.connect(edge.address())) {
            client.send("GET / HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void who_wants_another_protocol_is_refused() throws Exception {
        try (var socket = connect()) {
            var wish = socket.getSSLParameters();
            wish.setApplicationProtocols(new String[] {"spdy/1"});
            socket.setSSLParameters(wish);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }
}
