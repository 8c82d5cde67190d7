package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.server.NameServers.Site;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** What is said about zones reaches whoever maintains them, and nothing else does. */
class ZoneMaintenanceTest {
    private static final String KEPT = "127.67.3.1";
    private static final String OTHER = "127.67.3.2";
    private static final Name UMASS = Name.fromConstantString("umass.edu.");

    private final SmallInternet internet = new SmallInternet();
    private final Maintenance maintenance = new Maintenance();

    ZoneMaintenanceTest() throws Exception {}

    /** Gives three messages by TCP and one by UDP; nothing to a NOTIFY. */
    private static final class Maintenance implements ZoneMaintenance {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public Iterator<byte[]> respond(
                byte[] wire, InetSocketAddress client, InetAddress server, boolean isTcp) {
            var query = message(wire);
            heard.add(Opcode.string(query.getHeader().getOpcode()) + " " + server.getHostAddress());
            if (query.getHeader().getOpcode() == Opcode.NOTIFY) {
                return List.<byte[]>of().iterator();
            }
            var reply = new Message(query.getHeader().getID());
            reply.getHeader().setFlag(Flags.QR);
            reply.getHeader().setRcode(Rcode.NOTZONE);
            return IntStream.range(0, isTcp ? 3 : 1).mapToObj(_ -> reply.toWire()).iterator();
        }

        private static Message message(byte[] wire) {
            try {
                return new Message(wire);
            } catch (IOException undecodable) {
                throw new AssertionError(undecodable);
            }
        }
    }

    @BeforeEach
    void open() throws Exception {
        internet.serving(OTHER, "umass.edu.", "");
        internet.with(new Site(internet.at(KEPT), internet.service(OTHER), "kept", maintenance));
        internet.open();
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    private static Message about(int opcode, int type) {
        var message = Message.newQuery(Record.newRecord(UMASS, type, DClass.IN));
        message.getHeader().setOpcode(opcode);
        return message;
    }

    private int udp(String server, Message query) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(internet.at(server));
            socket.setSoTimeout(20_000);
            var wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            var reply = new DatagramPacket(new byte[4096], 4096);
            socket.receive(reply);
            return new Message(Arrays.copyOf(reply.getData(), reply.getLength())).getRcode();
        }
    }

    @ParameterizedTest
    @CsvSource({"UPDATE,SOA,4", "QUERY,AXFR,5", "QUERY,IXFR,5", "NOTIFY,SOA,4"})
    void without_maintenance_it_is_refused(String opcode, String type, int rcode) throws Exception {
        var message = about(Opcode.value(opcode), Type.value(type));
        assertThat(udp(OTHER, message)).isEqualTo(rcode);
    }

    @ParameterizedTest
    @CsvSource({"UPDATE,SOA", "QUERY,AXFR", "QUERY,IXFR"})
    void with_it_the_reply_is_its_own(String opcode, String type) throws Exception {
        var message = about(Opcode.value(opcode), Type.value(type));
        assertThat(udp(KEPT, message)).isEqualTo(Rcode.NOTZONE);
        assertThat(maintenance.heard).containsExactly(opcode + " " + KEPT);
        assertThat(internet.counted("queries")).isEqualTo(1);
        assertThat(internet.counted("answers")).isEqualTo(1);
    }

    @Test
    void no_message_is_silence() throws Exception {
        try (var socket = new DatagramSocket()) {
            socket.connect(internet.at(KEPT));
            socket.setSoTimeout(20_000);
            var answered = about(Opcode.UPDATE, Type.SOA);
            for (var query : List.of(about(Opcode.NOTIFY, Type.SOA), answered)) {
                var wire = query.toWire();
                var heard = maintenance.heard.size();
                socket.send(new DatagramPacket(wire, wire.length));
                await().until(() -> maintenance.heard.size() > heard);
            }
            var reply = new DatagramPacket(new byte[4096], 4096);
            socket.receive(reply);
            var message = new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
            assertThat(message.getHeader().getID()).isEqualTo(answered.getHeader().getID());
        }
    }

    @Test
    void what_is_signed_goes_there_too_and_plain_queries_do_not() throws Exception {
        var signed = about(Opcode.QUERY, Type.A);
        var key = new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("key."), new byte[32]);
        signed.setTSIG(key, Rcode.NOERROR, null);
        var wire = signed.toWire(65_535);
        assertThat(
                        udp(
                                KEPT,
                                new Message(wire) {
                                    @Override
                                    public byte[] toWire() {
                                        return wire;
                                    }
                                }))
                .isEqualTo(Rcode.NOTZONE);
        assertThat(udp(KEPT, about(Opcode.QUERY, Type.SOA))).isEqualTo(Rcode.NOERROR);
        assertThat(maintenance.heard).containsExactly("QUERY " + KEPT);
    }

    @Test
    void a_transfer_by_tcp_has_as_many_messages_as_it_needs() throws Exception {
        try (var socket = new Socket()) {
            socket.connect(internet.at(KEPT));
            socket.setSoTimeout(5000);
            var wire = about(Opcode.QUERY, Type.AXFR).toWire();
            socket.getOutputStream().write(TcpListener.framed(ByteBuffer.wrap(wire)));
            var in = new DataInputStream(socket.getInputStream());
            var received = new ArrayList<Integer>();
            for (int i = 0; i < 3; i++) {
                received.add(new Message(in.readNBytes(in.readUnsignedShort())).getRcode());
            }
            assertThat(received).containsOnly(Rcode.NOTZONE).hasSize(3);
        }
    }
}
