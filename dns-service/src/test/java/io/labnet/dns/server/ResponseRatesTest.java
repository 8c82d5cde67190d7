package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.server.ResponseRates.Fate;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A server that answers whoever writes somebody else's address on its query must not do harm. */
@Timeout(60)
class ResponseRatesTest {
    private static final String SERVER = "127.67.4.1";
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");
    private static final int FLOOD = 20_000;

    private static ByteBuffer reply(int flags, int answers) {
        return ByteBuffer.allocate(12).putShort(2, (short) flags).putShort(6, (short) answers);
    }

    private static List<Fate> fates(ResponseRates rates, InetAddress client, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(_ -> rates.fate(client, reply(0x8400, 1), 7))
                .toList();
    }

    @Test
    void what_is_too_much_is_cut_short_or_withheld_in_turn() {
        var rates = new ResponseRates(2, 2);
        assertThat(fates(rates, CLIENT, 6))
                .containsExactly(
                        Fate.SENT,
                        Fate.SENT,
                        Fate.WITHHELD,
                        Fate.CUT_SHORT,
                        Fate.WITHHELD,
                        Fate.CUT_SHORT);
        assertThat(rates.fate(CLIENT, reply(0x8400, 1), 8)).isEqualTo(Fate.SENT);
    }

    @Test
    void a_network_is_counted_together_and_others_apart() {
        var rates = new ResponseRates(2, 0);
        fates(rates, CLIENT, 2);
        var neighbour = InetAddress.ofLiteral("192.0.2.200");
        assertThat(fates(rates, neighbour, 1)).containsExactly(Fate.WITHHELD);
        var other = InetAddress.ofLiteral("192.0.3.1");
        assertThat(fates(rates, other, 1)).containsExactly(Fate.SENT);
        var six = InetAddress.ofLiteral("2001:db8:0:1::1");
        var itsNeighbour = InetAddress.ofLiteral("2001:db8:0:2::1");
        assertThat(fates(rates, six, 2)).containsExactly(Fate.SENT, Fate.SENT);
        assertThat(fates(rates, itsNeighbour, 1)).containsExactly(Fate.WITHHELD);
    }

    @Test
    void each_kind_of_reply_is_counted_for_itself() {
        var rates = new ResponseRates(1, 0);
        for (var other : List.of(reply(0x8403, 0), reply(0x8405, 0), reply(0x8400, 0))) {
            assertThat(rates.fate(CLIENT, other, 7)).isEqualTo(Fate.SENT);
            assertThat(rates.fate(CLIENT, other, 7)).isEqualTo(Fate.WITHHELD);
        }
        assertThat(rates.fate(CLIENT, reply(0x8400, 1), 7)).isEqualTo(Fate.SENT);
    }

    private static SmallInternet amplifier(int slip) throws Exception {
        var text = "\"" + "x".repeat(250) + "\"";
        var big = "big 300 TXT %1$s %1$s %1$s %1$s\n".formatted(text);
        return new SmallInternet()
                .serving(SERVER, "umass.edu.", big)
                .open(new ListenerLimits(Duration.ofMinutes(1), 8, 8, 64, 10, 5, slip, false));
    }

    private static Message query() throws Exception {
        var name = Name.fromString("big.umass.edu.");
        return Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN));
    }

    private static byte[] withOpt(OPTRecord opt) throws Exception {
        var query = query();
        query.addRecord(opt, Section.ADDITIONAL);
        return query.toWire();
    }

    /** How many bytes came back for each byte of a flood. */
    private static double amplification(int slip) throws Exception {
        try (var internet = amplifier(slip);
                var victim = new DatagramSocket(0, InetAddress.ofLiteral("127.9.9.9"))) {
            victim.setReceiveBufferSize(1 << 24);
            var query = withOpt(new OPTRecord(1232, 0, 0));
            for (int i = 0; i < FLOOD; i++) {
                victim.send(new DatagramPacket(query, query.length, internet.at(SERVER)));
                // No faster than it is answered, or the flood would be lost before it arrives.
                if (i % 200 == 199) {
                    var sent = i + 1;
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> internet.counted("queries") >= sent);
                }
            }
            return (double) received(victim) / ((long) FLOOD * query.length);
        }
    }

    private static long received(DatagramSocket victim) throws Exception {
        var bytes = 0L;
        victim.setSoTimeout(300);
        var packet = new DatagramPacket(new byte[4096], 4096);
        try {
            while (true) {
                packet.setLength(4096);
                victim.receive(packet);
                bytes += packet.getLength();
            }
        } catch (java.net.SocketTimeoutException all) {
            assertThat(bytes).isPositive();
            return bytes;
        }
    }

    @Test
    void a_forged_flood_is_not_amplified() throws Exception {
        assertThat(amplification(2)).isLessThan(1);
        assertThat(amplification(1)).isLessThanOrEqualTo(1.02);
        assertThat(amplification(0)).isLessThan(0.1);
    }

    private static Message exchanged(DatagramSocket client, byte[] query, SmallInternet internet)
            throws Exception {
        client.setSoTimeout(5000);
        client.send(new DatagramPacket(query, query.length, internet.at(SERVER)));
        var packet = new DatagramPacket(new byte[4096], 4096);
        client.receive(packet);
        return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    @Test
    void who_is_limited_is_sent_to_tcp_and_a_cookie_frees_from_it() throws Exception {
        try (var internet = amplifier(1);
                var client = new DatagramSocket(0, InetAddress.ofLiteral("127.9.9.9"))) {
            var first =
                    withOpt(new OPTRecord(1232, 0, 0, 0, List.of(new CookieOption(new byte[8]))));
            var cookie = exchanged(client, first, internet).getOPT().getOptions(10).getFirst();
            for (int i = 0; i < 10; i++) {
                exchanged(client, withOpt(new OPTRecord(1232, 0, 0)), internet);
            }
            var cut = exchanged(client, withOpt(new OPTRecord(1232, 0, 0)), internet);
            assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(cut.getSection(Section.ANSWER)).isEmpty();
            assertThat(cut.getQuestion()).isEqualTo(query().getQuestion());
            assertThat(cut.getOPT()).isNotNull();
            var curious = List.<EDNSOption>of(new NSIDOption(new byte[0]));
            var other = exchanged(client, withOpt(new OPTRecord(1232, 0, 0, 0, curious)), internet);
            assertThat(other.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(other.getOPT()).isNotNull();
            var known = withOpt(new OPTRecord(1232, 0, 0, 0, List.of(cookie)));
            for (int i = 0; i < 10; i++) {
                var whole = exchanged(client, known, internet);
                assertThat(whole.getSection(Section.ANSWER)).hasSize(1);
            }
            assertThat(internet.counted("rate-limited")).isEqualTo(8);
        }
    }
}
