package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.policy.Policy.Kind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Sets that turn, and records that are drawn, with and without the table of ready answers. */
class RotationTest {
    private static final String TURNING = "127.67.1.1";
    private static final String DRAWING = "127.67.1.2";
    private static final ListenerLimits NOBODY_LOOKS =
            new ListenerLimits(Duration.ofMinutes(1), 8, 8, 1024, 0, 0, 0, false);
    private static final String RECORDS =
            """
            www A 10.0.0.1
            www A 10.0.0.2
            www A 10.0.0.3
            www AAAA 2001:db8::1
            www AAAA 2001:db8::2
            alias CNAME www
            mail MX 1 a
            mail MX 1 b
            far DNAME beyond
            www.beyond A 10.0.0.1
            www.beyond A 10.0.0.2
            """;

    @TempDir Path folder;
    private final SmallInternet internet = new SmallInternet();

    RotationTest() throws IOException {}

    @BeforeEach
    void open() throws Exception {
        var turning = new Steered(folder.resolve("turning"), RECORDS);
        turning.policies.rotate(Steered.EDU, true);
        internet.with(TURNING, turning.service(false));
        var drawing = new Steered(folder.resolve("drawing"), RECORDS);
        drawing.put("www", new Kind.Weighted(Map.of("10.0.0.1", 3, "10.0.0.2", 1, "10.0.0.3", 6)));
        internet.with(DRAWING, drawing.service(false));
        internet.open(NOBODY_LOOKS);
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    private Message asked(String server, String name, int type) throws Exception {
        var owner = Name.fromString(name, Steered.EDU);
        var query = Message.newQuery(Record.newRecord(owner, type, DClass.IN)).toWire();
        try (var socket = new DatagramSocket()) {
            socket.connect(internet.at(server));
            socket.setSoTimeout(5000);
            socket.send(new DatagramPacket(query, query.length));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    private List<String> told(String name, int type) throws Exception {
        return asked(TURNING, name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private Map<String, Integer> firsts(String name, int type, int asked) throws Exception {
        var firsts = new TreeMap<String, Integer>();
        for (int i = 0; i < asked; i++) {
            firsts.merge(told(name, type).getFirst(), 1, Integer::sum);
        }
        return firsts;
    }

    @Test
    void each_address_is_first_equally_often_also_out_of_the_table() throws Exception {
        assertThat(firsts("www", Type.A, 31))
                .isEqualTo(Map.of("10.0.0.1", 11, "10.0.0.2", 10, "10.0.0.3", 10));
        assertThat(internet.counted("ready-answers")).isEqualTo(30);
        assertThat(firsts("www", Type.AAAA, 10))
                .isEqualTo(Map.of("2001:db8:0:0:0:0:0:1", 5, "2001:db8:0:0:0:0:0:2", 5));
        assertThat(internet.counted("ready-answers")).isEqualTo(39);
    }

    @Test
    void what_is_turned_keeps_all_it_had() throws Exception {
        var orders = new ArrayList<List<String>>();
        for (int i = 0; i < 3; i++) {
            orders.add(told("www", Type.A));
        }
        assertThat(orders)
                .containsExactlyInAnyOrder(
                        List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"),
                        List.of("10.0.0.2", "10.0.0.3", "10.0.0.1"),
                        List.of("10.0.0.3", "10.0.0.1", "10.0.0.2"));
        var first = asked(TURNING, "alias", Type.A);
        var second = asked(TURNING, "alias", Type.A);
        assertThat(second.getSection(Section.ANSWER).getFirst())
                .isEqualTo(first.getSection(Section.ANSWER).getFirst());
        assertThat(second.getSection(Section.ANSWER))
                .hasSize(4)
                .hasSameElementsAs(first.getSection(Section.ANSWER))
                .isNotEqualTo(first.getSection(Section.ANSWER));
        assertThat(asked(TURNING, "www.far", Type.A).getSection(Section.ANSWER))
                .hasSize(4)
                .hasSameElementsAs(asked(TURNING, "www.far", Type.A).getSection(Section.ANSWER));
        assertThat(internet.counted("ready-answers")).isEqualTo(4);
    }

    @Test
    void what_has_names_turns_without_the_table_and_what_is_alone_not_at_all() throws Exception {
        assertThat(firsts("mail", Type.MX, 10)).isEqualTo(Map.of("1 a.edu.", 5, "1 b.edu.", 5));
        assertThat(internet.counted("ready-answers")).isZero();
        assertThat(firsts("ns", Type.A, 3)).isEqualTo(Map.of("10.0.0.9", 3));
        assertThat(internet.counted("ready-answers")).isEqualTo(2);
    }

    @Test
    void what_is_drawn_is_drawn_for_each_anew() throws Exception {
        var random = new Random(4);
        for (int i = 0; i < 200; i++) {
            var number = random.nextInt(10);
            var data = number < 3 ? "10.0.0.1" : number < 4 ? "10.0.0.2" : "10.0.0.3";
            var told = asked(DRAWING, "www", Type.A).getSection(Section.ANSWER);
            assertThat(told.stream().map(Record::rdataToString)).containsExactly(data);
        }
        assertThat(internet.counted("ready-answers")).isZero();
    }
}
