package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TcpKeepaliveOption;
import org.xbill.DNS.Type;

/** What RFC 7766 asks of a server. */
@Timeout(30)
class TcpTest {
    private static final String SERVER = "127.67.2.1";

    private final SmallInternet internet = new SmallInternet();
    final TwoSpeeds service = new TwoSpeeds();

    TcpTest() throws Exception {}

    @BeforeEach
    void open() throws Exception {
        internet.with(SERVER, service).open();
    }

    @AfterEach
    void close() throws Exception {
        service.letGo();
        internet.close();
    }

    SmallInternet internet() {
        return internet;
    }

    /** A connection to the server, over which messages go with their lengths. */
    Socket connected(String client) throws Exception {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(client), 0));
        socket.connect(internet.at(SERVER));
        socket.setSoTimeout(10_000);
        return socket;
    }

    static Message query(String name) throws IOException {
        var question = Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN);
        return Message.newQuery(question);
    }

    static int send(Socket socket, Message query) throws IOException {
        socket.getOutputStream().write(TcpListener.framed(ByteBuffer.wrap(query.toWire())));
        return query.getHeader().getID();
    }

    static Message receive(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return new Message(in.readNBytes(in.readUnsignedShort()));
    }

    @Test
    void a_quick_answer_does_not_wait_for_a_slow_one() throws Exception {
        try (var socket = connected("127.0.0.1")) {
            var first = send(socket, query("slow"));
            var second = send(socket, query("quick"));
            assertThat(receive(socket).getHeader().getID()).isEqualTo(second);
            service.letGo();
            assertThat(receive(socket).getHeader().getID()).isEqualTo(first);
        }
    }

    @Test
    void more_than_may_be_outstanding_waits_and_is_answered() throws Exception {
        try (var socket = connected("127.0.0.1")) {
            var asked = new HashSet<Integer>();
            for (int i = 0; i < 2 * TcpConnection.OUTSTANDING_MAX; i++) {
                var query = query("slow" + i);
                query.getHeader().setID(i);
                asked.add(send(socket, query));
            }
            service.letGo();
            for (int answers = asked.size(); answers > 0; answers--) {
                asked.remove(receive(socket).getHeader().getID());
            }
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void who_has_said_all_still_gets_the_answers() throws Exception {
        try (var socket = connected("127.0.0.1")) {
            send(socket, query("slow"));
            socket.shutdownOutput();
            service.letGo();
            assertThat(receive(socket).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void who_waits_for_an_answer_is_not_idle() throws Exception {
        internet().close();
        internet().open(Duration.ofSeconds(2));
        try (var waiting = connected("127.0.0.1")) {
            var asked = send(waiting, query("slow"));
            var idle = connected("127.0.0.1");
            // Who has been idle for long enough is gone; the other one has said nothing for longer.
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            idle.close();
            service.letGo();
            assertThat(receive(waiting).getHeader().getID()).isEqualTo(asked);
        }
    }

    @Test
    void one_client_leaves_room_for_another() throws Exception {
        internet().close();
        internet().open(new ListenerLimits(Duration.ofMinutes(1), 8, 4, 0, 0, 0, 0, false));
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 8; i++) {
                open.add(connected("127.0.0.1"));
            }
            await().untilAsserted(() -> assertThat(internet().counted("dropped")).isEqualTo(4));
            try (var other = connected("127.0.0.2")) {
                send(other, query("quick"));
                assertThat(receive(other).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            }
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
        // Whoever leaves gives the place back.
        await().ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    try (var again = connected("127.0.0.1")) {
                        send(again, query("quick"));
                        assertThat(receive(again).getRcode()).isEqualTo(Rcode.NXDOMAIN);
                    }
                });
    }

    @Test
    void a_client_may_learn_how_long_it_may_be_idle() throws Exception {
        var query = query("quick");
        query.addRecord(new OPTRecord(1232, 0, 0, 0, new TcpKeepaliveOption()), Section.ADDITIONAL);
        try (var socket = connected("127.0.0.1")) {
            send(socket, query);
            assertThat(receive(socket).getOPT().getOptions())
                    .containsExactly(new TcpKeepaliveOption(Duration.ofMinutes(1)));
        }
    }

    @Test
    void nonsense_ends_its_own_connection_only() throws Exception {
        try (var socket = connected("127.0.0.1");
                var other = connected("127.0.0.1")) {
            socket.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            send(other, query("quick"));
            assertThat(receive(other).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
    }
}
