package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.message.Reply;
import io.labnet.dns.server.NameServers.Site;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Compression;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A bug, or a stranger's misfortune, costs its own query and no more. */
@Timeout(60)
class RobustnessTest {
    private static final String SERVER = "127.67.5.1";
    private static final ListenerLimits LIMITED =
            new ListenerLimits(Duration.ofMinutes(1), 8, 8, 0, 0, 1000, 2, false);

    private final SmallInternet internet = new SmallInternet();

    RobustnessTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    /** Decides as it is told. */
    private interface Deciding extends NameService {
        @Override
        default String role() {
            return "authoritative";
        }

        @Override
        default long generation() {
            return 0;
        }
    }

    private static Message query(String name) throws IOException {
        var message = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
        message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        return message;
    }

    private static void send(DatagramSocket socket, Message query) throws IOException {
        var wire = query.toWire();
        socket.send(new DatagramPacket(wire, wire.length));
    }

    private static Message received(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private DatagramSocket client(String server) throws IOException {
        var socket = new DatagramSocket();
        socket.connect(internet.at(server));
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void an_error_of_the_machine_does_not_end_the_receiving_thread() throws Exception {
        var isBroken = new AtomicBoolean(true);
        Deciding service =
                (_, _) -> {
                    if (isBroken.getAndSet(false)) {
                        throw new StackOverflowError("for this test");
                    }
                    return new NameService.Decision.Now(Reply.of(Rcode.NXDOMAIN));
                };
        internet.with(SERVER, service).open();
        // More than there are threads: none of them may be lost.
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            isBroken.set(true);
            try (var socket = client(SERVER)) {
                send(socket, query("first.example."));
                send(socket, query("second.example."));
                assertThat(received(socket).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            }
        }
    }

    @Test
    void a_reply_that_is_none_does_not_end_the_sending_thread() throws Exception {
        var isBroken = new AtomicBoolean(true);
        ZoneMaintenance maintenance =
                (_, _, _, _) -> {
                    var reply = isBroken.getAndSet(false) ? new byte[4] : reply();
                    return Collections.singleton(reply).iterator();
                };
        internet.serving("127.67.5.2", "umass.edu.", "");
        var service = internet.service("127.67.5.2");
        internet.with(new Site(internet.at(SERVER), service, "", maintenance)).open(LIMITED);
        var notify = query("umass.edu.");
        notify.getHeader().setOpcode(Opcode.NOTIFY);
        try (var socket = client(SERVER)) {
            send(socket, notify);
            await().until(() -> internet.counted("answers") == 1);
            send(socket, notify);
            assertThat(received(socket).getRcode()).isEqualTo(Rcode.NOTZONE);
        }
    }

    private static void awaitAll(CountDownLatch asked) {
        try {
            asked.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] reply() {
        var reply = new Message(1);
        reply.getHeader().setFlag(org.xbill.DNS.Flags.QR);
        reply.getHeader().setRcode(Rcode.NOTZONE);
        return reply.toWire();
    }

    /** A record that cannot be put into bytes. */
    private static final class Unwritable extends TXTRecord {
        Unwritable(Name name) {
            super(name, DClass.IN, 60, "x");
        }

        @Override
        protected void rrToWire(DNSOutput out, Compression names, boolean canonical) {
            throw new IllegalStateException("for this test");
        }
    }

    @Test
    void what_was_found_and_cannot_be_written_is_a_failure_and_no_silence() throws Exception {
        Deciding service =
                (query, _) ->
                        new NameService.Decision.Later(() -> {
                            Record record = new Unwritable(query.question().name());
                            return new Reply(
                                    0, false, true, List.of(record), List.of(), List.of(), null);
                        });
        internet.with(SERVER, service).open();
        try (var socket = client(SERVER)) {
            send(socket, query("any.example."));
            assertThat(received(socket).getRcode()).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void more_are_waited_for_at_a_time_than_there_are_threads_of_the_system() throws Exception {
        var most = 150;
        var asked = new CountDownLatch(most);
        Deciding service =
                (_, _) ->
                        new NameService.Decision.Later(() -> {
                            asked.countDown();
                            awaitAll(asked);
                            return Reply.of(Rcode.NXDOMAIN);
                        });
        internet.with(SERVER, service).open();
        try (var socket = client(SERVER)) {
            // One by one, for a socket's buffer may not have room for all.
            for (int i = 1; i < most; i++) {
                send(socket, query("n" + i + ".example."));
                var left = most - i;
                await().pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> asked.getCount() <= left);
            }
            send(socket, query("last.example."));
            assertThat(received(socket).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            await().until(() -> internet.counted("answers") == most);
        }
    }

    @Test
    void more_addresses_than_there_may_be_threads_all_answer() throws Exception {
        for (int i = 1; i <= 70; i++) {
            internet.serving("127.67.6." + i, "umass.edu.", "gaia 60 A 127.80.0.2\n");
        }
        internet.open();
        for (int i = 1; i <= 70; i++) {
            var server = "127.67.6." + i;
            // Twice: the second answer is one of those that are ready.
            for (int turn = 0; turn < 2; turn++) {
                try (var socket = client(server)) {
                    send(socket, query("gaia.umass.edu."));
                    assertThat(received(socket).getSection(Section.ANSWER)).as(server).hasSize(1);
                }
            }
            assertThat(byTcp(server, query("gaia.umass.edu.")).getRcode()).isZero();
        }
    }

    private Message byTcp(String server, Message query) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(internet.at(server));
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(TcpListener.framed(ByteBuffer.wrap(query.toWire())));
            var in = new DataInputStream(socket.getInputStream());
            return new Message(in.readNBytes(in.readUnsignedShort()));
        }
    }

    @Test
    void a_second_lab_at_the_same_port_is_told_so_and_the_first_serves_on() throws Exception {
        internet.serving(SERVER, "umass.edu.", "").open();
        assertThatThrownBy(internet::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UDP " + SERVER + ":" + internet.port)
                .hasMessageContaining("in use");
        try (var socket = client(SERVER)) {
            send(socket, query("ns.umass.edu."));
            assertThat(received(socket).getSection(Section.ANSWER)).hasSize(1);
        }
    }

    @Test
    void who_asks_the_wrong_server_is_told_why() throws Exception {
        internet.serving(SERVER, "umass.edu.", "").open();
        try (var socket = client(SERVER)) {
            send(socket, query("www.poly.edu."));
            var refused = received(socket);
            assertThat(refused.getRcode()).isEqualTo(Rcode.REFUSED);
            assertThat(refused.getOPT().getOptions())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ExtendedErrorCodeOption.class,
                            why -> assertThat(why.getErrorCode()).isEqualTo(20));
        }
    }

    @Test
    void queries_are_counted_by_type_and_protocol_and_answers_by_rcode() throws Exception {
        internet.serving(SERVER, "umass.edu.", "").open(LIMITED);
        try (var socket = client(SERVER)) {
            send(socket, query("ns.umass.edu."));
            received(socket);
        }
        byTcp(SERVER, query("nobody.umass.edu."));
        assertThat(count("queries", "protocol", "udp", "type", "A")).isEqualTo(1);
        assertThat(count("queries", "protocol", "tcp", "type", "A")).isEqualTo(1);
        assertThat(count("queries", "protocol", "udp", "type", "MX")).isZero();
        assertThat(count("answers", "protocol", "udp", "rcode", "NOERROR")).isEqualTo(1);
        assertThat(count("answers", "protocol", "tcp", "rcode", "NXDOMAIN")).isEqualTo(1);
        assertThat(internet.counted("answers")).isEqualTo(2);
    }

    private double count(String name, String... tags) {
        var role = internet.meters.get("labnet.dns." + name).tags("role", "authoritative");
        return role.tags(tags).counter().count();
    }

    @Test
    void an_address_of_ours_as_the_clients_is_answered_once_and_no_more() throws Exception {
        internet.serving(SERVER, "umass.edu.", "").open(LIMITED);
        var own = new InetSocketAddress(internet.at(SERVER).getAddress(), 0);
        try (var socket = new DatagramSocket(own)) {
            socket.connect(internet.at(SERVER));
            socket.setSoTimeout(20_000);
            send(socket, query("ns.umass.edu."));
            var reply = received(socket);
            // Said to the server again it is silence, so that two of them cannot talk for ever.
            send(socket, reply);
            send(socket, query("umass.edu."));
            assertThat(received(socket).getQuestion().getName()).hasToString("umass.edu.");
        }
    }
}
