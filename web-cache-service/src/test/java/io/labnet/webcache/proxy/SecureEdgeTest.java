package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.peers.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIHostName;
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
        proxy =
                new TestProxy(
                        TestProxy.As.USUAL.with(
                                site("localhost", member), site("other.test", member)));
        edge = proxy.edge(authority);
        edge.start();
    }

    @AfterAll
    static void close() throws IOException {
        edge.stop();
        proxy.close();
        origin.close();
    }

    private static Site site(String name, Site.Member origin) {
        return new Site(name, Set.of(name), List.of(origin), Optional.empty(), Optional.empty());
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

    private static Message ask(SSLSocket over, String target, String host) throws IOException {
        var request = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        over.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return Message.response(over.getInputStream(), "GET");
    }

    @Test
    void what_is_no_site_is_not_here() throws Exception {
        try (var socket = connect()) {
            assertThat(ask(socket, "/", "no.test").status()).isEqualTo(421);
        }
    }

    // RFC 9110 section 15.5.20: a certificate of one site does not speak for the other.
    @Test
    void another_site_wants_a_connection_of_its_own_and_this_one_goes_on() throws Exception {
        try (var socket = connect()) {
            var heard = origin.heard().size();
            assertThat(ask(socket, "/else", "other.test").status()).isEqualTo(421);
            assertThat(ask(socket, "https://other.test/else", "other.test").status())
                    .isEqualTo(421);
            assertThat(origin.heard()).hasSize(heard);
            assertThat(ask(socket, "/else", "LOCALHOST").text()).isEqualTo(TEXT);
        }
        try (var socket = connect()) {
            var named = socket.getSSLParameters();
            named.setServerNames(List.of(new SNIHostName("other.test")));
            socket.setSSLParameters(named);
            assertThat(ask(socket, "/else", "localhost").status()).isEqualTo(421);
            assertThat(ask(socket, "/else", "other.test").text()).isEqualTo(TEXT);
        }
    }

    // RFC 9113 section 9.1.2: a client takes one connection for two sites at one address.
    @Test
    void a_stream_of_http_2_for_another_site_is_misdirected() throws Exception {
        var port = edge.address().getPort();
        var head = folder.resolve("misdirected");
        var said =
                Program.curl(
                        "--http2",
                        "--cacert",
                        authority.file().toString(),
                        "-o",
                        head.toString(),
                        "-w",
                        "%{http_version} %{http_code}",
                        "-H",
                        "Host: other.test",
                        "https://localhost:" + port + "/else");
        assertThat(said).isEqualTo("2 421");
        assertThat(Files.readString(head)).contains("other.test", "a connection of its own");
    }

    // RFC 9110 section 7.4
    @Test
    void what_wants_tls_is_not_told_without() throws Exception {
        proxy.atTheEdge(client -> {
            assertThat(client.ask("GET", "https://localhost/old").status()).isEqualTo(421);
            assertThat(client.ask("GET", "http://localhost/old").status()).isEqualTo(200);
        });
    }

    @Test
    void who_speaks_no_tls_is_told_so() throws Exception {
        var heard = origin.heard().size();
        try (var client = TestProxy.connect(edge.address())) {
            client.send("GET /astray HTTP/1.1\nHost: localhost\n\n");
            var answer = client.hear();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("TLS");
            client.socket.shutdownOutput();
            assertThat(client.isClosed()).isTrue();
        }
        try (var client = new Http2Client(edge.address())) {
            client.ask(1, "GET", "http://localhost/astray", true);
            assertThat(client.next(Http2Client.HEADERS).payload()[0])
                    .isEqualTo(Http2Client.STATUS_400);
        }
        try (var client = TestProxy.connect(edge.address())) {
            client.send("CONNECT localhost:443 HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.hear().status()).isEqualTo(400);
        }
        assertThat(origin.heard()).hasSize(heard);
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
