package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a name server wants of a UDP socket, whichever way it hears. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class UdpSocketTest {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    enum Way {
        CHANNEL,
        BATCH
    }

    private final Way way;

    UdpSocketTest(Way way) {
        this.way = way;
    }

    private UdpSocket open(InetSocketAddress address, boolean isShared) throws IOException {
        assumeTrue(way == Way.CHANNEL || BatchSocket.isFor(address), "not on this system");
        return way == Way.BATCH
                ? BatchSocket.open(address, isShared, BUFFER_BYTES)
                : ChannelSocket.open(address, isShared, BUFFER_BYTES);
    }

    private static boolean echo(
            byte[] packet, int length, InetSocketAddress from, ByteBuffer reply) {
        reply.put(packet, 0, length).put((byte) '!').flip();
        return true;
    }

    private static DatagramSocket client(UdpSocket server) throws IOException {
        var client = new DatagramSocket();
        client.connect(server.address());
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private static void say(DatagramSocket client, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        client.send(new DatagramPacket(bytes, bytes.length));
    }

    private static String heard(DatagramSocket client) throws IOException {
        var packet = new DatagramPacket(new byte[2 * UdpSocket.PACKET_BYTES_MAX], 8192);
        client.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    /** More at a time than are taken with one call, of several clients. */
    @Test
    void every_client_is_told_its_own() throws Exception {
        try (var server = open(ANY_PORT, false);
                var ann = client(server);
                var bob = client(server)) {
            for (int i = 0; i < 20; i++) {
                say(ann, "ann" + i);
                say(bob, "bob" + i);
            }
            var told = new AtomicInteger();
            while (told.get() < 40) {
                server.exchange((packet, length, from, reply) -> {
                    told.incrementAndGet();
                    return echo(packet, length, from, reply);
                });
            }
            for (int i = 0; i < 20; i++) {
                assertThat(heard(ann)).isEqualTo("ann" + i + "!");
                assertThat(heard(bob)).isEqualTo("bob" + i + "!");
            }
        }
    }

    @Test
    void who_is_not_answered_holds_up_nobody() throws Exception {
        try (var server = open(ANY_PORT, false);
                var client = client(server)) {
            say(client, "x");
            say(client, "zz");
            say(client, "y");
            var lengths = new ArrayList<Integer>();
            while (lengths.size() < 3) {
                server.exchange((packet, length, from, reply) -> {
                    lengths.add(length);
                    return packet[0] == 'y' && echo(packet, length, from, reply);
                });
            }
            assertThat(lengths).containsExactly(1, 2, 1);
            assertThat(heard(client)).isEqualTo("y!");
        }
    }

    @Test
    void a_packet_that_is_too_long_is_cut() throws Exception {
        try (var server = open(ANY_PORT, false);
                var client = client(server)) {
            say(client, "x".repeat(5000));
            var lengths = new ArrayList<Integer>();
            server.exchange((packet, length, from, reply) -> {
                lengths.add(length);
                reply.put(packet, 0, length).flip();
                return true;
            });
            assertThat(lengths).containsExactly(UdpSocket.PACKET_BYTES_MAX);
            assertThat(heard(client)).isEqualTo("x".repeat(UdpSocket.PACKET_BYTES_MAX));
        }
    }

    @Test
    void what_was_waited_for_is_sent() throws Exception {
        try (var server = open(ANY_PORT, false);
                var client = client(server)) {
            var to = (InetSocketAddress) client.getLocalSocketAddress();
            var reply = ByteBuffer.wrap("-later-".getBytes(StandardCharsets.US_ASCII), 1, 5);
            server.send(reply, to);
            assertThat(heard(client)).isEqualTo("later");
        }
    }

    @Test
    void a_taken_port_is_refused_unless_it_is_shared() throws Exception {
        try (var first = open(ANY_PORT, true)) {
            assertThatThrownBy(() -> open(first.address(), false).close())
                    .isInstanceOf(IOException.class)
                    .hasMessage("Address already in use");
            try (var second = open(first.address(), true)) {
                assertThat(second.address()).isEqualTo(first.address());
            }
        }
    }

    /** Else a restart would find its own port taken. */
    @Test
    void closing_wakes_who_waits_and_frees_the_port() throws Exception {
        var server = open(ANY_PORT, false);
        var ended = new ArrayList<Boolean>();
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                while (server.isOpen()) {
                                    server.exchange(UdpSocketTest::echo);
                                }
                                ended.add(true);
                            } catch (IOException closed) {
                                ended.add(closed instanceof ClosedChannelException);
                            }
                        });
        try (var client = client(server)) {
            say(client, "x");
            assertThat(heard(client)).isEqualTo("x!");
        }
        server.close();
        assertThat(thread.join(Duration.ofMillis(PATIENCE_MILLIS))).isTrue();
        assertThat(ended).containsExactly(true);
        assertThatThrownBy(() -> server.send(ByteBuffer.allocate(1), server.address()))
                .isInstanceOf(ClosedChannelException.class);
        open(server.address(), false).close();
    }
}
