package io.labnet.peer.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
    private static final InetAddress FROM = InetAddress.ofLiteral("127.69.200.9");

    private final Http http =
            new Http(
                    host -> InetAddress.ofLiteral(host.equals("far.example") ? "192.0.2.1" : host),
                    new AllowedNetworks(List.of("127.0.0.0/8")));
    private final CompletableFuture<String> seen = new CompletableFuture<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void asks_from_the_address_that_it_is_told_to() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi and more");
        var body = http.get(uri("/a%20b?c=%00d"), FROM, 100);

        assertThat(body).asString(US_ASCII).isEqualTo("hi");
        assertThat(seen.get())
                .startsWith("/127.69.200.9 GET /a%20b?c=%00d HTTP/1.0\r\nHost: 127.0.0.1:")
                .endsWith("\r\n\r\n");
    }

    @Test
    void a_body_without_a_length_ends_with_the_connection() throws Exception {
        answering("HTTP/1.0 200 OK\nServer: old\n\nto the end");

        assertThat(http.get(uri("/"), FROM, 100)).asString(US_ASCII).isEqualTo("to the end");
    }

    @Test
    void posts_a_body() throws Exception {
        answering("HTTP/1.1 201 Created\r\n\r\n");
        http.post(uri("/x"), FROM, "text/plain", "hello".getBytes(US_ASCII), 100);

        assertThat(seen.get()).contains(" POST /x HTTP/1.0").contains("Content-Length: 5\r\n\r\n");
    }

    @Test
    void another_status_is_told() {
        answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

        assertThatThrownBy(() -> http.get(uri("/"), FROM, 100))
                .isInstanceOf(RefusedException.class)
                .hasMessage("the server said 404 Not Found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SSH-2.0-server; does not speak HTTP",
                "HTTP/1.1 200 OK|Content-Length: 101||; longer than 100 bytes",
                "HTTP/1.1 200 OK|Content-Length: 9999999999999999999||; Content-Length is",
                "HTTP/1.1 200 OK|Content-Length: -1||; Content-Length is",
                "HTTP/1.1 200 OK|Content-Length: 5||hey; ends too early",
                "HTTP/1.1 200 OK|X: y; ends too early",
            })
    void an_answer_that_is_none_is_refused(String answer, String reason) {
        answering(answer.replace("|", "\r\n") + (answer.contains("|") ? "" : "\r\n"));

        assertThatThrownBy(() -> http.get(uri("/"), FROM, 100))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void an_endless_answer_is_cut() {
        answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1000));
        assertThatThrownBy(() -> http.get(uri("/"), FROM, 100))
                .hasMessageContaining("longer than 100 bytes");
    }

    @Test
    void an_endless_header_is_cut() {
        answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1000));
        assertThatThrownBy(() -> http.get(uri("/"), FROM, 100))
                .hasMessageContaining("100 header lines");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.1/x",
                "http://far.example/x",
                "file:///etc/passwd",
                "https://127.0.0.1/",
                "ftp://127.0.0.1/x",
                "http:///x",
                "demo.torrent"
            })
    void strangers_are_never_called(String address) {
        assertThatThrownBy(() -> http.get(URI.create(address), FROM, 100))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".*(outside of the lab|is not an http: address)");
    }

    @Test
    void a_network_is_told_by_its_prefix() {
        var networks = new AllowedNetworks(List.of("10.1.0.0/15", "::1/128"));

        assertThat(networks.allow(InetAddress.ofLiteral("10.1.255.1"))).isTrue();
        assertThat(networks.allow(InetAddress.ofLiteral("10.0.255.1"))).isTrue();
        assertThat(networks.allow(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
        assertThat(networks.allow(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(networks.allow(InetAddress.ofLiteral("::2"))).isFalse();
        assertThatThrownBy(() -> new AllowedNetworks(List.of("10.0.0.0/33")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** Answers once, and sees who asked what. */
    private void answering(String answer) {
        Thread.ofVirtual().start(() -> answer(answer));
    }

    private void answer(String answer) {
        try (var socket = server.accept()) {
            var from = ((InetSocketAddress) socket.getRemoteSocketAddress()).getAddress();
            var bytes = new byte[4096];
            var length = socket.getInputStream().read(bytes);
            seen.complete(from + " " + new String(bytes, 0, Math.max(length, 0), US_ASCII));
            socket.getOutputStream().write(answer.getBytes(US_ASCII));
        } catch (IOException e) {
            seen.completeExceptionally(e);
        }
    }
}
