package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.PlainQuery;
import io.labnet.dns.message.QueryReader;
import io.labnet.dns.server.Responder.Response;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Packets that no honest client sends: each earns what the RFCs say, and harms nobody else. */
class BadPacketsTest {
    private static final String SERVER = "127.67.5.1";
    private static final String HEADER = "1234 0100 0001 0000 0000 0000 ";
    private static final String UMASS = "05 756d617373 03 656475 00 ";
    private static final String A_IN = "0001 0001 ";
    private static final String OPT = "00 0029 04d0 0000 0000 ";
    private static final int SILENCE = -1;
    private static final int FUZZED = 100_000;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Arguments packet(String what, int rcode, String hex) {
        return Arguments.of(what, rcode, bytes(hex));
    }

    static Stream<Arguments> packets() {
        return Stream.of(
                packet("nothing", SILENCE, ""),
                packet("half a header", SILENCE, "1234 0100 0001"),
                packet("a reply", SILENCE, "1234 8100 0001 0000 0000 0000" + UMASS + A_IN),
                packet("a header alone", Rcode.FORMERR, "1234 0100 0000 0000 0000 0000"),
                packet("a question that is missing", Rcode.FORMERR, HEADER),
                packet("a question cut in its name", Rcode.FORMERR, HEADER + "05 756d61"),
                packet("a question without its class", Rcode.FORMERR, HEADER + UMASS + "0001"),
                packet("a name that points at itself", Rcode.FORMERR, HEADER + "c00c" + A_IN),
                packet("two pointers in a circle", Rcode.FORMERR, HEADER + "c00e c00c" + A_IN),
                packet("a pointer out of the message", Rcode.FORMERR, HEADER + "ffff" + A_IN),
                packet("a pointer forwards", Rcode.FORMERR, HEADER + "c012" + A_IN + UMASS),
                packet("a label of a reserved kind", Rcode.FORMERR, HEADER + "80 00" + A_IN),
                packet(
                        "a label of 64 bytes",
                        Rcode.FORMERR,
                        HEADER + "40" + "61".repeat(64) + "00" + A_IN),
                packet(
                        "a name of 256 bytes",
                        Rcode.FORMERR,
                        HEADER + ("3f" + "61".repeat(63)).repeat(4) + "00" + A_IN));
    }

