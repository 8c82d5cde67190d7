package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.resolver.Resolver;
import io.labnet.network.Network;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What clients, good and bad ones, see of the servers' sockets. */
class NameServersTest {
    private static final String UMASS = "127.67.0.1";
    private static final String LOCAL = "127.67.0.2";
    private static final String CLOSED = "127.67.0.3";

    private SmallInternet internet = new SmallInternet();

    NameServersTest() throws Exception {}

    @BeforeEach
    void world() throws Exception {
        internet.serving(UMASS, "umass.edu.", "gaia 300 A 127.80.0.2\n");
        var resolver = internet.resolver(UMASS);
        internet.with(LOCAL, recursive(resolver, "127.0.0.0/8"));
        internet.with(CLOSED, recursive(resolver, "10.0.0.0/8"));
        internet.open();
    }

    private NameService recursive(Resolver resolver, String clients) {
        return new RecursiveService(resolver, List.of(Network.parse(clients)), internet.traffic);
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    private static Message query(String name) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
    }

    private Message udp(String server, byte[] query) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(internet.at(server));
            socket.setSoTimeout(1000);
            for (int attempt = 1; ; attempt++) {
                socket.send(new DatagramPacket(query, query.length));
                var reply = new DatagramPacket(new byte[4096], 4096);
                try {
                    socket.receive(reply);
                    return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
                } catch (SocketTimeoutException lost) {
                    // UDP loses packets when many are sent at once, so clients ask again.
                    assertThat(attempt).isLessThan(20);
                }
            }
        }
    }

    private Socket connected(String server) throws IOException {
        var socket = new Socket();
        socket.connect(internet.at(server));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, byte[] query) throws IOException {
        socket.getOutputStream().write(TcpListener.framed(ByteBuffer.wrap(query)));
    }

    private static Message receive(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return new Message(in.readNBytes(in.readUnsignedShort()));
    }

    @Test
    void an_authoritative_server_has_authority_and_no_recursion() throws Exception {
        var reply = udp(UMASS, query("gaia.umass.edu.").toWire());
        assertThat(reply.getHeader().printFlags()).isEqualTo("qr aa rd ");
        assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void the_local_server_has_recursion_and_no_authority() throws Exception {
        var reply = udp(LOCAL, query("gaia.umass.edu.").toWire());
        assertThat(reply.getHeader().printFlags()).isEqualTo("qr rd ra ");
        assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
        assertThat(internet.counted("cache-misses")).isEqualTo(1);
        udp(LOCAL, query("gaia.umass.edu.").toWire());
        assertThat(internet.counted("cache-hits")).isEqualTo(1);
    }

    @Test
    void without_recursion_desired_only_the_cache_answers() throws Exception {
        var query = query("gaia.umass.edu.");
        query.getHeader().unsetFlag(Flags.RD);
        assertThat(udp(LOCAL, query.toWire()).getRcode()).isEqualTo(Rcode.REFUSED);
        udp(LOCAL, query("gaia.umass.edu.").toWire());
        assertThat(udp(LOCAL, query.toWire()).getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void clients_of_other_networks_are_refused() throws Exception {
        var reply = udp(CLOSED, query("gaia.umass.edu.").toWire());
        assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(internet.counted("upstream-queries")).isZero();
    }

    @Test
    void a_class_nobody_serves_is_refused_and_its_question_repeated() throws Exception {
        var version = Record.newRecord(Name.fromString("version.bind."), Type.TXT, DClass.CHAOS);
        var reply = udp(UMASS, Message.newQuery(version).toWire());
        assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(reply.getQuestion()).isEqualTo(version);
    }

    @Test
    void garbage_by_udp_kills_nothing() throws Exception {
        var random = new Random(11);
        try (var socket = new DatagramSocket()) {
            for (var server : List.of(UMASS, LOCAL)) {
                for (int i = 0; i < 5000; i++) {
                    var wire = i % 2 == 0 ? query("gaia.umass.edu.").toWire() : new byte[40];
                    for (int changes = random.nextInt(8); changes >= 0; changes--) {
                        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
                    }
                    var length = random.nextInt(wire.length + 1);
                    socket.send(new DatagramPacket(wire, length, internet.at(server)));
                }
                var wire = query("gaia.umass.edu.").toWire();
                assertThat(udp(server, wire).getSection(Section.ANSWER)).hasSize(1);
            }
        }
    }

    @Test
    void replies_and_scraps_are_met_with_silence() throws Exception {
        var reply = query("gaia.umass.edu.");
        reply.getHeader().setFlag(Flags.QR);
        try (var socket = new DatagramSocket()) {
            socket.connect(internet.at(UMASS));
            for (var wire : List.of(reply.toWire(), new byte[11], new byte[0])) {
                socket.send(new DatagramPacket(wire, wire.length));
            }
            // The first that is answered is the first that is a query.
            var query = query("gaia.umass.edu.");
            query.getHeader().setID(reply.getHeader().getID() ^ 1);
            var wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            socket.setSoTimeout(20_000);
            var packet = new DatagramPacket(new byte[512], 512);
            socket.receive(packet);
            var answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
            assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
        }
    }

    @Test
    void several_queries_share_one_tcp_connection() throws Exception {
        try (var socket = connected(LOCAL)) {
            var first = query("gaia.umass.edu.");
            var second = query("nobody.umass.edu.");
            first.getHeader().setID(1);
            second.getHeader().setID(2);
            send(socket, first.toWire());
            send(socket, second.toWire());
            // In whatever order the answers are found.
            var rcodes = new HashMap<Integer, Integer>();
            for (var reply : List.of(receive(socket), receive(socket))) {
                rcodes.put(reply.getHeader().getID(), reply.getRcode());
            }
            assertThat(rcodes)
                    .containsEntry(first.getHeader().getID(), Rcode.NOERROR)
                    .containsEntry(second.getHeader().getID(), Rcode.NXDOMAIN);
        }
    }

    @Test
    void a_tcp_query_may_come_in_pieces() throws Exception {
        try (var socket = connected(UMASS)) {
            for (var octet : TcpListener.framed(ByteBuffer.wrap(query("umass.edu.").toWire()))) {
                socket.getOutputStream().write(octet);
                socket.getOutputStream().flush();
            }
            assertThat(receive(socket).getRcode()).isEqualTo(Rcode.NOERROR);
        }
    }

    @Test
    void an_idle_tcp_connection_is_closed() throws Exception {
        internet.close();
        internet.open(Duration.ofSeconds(2));
        try (var socket = connected(UMASS)) {
            // A length, and never the message that it promises.
            socket.getOutputStream().write(new byte[] {0, 100, 1, 2, 3});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void there_are_only_so_many_tcp_connections() throws Exception {
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < ListenerLimits.usual(Duration.ZERO).tcpConnections() + 50; i++) {
                open.add(connected(UMASS));
            }
            await().untilAsserted(() -> assertThat(internet.counted("dropped")).isGreaterThan(0));
            assertThat(udp(UMASS, query("gaia.umass.edu.").toWire()).getRcode()).isZero();
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void a_port_that_is_taken_is_named_and_none_is_kept() throws Exception {
        try (var other = new DatagramSocket(internet.at("127.67.0.9"))) {
            assertThat(other.isBound()).isTrue();
            try (var late = new SmallInternet()) {
                late.serving("127.67.0.8", "edu.", "");
                var taken =
                        new InetSocketAddress(InetAddress.ofLiteral("127.67.0.9"), internet.port);
                var sites =
                        List.of(
                                new NameServers.Site(late.at("127.67.0.8"), someService()),
                                new NameServers.Site(taken, someService()));
                var limits = ListenerLimits.usual(Duration.ofSeconds(1));
                var secret = new byte[16];
                assertThatThrownBy(() ->
                                new NameServers(sites, limits, secret, late.traffic, late.clock))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("UDP 127.67.0.9:" + internet.port);
                late.open();
            }
        }
    }

    private NameService someService() {
        return recursive(internet.resolver(UMASS), "127.0.0.0/8");
    }

    @Test
    void the_ports_are_free_again_after_closing() throws Exception {
        for (int i = 0; i < 20; i++) {
            internet.close();
            internet.open();
        }
        assertThat(udp(UMASS, query("gaia.umass.edu.").toWire()).getRcode()).isZero();
    }
}
