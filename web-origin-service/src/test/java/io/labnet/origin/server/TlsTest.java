package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS: which certificate, which protocol, and for whom a connection answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final String SCHOOL = "www.someschool.edu";
    private static final String GAIA = "gaia.cs.umass.edu";
    private static final String CLOSE = "Connection: close\r\n";

    private TestServer server;
    private TestAuthority authority;
    private String large;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        var bytes = new byte[1_000_000];
        new Random(8).nextBytes(bytes);
        large = new String(bytes, ISO_8859_1);
        TestServer.place(folder, "large.bin", bytes);
        server = new TestServer(folder, TestServer.limits(100, Duration.ofSeconds(10)));
        authority = new TestAuthority(folder.resolve("tls"), server.sites);
        server.server.startSecure(TestServer.anyPort(), authority);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void who_says_no_more_speaks_http_1_1(String version) throws Exception {
        try (var socket = connect(SCHOOL)) {
            socket.setEnabledProtocols(new String[] {version});
            say(socket, request(SCHOOL, "hello.txt") + request(SCHOOL, "large.bin", CLOSE));
            assertThat(hearAll(socket)).contains("Hello, school!\n").endsWith("\r\n\r\n" + large);
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void http_2_is_agreed_on_in_the_handshake() throws Exception {
        try (var socket = connect(SCHOOL)) {
            var wanted = socket.getSSLParameters();
            wanted.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(wanted);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            var client = new RawHttp2(socket);
            client.request(1, RawHttp2.END_STREAM, secure(SCHOOL, "/large.bin"));
            client.window(0, 2_000_000);
            client.window(1, 2_000_000);
            assertThat(client.hear(1).body()).isEqualTo(large);
            client.request(3, RawHttp2.END_STREAM, secure(GAIA, "/hello.txt"));
            assertThat(client.hear(3).status()).isEqualTo("421");
        }
    }

    // As curl --http1.0 does it.
    @Test
    void http_1_0_is_agreed_on_too() throws Exception {
        try (var socket = connect(SCHOOL)) {
            var wanted = socket.getSSLParameters();
            wanted.setApplicationProtocols(new String[] {"http/1.0"});
            socket.setSSLParameters(wanted);
            say(socket, "GET /hello.txt HTTP/1.0\r\n\r\n");
            assertThat(hearAll(socket)).endsWith("Hello, school!\n");
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.0");
        }
    }

    @Test
    void a_client_with_none_of_our_protocols_is_told_so() throws Exception {
        try (var socket = connect(SCHOOL)) {
            var wanted = socket.getSSLParameters();
            wanted.setApplicationProtocols(new String[] {"smtp"});
            socket.setSSLParameters(wanted);
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("no_application_protocol");
        }
    }

    @Test
    void each_site_has_a_certificate_of_its_own() throws Exception {
        for (var name : List.of(SCHOOL, GAIA)) {
            try (var socket = connect(name)) {
                say(socket, request(name, "hello.txt", CLOSE));
                assertThat(hearAll(socket)).startsWith("HTTP/1.1 200 OK\r\n");
                assertThat(authority.certificateOf(socket).getSubjectX500Principal().getName())
                        .contains("CN=" + name);
            }
        }
    }

    @Test
    void who_asks_for_somebody_unknown_is_shown_the_address_s_own() throws Exception {
        try (var socket = connect("unknown.example")) {
            assertThatThrownBy(() -> say(socket, "x"))
                    .isInstanceOfAny(SSLHandshakeException.class, SSLPeerUnverifiedException.class);
        }
    }

    @Test
    void a_connection_answers_only_for_whom_its_certificate_names() throws Exception {
        try (var socket = connect(SCHOOL)) {
            say(socket, request(GAIA, "hello.txt") + request(SCHOOL, "hello.txt", CLOSE));
            assertThat(hearAll(socket))
                    .startsWith("HTTP/1.1 421 Misdirected Request\r\n")
                    .endsWith("Hello, school!\n");
        }
    }

    @Test
    void an_error_before_the_host_is_said_in_the_words_of_whom_the_certificate_names()
            throws Exception {
        try (var socket = connect("open.edu")) {
            say(socket, "GET /%s HTTP/1.1\r\n".formatted("x".repeat(400)));
            assertThat(hearAll(socket))
                    .startsWith("HTTP/1.1 414 URI Too Long\r\n")
                    .endsWith("<p>Pardon?</p>\n");
        }
    }

    @Test
    void a_site_that_wants_tls_is_content_with_it() throws Exception {
        try (var socket = connect("tls.edu")) {
            say(socket, request("tls.edu", "hello.txt", CLOSE));
            assertThat(hearAll(socket)).endsWith("Well spoken!\n");
        }
    }

    @Test
    void a_whole_uri_is_of_the_scheme_of_its_connection() throws Exception {
        try (var socket = connect(SCHOOL)) {
            say(
                    socket,
                    request(SCHOOL, "hello.txt").replace("/hello", "http://" + SCHOOL + "/hello")
                            + request(SCHOOL, "hello.txt", CLOSE)
                                    .replace("/hello", "https://" + SCHOOL + "/hello"));
            assertThat(hearAll(socket)).startsWith("HTTP/1.1 421 ").endsWith("Hello, school!\n");
        }
    }

    @Test
    void who_asks_without_tls_is_told_that_the_port_wants_it() throws Exception {
        try (var plain = plain()) {
            say(plain, request(SCHOOL, "hello.txt") + request(SCHOOL, "hello.txt"));
            assertThat(hearAll(plain))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("Connection: close\r\n")
                    .endsWith("\r\n\r\n400 Bad Request\nThis port wants TLS: ask for https.\n");
        }
    }

    @Test
    void who_speaks_neither_tls_nor_http_or_nothing_is_let_go() throws Exception {
        try (var plain = plain();
                var silent = plain()) {
            say(plain, "\0\0\0\0\0\0\0\0");
            assertThat(hearAll(plain)).doesNotContain("HTTP");
            silent.shutdownOutput();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_client_that_says_good_bye_is_let_go() throws Exception {
        var before = server.openConnections();
        try (var socket = connect(SCHOOL)) {
            say(socket, request(SCHOOL, "hello.txt"));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            socket.shutdownOutput();
            await().atMost(Duration.ofSeconds(8)).until(() -> server.openConnections() <= before);
        }
    }

    private static String[] secure(String host, String path) {
        return new String[] {
            ":method", "GET", ":scheme", "https", ":path", path, ":authority", host
        };
    }

    private static String request(String host, String file, String... fields) {
        return "GET /%s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                .formatted(file, host, String.join("", fields));
    }

    private SSLSocket connect(String name) throws Exception {
        var tcp = plain();
        var factory = authority.trusted().getSocketFactory();
        var socket = (SSLSocket) factory.createSocket(tcp, name, tcp.getPort(), true);
        var wanted = socket.getSSLParameters();
        wanted.setServerNames(List.of(new SNIHostName(name)));
        wanted.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(wanted);
        return socket;
    }

    private Socket plain() throws IOException {
        var port = server.server.secureAddresses().getFirst().getPort();
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String hearAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