    static Stream<Arguments> lies() {
        var oneMore = "1234 0100 0001 0000 0000 0001 " + UMASS + A_IN;
        return Stream.of(
                packet(
                        "two questions",
                        Rcode.FORMERR,
                        "1234 0100 0002 0000 0000 0000" + UMASS + A_IN + UMASS + "000f 0001"),
                packet(
                        "more answers than bytes",
                        Rcode.FORMERR,
                        "1234 0100 0001 ffff 0000 0000" + UMASS + A_IN),
                packet(
                        "a record whose data lies about its length",
                        Rcode.FORMERR,
                        oneMore + "00 0001 0001 00000000 ffff 7f"),
                packet("an OPT record cut off", Rcode.FORMERR, oneMore + "00 0029 04d0"),
                packet(
                        "an OPT record that owns a name",
                        Rcode.FORMERR,
                        oneMore + "01 61 00 0029 04d0 0000 0000 0000"),
                packet(
                        "two OPT records",
                        Rcode.FORMERR,
                        "1234 0100 0001 0000 0000 0002"
                                + UMASS
                                + A_IN
                                + OPT
                                + "0000"
                                + OPT
                                + "0000"),
                packet(
                        "an option longer than its record",
                        Rcode.FORMERR,
                        oneMore + OPT + "0004 000a 0008"),
                packet(
                        "a cookie of 7 bytes",
                        Rcode.FORMERR,
                        oneMore + OPT + "000b 000a 0007 01020304050607"),
                packet(
                        "a cookie of 41 bytes",
                        Rcode.FORMERR,
                        oneMore + OPT + "002d 000a 0029" + "01".repeat(41)),
                packet("version 1 of EDNS", Rcode.BADVERS, oneMore + "00 0029 04d0 0001 0000 0000"),
                packet(
                        "an option that nobody knows",
                        Rcode.NOERROR,
                        oneMore + OPT + "0006 ff00 0002 beef"));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                packet(
                        "opcode IQUERY",
                        Rcode.NOTIMP,
                        "1234 0900 0001 0000 0000 0000" + UMASS + A_IN),
                packet("opcode STATUS", Rcode.NOTIMP, "1234 1100 0000 0000 0000 0000"),
                packet("opcode DSO", Rcode.NOTIMP, "1234 3000 0000 0000 0000 0000 0001 0004"),
                packet(
                        "an opcode that nobody knows",
                        Rcode.NOTIMP,
                        "1234 7800 ffff ffff ffff ffff"),
                packet(
                        "NOTIFY",
                        Rcode.NOTIMP,
                        "1234 2000 0001 0000 0000 0000" + UMASS + "0006 0001"),
                packet(
                        "UPDATE",
                        Rcode.NOTIMP,
                        "1234 2800 0001 0000 0000 0000" + UMASS + "0006 0001"),
                packet("AXFR", Rcode.REFUSED, HEADER + UMASS + "00fc 0001"),
                packet("class CHAOS", Rcode.REFUSED, HEADER + UMASS + "0010 0003"),
                packet("class ANY", Rcode.REFUSED, HEADER + UMASS + "0001 00ff"),
                packet("a class that nobody knows", Rcode.REFUSED, HEADER + UMASS + "0001 4242"),
                packet("a type that nobody knows", Rcode.NOERROR, HEADER + UMASS + "fff0 0001"),
                packet("type 0", Rcode.FORMERR, HEADER + UMASS + "0000 0001"),
                packet("type OPT", Rcode.FORMERR, HEADER + UMASS + "0029 0001"),
                packet("type MAILB", Rcode.NOTIMP, HEADER + UMASS + "00fd 0001"),
                packet(
                        "no question, but a cookie",
                        Rcode.NOERROR,
                        "1234 0100 0000 0000 0000 0001" + OPT + "000c 000a 0008 0102030405060708"),
                packet(
                        "no question, but a cookie that is none of ours",
                        Rcode.BADCOOKIE,
                        "1234 0100 0000 0000 0000 0001"
                                + OPT
                                + "0014 000a 0010 0102030405060708"
                                + "0102030405060708"));
    }

    private final SmallInternet internet;

    BadPacketsTest() throws Exception {
        internet = new SmallInternet().serving(SERVER, "umass.edu.", "");
    }

    private @Nullable Message reply(byte[] packet) throws IOException {
        var client = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1);
        var cookies = new Cookies(new byte[Cookies.SECRET_BYTES]);
        var limits = ListenerLimits.usual(java.time.Duration.ofSeconds(1));
        var options = new ReplyOptions("", cookies, false, limits.tcpIdle(), internet.clock);
        var responder = new Responder(internet.service(SERVER), null, options, internet.traffic);
        return switch (responder.respond(packet, new Client(client, client, Transport.UDP, true))) {
            case Response.Silence() -> null;
            case Response.Ready(var wire, _) -> new Message(wire);
            case Response.Pending _ -> throw new AssertionError("nobody is asked here");
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"packets", "lies", "kinds"})
    void each_earns_its_own(String what, int rcode, byte[] packet) throws Exception {
        var reply = reply(packet);
        if (reply == null) {
            assertThat(rcode).as(what).isEqualTo(SILENCE);
            return;
        }
        assertThat(reply.getRcode()).as(what).isEqualTo(rcode);
        assertThat(reply.getHeader().getID()).isEqualTo(0x1234);
        assertThat(reply.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(reply.getHeader().getOpcode()).isEqualTo((packet[2] & 0x78) >> 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"packets", "lies", "kinds"})
    void nobody_else_is_harmed(String what, int rcode, byte[] packet) throws Exception {
        internet.open();
        try (var honest = new DatagramSocket();
                var other = new DatagramSocket()) {
            other.send(new DatagramPacket(packet, packet.length, internet.at(SERVER)));
            var query = bytes(HEADER + UMASS + "0006 0001");
            honest.setSoTimeout(5000);
            honest.send(new DatagramPacket(query, query.length, internet.at(SERVER)));
            var answer = new DatagramPacket(new byte[512], 512);
            honest.receive(answer);
            var message = new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
            assertThat(message.getSectionRRsets(1)).as(what + rcode).hasSize(1);
        } finally {
            internet.close();
        }
    }

    private static byte[] fuzzed(Random random) {
        var cookie = random.nextBoolean() ? "000c 000a 0008 0102030405060708" : "0000";
        var plain = HEADER.replace("0000 0000 0000", "0000 0000 0001");
        var wire = bytes(plain + UMASS + A_IN + OPT + cookie);
        for (int changes = random.nextInt(6); changes > 0; changes--) {
            wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
        }
        return Arrays.copyOf(wire, wire.length - Math.max(0, random.nextInt(40) - 30));
    }

    @Test
    void whatever_comes_the_reply_is_a_message_and_no_exception() throws Exception {
        var random = new Random(9018);
        var plain = new PlainQuery(0);
        var plainOnes = 0;
        for (int i = 0; i < FUZZED; i++) {
            var packet = fuzzed(random);
            var reply = reply(packet);
            if (reply != null) {
                assertThat(reply.getHeader().getFlag(Flags.QR)).isTrue();
            }
            // The two readers must never disagree about what was asked.
            if (plain.read(packet, packet.length)) {
                plainOnes++;
                assertThat(QueryReader.read(packet))
                        .as(() -> HexFormat.of().formatHex(packet))
                        .satisfies(heard -> Asked.same(plain, heard));
            }
        }
        assertThat(plainOnes).isGreaterThan(FUZZED / 10);
    }
}
