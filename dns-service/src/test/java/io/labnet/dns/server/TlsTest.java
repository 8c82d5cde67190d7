package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** RFC 7858: all that is so over TCP is so over TLS, and what comes besides. */
class TlsTest extends TcpTest {
    private static final int FUZZED = 200;

    @TempDir Path folder;
    private EncryptedServer server;

    TlsTest() throws Exception {}

    @Override
    @BeforeEach
    void open() throws Exception {
        server = new EncryptedServer(folder).serving(service);
        server.internet.open();
    }

    @Override
    @AfterEach
    void close() throws Exception {
        super.close();
        server.close();
    }

    @Override
    SmallInternet internet() {
        return server.internet;
    }

    @Override
    SSLSocket connected(String client) throws Exception {
        return server.connected(bound(client), server.tls, "dot");
    }

    private static Socket bound(String client) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(client), 0));
        return socket;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void the_protocol_is_agreed_on(String version) throws Exception {
        try (var socket = connected("127.0.0.1")) {
            socket.setEnabledProtocols(new String[] {version});
            send(socket, query("quick"));
            assertThat(receive(socket).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(socket.getApplicationProtocol()).isEqualTo("dot");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void who_names_no_protocol_is_served_and_who_wants_another_is_not() throws Exception {
        try (var silent = server.connected(new Socket(), server.tls);
                var other = server.connected(new Socket(), server.tls, "h2")) {
            send(silent, query("quick"));
            assertThat(receive(silent).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(other::startHandshake);
        }
    }

    @Test
    void a_reply_hides_its_length_from_who_hides_that_of_the_query() throws Exception {
        var query = query("quick");
        var padding = new GenericEDNSOption(EDNSOption.Code.PADDING, new byte[64]);
        query.addRecord(new OPTRecord(1232, 0, 0, 0, padding), Section.ADDITIONAL);
        try (var socket = connected("127.0.0.1")) {
            send(socket, query);
            var reply = receive(socket);
            assertThat(reply.numBytes()).isEqualTo(468);
            assertThat(reply.getOPT().getOptions(EDNSOption.Code.PADDING)).hasSize(1);
        }
        // In the clear it would only cost (RFC 7830 section 6).
        try (var socket = new Socket()) {
            socket.connect(internet().at(EncryptedServer.ADDRESS));
            send(socket, query);
            assertThat(receive(socket).getOPT().getOptions()).isEmpty();
        }
    }

    @Test
    void who_does_not_pad_is_not_padded() throws Exception {
        var query = query("quick");
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        try (var socket = connected("127.0.0.1")) {
            send(socket, query);
            assertThat(receive(socket).getOPT().getOptions()).isEmpty();
        }
    }

    @Test
    void who_never_shakes_hands_or_falls_silent_is_closed() throws Exception {
        internet().close();
        internet().open(Duration.ofSeconds(2));
        try (var mute = new Socket();
                var slow = new Socket();
                var idle = connected("127.0.0.1")) {
            mute.connect(server.tls);
            slow.connect(server.tls);
            // The beginning of a ClientHello, whose rest never comes.
            slow.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0});
            send(idle, query("quick"));
            assertThat(receive(idle).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            for (var socket : List.of(mute, slow)) {
                assertThat(isClosed(socket)).isTrue();
            }
            assertThat(isClosed(idle)).isTrue();
        }
    }

    // Whether with a farewell or without.
    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().read() == -1;
        } catch (SSLException | SocketException cutOff) {
            return true;
        }
    }

    @Test
    void noise_instead_of_tls_and_within_it_harms_nobody_else() throws Exception {
        var random = new Random(7858);
        try (var other = connected("127.0.0.2")) {
            send(other, query("quick"));
            assertThat(receive(other).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            for (int i = 0; i < FUZZED; i++) {
                var noise = new byte[1 + random.nextInt(600)];
                random.nextBytes(noise);
                if (i % 4 == 0) {
                    // A record of TLS by its first bytes.
                    System.arraycopy(new byte[] {22, 3, 3}, 0, noise, 0, Math.min(3, noise.length));
                }
                try (var socket = i % 10 == 0 ? connected("127.0.0.1") : plain()) {
                    socket.getOutputStream().write(noise);
                }
            }
            send(other, query("quick"));
            assertThat(receive(other).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
    }

    private Socket plain() throws IOException {
        var socket = new Socket();
        socket.connect(server.tls);
        return socket;
    }
}
