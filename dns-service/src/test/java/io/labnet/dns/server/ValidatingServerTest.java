package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.network.Network;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What clients of a validating server see, by UDP, of their DO, AD and CD bits. */
class ValidatingServerTest {
    private static final String LOCAL = "127.69.9.1";
    private static final ListenerLimits NOBODY_LOOKS =
            new ListenerLimits(Duration.ofMinutes(1), 8, 8, 1024, 0, 0, 0, false);
    private static final String RECORDS =
            """
            gaia 300 IN A 127.80.0.2
            gaia 300 IN A 127.80.0.5
            www 300 IN CNAME gaia
            *.dorm 300 IN A 127.80.0.3
            """;
    private static final Set<Integer> PROOFS =
            Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.DNSKEY);

    @TempDir Path folder;
    private SignedHierarchy world;

    private enum Bit {
        DO,
        AD,
        CD
    }

    @BeforeEach
    void open() throws Exception {
        world = new SignedHierarchy(folder);
        world.with(world.signed("umass", RECORDS))
                .with(world.signed("hashed", RECORDS, "-3", "-"))
                .with(world.signed("expired", RECORDS, "-s", "now-3d", "-e", "now-1d"))
                .unsigned("plain", RECORDS);
        world.open();
        var networks = List.of(Network.parse("127.0.0.0/8"));
        var service = new RecursiveService(world.resolver(), networks, world.internet.traffic);
        world.internet.with(LOCAL, service).open(NOBODY_LOOKS);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Message ask(String name, int type, Bit... bits) throws Exception {
        var set = Set.of(bits);
        var query =
                Message.newQuery(
                        Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
        var flags = set.contains(Bit.DO) ? ExtendedFlags.DO : 0;
        query.addRecord(new OPTRecord(4096, 0, 0, flags), Section.ADDITIONAL);
        if (set.contains(Bit.AD)) {
            query.getHeader().setFlag(Flags.AD);
        }
        if (set.contains(Bit.CD)) {
            query.getHeader().setFlag(Flags.CD);
        }
        try (var socket = new DatagramSocket()) {
            socket.connect(world.internet.at(LOCAL));
            socket.setSoTimeout(10_000);
            var wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    private static boolean isAuthentic(Message reply) {
        return reply.getHeader().getFlag(Flags.AD);
    }

    private static List<Integer> proofs(Message reply) {
        return Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> reply.getSection(section).stream())
                .map(Record::getType)
                .filter(PROOFS::contains)
                .distinct()
                .toList();
    }

    // The second and third time it is answered from the cache, and then from ready answers.
    @Test
    void each_client_is_told_what_it_asks_for_however_often() throws Exception {
        for (int time = 0; time < 4; time++) {
            var plain = ask("www.umass.edu", Type.A);
            assertThat(isAuthentic(plain)).isFalse();
            assertThat(proofs(plain)).isEmpty();
            var aware = ask("www.umass.edu", Type.A, Bit.AD);
            assertThat(isAuthentic(aware)).isTrue();
            assertThat(proofs(aware)).isEmpty();
            var full = ask("www.umass.edu", Type.A, Bit.DO);
            assertThat(isAuthentic(full)).isTrue();
            assertThat(signed(full)).containsExactly("CNAME", "A");
            var none = ask("nobody.umass.edu", Type.A, Bit.DO);
            assertThat(none.getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(isAuthentic(none)).isTrue();
            assertThat(proofs(none)).contains(Type.NSEC, Type.RRSIG);
            var quiet = ask("nobody.umass.edu", Type.A);
            assertThat(proofs(quiet)).isEmpty();
            assertThat(isAuthentic(ask("gaia.plain.edu", Type.A, Bit.DO))).isFalse();
        }
        assertThat(world.internet.counted("ready-answers")).isPositive();
    }

    private static List<String> signed(Message reply) {
        return reply.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(record -> Type.string(((RRSIGRecord) record).getTypeCovered()))
                .toList();
    }

    private static List<Integer> errors(Message reply) {
        return reply.getOPT().getOptions().stream()
                .filter(ExtendedErrorCodeOption.class::isInstance)
                .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                .toList();
    }

    @Test
    void what_is_bogus_is_told_only_to_who_checks_himself() throws Exception {
        for (int time = 0; time < 3; time++) {
            var reply = ask("gaia.expired.edu", Type.A, Bit.DO);
            assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(reply.getSection(Section.ANSWER)).isEmpty();
            assertThat(isAuthentic(reply)).isFalse();
            assertThat(errors(reply)).containsExactly(ExtendedErrorCodeOption.SIGNATURE_EXPIRED);
            var unchecked = ask("gaia.expired.edu", Type.A, Bit.DO, Bit.CD);
            assertThat(unchecked.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(isAuthentic(unchecked)).isFalse();
            assertThat(unchecked.getHeader().getFlag(Flags.CD)).isTrue();
            assertThat(signed(unchecked)).containsExactly("A");
        }
    }

    @Test
    void denials_come_by_type_of_the_zone_with_the_wildcards_they_are_for() throws Exception {
        assertThat(proofs(ask("nobody.hashed.edu", Type.A, Bit.DO))).contains(Type.NSEC3);
        assertThat(proofs(ask("x.dorm.hashed.edu", Type.A, Bit.DO))).contains(Type.NSEC3);
        assertThat(proofs(ask("x.dorm.umass.edu", Type.A, Bit.DO))).contains(Type.NSEC);
        assertThat(proofs(ask("gaia.umass.edu", Type.MX, Bit.DO))).contains(Type.NSEC);
        assertThat(proofs(ask("umass.edu", Type.DNSKEY))).containsExactly(Type.DNSKEY);
        assertThat(proofs(ask("gaia.umass.edu", Type.NSEC))).containsExactly(Type.NSEC);
    }
}
