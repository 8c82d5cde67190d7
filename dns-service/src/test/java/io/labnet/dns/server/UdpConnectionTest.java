package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the resolver wants of its way to a name server, whichever way that is. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class UdpConnectionTest {
    private static final int PATIENCE_MILLIS = 10_000;

    enum Way {
        CHANNEL,
        LINUX
    }

    private final Way way;
    private final DatagramSocket server =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    UdpConnectionTest(Way way) throws IOException {
        this.way = way;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private UdpConnection connected() throws IOException {
        var address = (InetSocketAddress) server.getLocalSocketAddress();
        assumeTrue(way == Way.CHANNEL || BatchSocket.isFor(address), "not on this system");
        return way == Way.LINUX ? LinuxConnection.to(address) : ChannelConnection.to(address);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void say(DatagramSocket from, String text, InetSocketAddress to)
            throws IOException {
        from.send(new DatagramPacket(bytes(text), text.length(), to));
    }

    @Test
    void a_question_goes_there_and_what_comes_back_is_heard() throws Exception {
        try (var connection = connected()) {
            connection.send(bytes("question"));
            var packet = new DatagramPacket(new byte[100], 100);
            server.receive(packet);
            assertThat(
                            new String(
                                    packet.getData(),
                                    0,
                                    packet.getLength(),
                                    StandardCharsets.US_ASCII))
                    .isEqualTo("question");
            assertThat(packet.getSocketAddress()).isEqualTo(connection.local());
            say(server, "first", connection.local());
            say(server, "", connection.local());
            say(server, "x".repeat(5000), connection.local());
            assertThat(connection.receive(PATIENCE_MILLIS)).isEqualTo(bytes("first"));
            assertThat(connection.receive(PATIENCE_MILLIS)).isEmpty();
            assertThat(connection.receive(PATIENCE_MILLIS))
                    .isEqualTo(bytes("x".repeat(UdpConnection.REPLY_BYTES_MAX)));
        }
    }

    @Test
    void nobody_else_is_heard_and_silence_ends() throws Exception {
        try (var connection = connected();
                var forger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            say(forger, "forged", connection.local());
            assertThatThrownBy(() -> connection.receive(50))
                    .isInstanceOf(SocketTimeoutException.class);
            say(server, "true", connection.local());
            assertThat(connection.receive(PATIENCE_MILLIS)).isEqualTo(bytes("true"));
        }
    }

    @Test
    void a_port_where_nobody_listens_is_no_silence() throws Exception {
        try (var connection = connected()) {
            server.close();
            connection.send(bytes("question"));
            assertThatThrownBy(() -> connection.receive(PATIENCE_MILLIS))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void each_has_a_port_of_its_own_that_nobody_foresees() throws Exception {
        var ports = new HashSet<Integer>();
        var steps = new HashSet<Integer>();
        var last = 0;
        for (int i = 0; i < 100; i++) {
            try (var connection = connected()) {
                ports.add(connection.local().getPort());
                steps.add(connection.local().getPort() - last);
                last = connection.local().getPort();
            }
        }
        assertThat(ports).hasSizeGreaterThan(90);
        assertThat(steps).hasSizeGreaterThan(90);
    }
}
