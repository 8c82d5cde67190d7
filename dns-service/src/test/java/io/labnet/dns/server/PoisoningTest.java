package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Two who want www.bank.com to lead to them, and do not succeed. */
class PoisoningTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final String ROOT = "127.71.0.1";
    private static final String COM = "127.71.1.1";
    private static final String EVIL = "127.71.6.6";

    private final SmallInternet internet = new SmallInternet();
    private final List<AutoCloseable> servers = new ArrayList<>();

    PoisoningTest() throws Exception {}

    @BeforeEach
    void world() throws Exception {
        internet.serving(
                ROOT,
                ".",
                """
                com. 600 NS ns.com.
                ns.com. 600 A 127.71.1.1
                edu. 600 NS ns.edu.
                ns.edu. 600 A 127.71.6.6
                """);
    }

    @AfterEach
    void close() throws Exception {
        for (var server : servers) {
            server.close();
        }
        internet.close();
    }

    /** What a server of this test sends for a query, perhaps several packets, or none. */
    private interface Behaviour {
        void answer(Message query, DatagramSocket from, InetSocketAddress to) throws Exception;
    }

    private void serve(String address, Behaviour behaviour) throws IOException {
        var socket = new DatagramSocket(internet.at(address));
        servers.add(socket);
        Thread.ofVirtual()
                .start(() -> {
                    while (!socket.isClosed()) {
                        try {
                            var packet = new DatagramPacket(new byte[1500], 1500);
                            socket.receive(packet);
                            var wire = Arrays.copyOf(packet.getData(), packet.getLength());
                            var from = (InetSocketAddress) packet.getSocketAddress();
                            behaviour.answer(new Message(wire), socket, from);
                        } catch (Exception over) {
                            // The test has ended, or looks at what is missing.
                        }
                    }
                });
    }

    private static Message replyTo(Message query, String address) throws IOException {
        var reply = query.clone();
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        var name = query.getQuestion().getName();
        reply.addRecord(record(name + " 600 A " + address), Section.ANSWER);
        return reply;
    }

    private static Record record(String text) throws IOException {
        var parts = text.split(" ", 4);
        var name = Name.fromString(parts[0]);
        var ttl = Long.parseLong(parts[1]);
        return Record.fromString(name, Type.value(parts[2]), DClass.IN, ttl, parts[3], Name.root);
    }

    private static void send(DatagramSocket from, byte[] wire, InetSocketAddress to)
            throws IOException {
        from.send(new DatagramPacket(wire, wire.length, to));
    }

    private static byte[] otherCase(byte[] wire) {
        var changed = wire.clone();
        for (int i = 12; i < 12 + "\3www\4bank\3com".length(); i++) {
            if (Character.isLetter(changed[i])) {
                changed[i] ^= 0x20;
            }
        }
        return changed;
    }

    private static List<String> ask(Resolver resolver, String name, int type) throws Exception {
        var outcome =
                resolver.resolve(new Question(Name.fromString(name, Name.root), type), CLIENT);
        return outcome instanceof Outcome.Answer(var records)
                ? records.stream().map(Record::rdataToString).toList()
                : List.of(outcome.toString());
    }

    private List<String> cached() {
        return internet.cache.entries().stream()
                .flatMap(entry -> entry.records().stream())
                .map(Record::toString)
                .toList();
    }

    @Test
    void an_off_path_forger_who_lacks_id_port_or_letters_is_not_heard() throws Exception {
        try (var elsewhere = new DatagramSocket(0, InetAddress.ofLiteral(EVIL))) {
            serve(
                    COM,
                    (query, socket, resolver) -> {
                        var forged = replyTo(query, EVIL).toWire();
                        // All is right but the server's address and port.
                        send(elsewhere, forged, resolver);
                        // All but the id, of which the forger tries as many as a socket's buffer
                        // holds.
                        var right = query.getHeader().getID();
                        for (int id = right + 1; id <= right + 100; id++) {
                            var guess = forged.clone();
                            guess[0] = (byte) (id >> 8);
                            guess[1] = (byte) id;
                            send(socket, guess, resolver);
                        }
                        // All but the resolver's port.
                        var nextPort =
                                new InetSocketAddress(
                                        resolver.getAddress(), resolver.getPort() ^ 1);
                        send(socket, forged, nextPort);
                        // All but the question.
                        var other = replyTo(query, EVIL);
                        other.removeAllRecords(Section.QUESTION);
                        var bait = Record.newRecord(Name.fromString("a.com."), Type.A, DClass.IN);
                        other.addRecord(bait, Section.QUESTION);
                        send(socket, other.toWire(), resolver);
                        // At last the server itself.
                        send(socket, replyTo(query, "127.80.0.9").toWire(), resolver);
                    });
            internet.open();
            var resolver = internet.resolver(ROOT);
            assertThat(ask(resolver, "www.bank.com", Type.A)).containsExactly("127.80.0.9");
            assertThat(cached()).noneMatch(record -> record.endsWith("A\t" + EVIL));
        }
    }

    @Test
    void a_reply_with_other_letters_is_not_believed_but_asked_for_again_by_tcp() throws Exception {
        serve(
                COM,
                (query, socket, resolver) ->
                        send(socket, otherCase(replyTo(query, EVIL).toWire()), resolver));
        try (var tcp = new ServerSocket()) {
            tcp.bind(internet.at(COM));
            servers.add(tcp);
            Thread.ofVirtual().start(() -> answerByTcp(tcp));
            internet.open();
            var resolver = internet.resolver(ROOT);
            assertThat(ask(resolver, "www.bank.com", Type.A)).containsExactly("127.80.0.9");
            assertThat(cached()).noneMatch(record -> record.endsWith("A\t" + EVIL));
        }
    }

    private static void answerByTcp(ServerSocket tcp) {
        while (!tcp.isClosed()) {
            try (var client = tcp.accept()) {
                var in = new DataInputStream(client.getInputStream());
                var query = new Message(in.readNBytes(in.readUnsignedShort()));
                var reply = ByteBuffer.wrap(replyTo(query, "127.80.0.9").toWire());
                client.getOutputStream().write(TcpListener.framed(reply));
            } catch (IOException over) {
                // The test has ended, or looks at what is missing.
            }
        }
    }

    @Test
    void a_server_that_loses_the_letters_is_asked_in_plain_ones_from_then_on() throws Exception {
        var asked = new ArrayList<String>();
        serve(
                COM,
                (query, socket, resolver) -> {
                    synchronized (asked) {
                        asked.add(query.getQuestion().getName().toString());
                    }
                    var reply = replyTo(query, "127.80.0.9").toWire();
                    send(socket, lowered(reply), resolver);
                });
        try (var tcp = new ServerSocket()) {
            tcp.bind(internet.at(COM));
            servers.add(tcp);
            Thread.ofVirtual().start(() -> answerLoweredByTcp(tcp));
            internet.open();
            var resolver = internet.resolver(ROOT);
            for (int i = 0; i < 12; i++) {
                var name = "www" + i + ".bank.com";
                assertThat(ask(resolver, name, Type.A)).containsExactly("127.80.0.9");
            }
            synchronized (asked) {
                // Of the first few, one at least had a capital letter.
                assertThat(asked.subList(6, asked.size()))
                        .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
            }
        }
    }

    @Test
    void a_server_without_tcp_that_loses_the_letters_is_asked_in_plain_ones() throws Exception {
        serve(
                COM,
                (query, socket, resolver) ->
                        send(socket, lowered(replyTo(query, "127.80.0.9").toWire()), resolver));
        internet.open();
        var resolver = internet.resolver(ROOT);
        assertThat(ask(resolver, "www.some-bank-or-other.com", Type.A))
                .containsExactly("127.80.0.9");
    }

    private static byte[] lowered(byte[] wire) {
        var end = 12;
        while (wire[end] != 0) {
            end += wire[end] + 1;
        }
        for (int i = 12; i < end; i++) {
            wire[i] = (byte) Character.toLowerCase((char) wire[i]);
        }
        return wire;
    }

    private static void answerLoweredByTcp(ServerSocket tcp) {
        while (!tcp.isClosed()) {
            try (var client = tcp.accept()) {
                var in = new DataInputStream(client.getInputStream());
                var query = new Message(in.readNBytes(in.readUnsignedShort()));
                var reply = lowered(replyTo(query, "127.80.0.9").toWire());
                client.getOutputStream().write(TcpListener.framed(ByteBuffer.wrap(reply)));
            } catch (IOException over) {
                // The test has ended, or looks at what is missing.
            }
        }
    }

    @Test
    void a_real_server_that_lies_about_other_zones_is_not_believed() throws Exception {
        // The textbook's attack: edu's server answers well, and adds what it has no business with.
        serve(
                EVIL,
                (query, socket, resolver) -> {
                    var reply = replyTo(query, "127.80.0.1");
                    reply.addRecord(record("www.bank.com. 600 A " + EVIL), Section.ANSWER);
                    reply.addRecord(record("com. 600 NS ns.evil.edu."), Section.AUTHORITY);
                    reply.addRecord(record("bank.com. 600 NS ns.evil.edu."), Section.AUTHORITY);
                    reply.addRecord(record("ns.evil.edu. 600 A " + EVIL), Section.ADDITIONAL);
                    reply.addRecord(record("www.bank.com. 600 A " + EVIL), Section.ADDITIONAL);
                    reply.addRecord(record("ns.com. 600 A " + EVIL), Section.ADDITIONAL);
                    send(socket, reply.toWire(), resolver);
                });
        serve(
                COM,
                (query, socket, resolver) ->
                        send(socket, replyTo(query, "127.80.0.9").toWire(), resolver));
        internet.open();
        var resolver = internet.resolver(ROOT);
        assertThat(ask(resolver, "www.evil.edu", Type.A)).containsExactly("127.80.0.1");
        assertThat(cached()).noneMatch(record -> record.contains("com."));
        assertThat(ask(resolver, "www.bank.com", Type.A)).containsExactly("127.80.0.9");
    }

    @Test
    void a_referral_does_not_bring_addresses_of_another_zones_servers() throws Exception {
        serve(
                EVIL,
                (query, socket, resolver) -> {
                    var reply = query.clone();
                    reply.getHeader().setFlag(Flags.QR);
                    reply.addRecord(record("evil.edu. 600 NS www.bank.com."), Section.AUTHORITY);
                    reply.addRecord(record("www.bank.com. 600 A " + EVIL), Section.ADDITIONAL);
                    send(socket, reply.toWire(), resolver);
                });
        serve(
                COM,
                (query, socket, resolver) ->
                        send(socket, replyTo(query, "127.80.0.9").toWire(), resolver));
        internet.open();
        var resolver = internet.resolver(ROOT);
        ask(resolver, "www.evil.edu", Type.A);
        assertThat(cached())
                .noneMatch(record -> record.startsWith("www.bank.com") && record.endsWith(EVIL));
        assertThat(ask(resolver, "www.bank.com", Type.A)).containsExactly("127.80.0.9");
    }
}
