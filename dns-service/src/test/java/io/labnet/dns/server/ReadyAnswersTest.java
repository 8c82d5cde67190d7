package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.authority.Authority;
import io.labnet.dns.dnssec.Denial;
import io.labnet.dns.dnssec.SigningAlgorithm;
import io.labnet.dns.dnssec.TestKeys;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.network.Network;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers that are ready must be what the server would say without them, byte for byte. */
class ReadyAnswersTest {
    private static final String UMASS = "127.67.1.1";
    private static final String LOCAL = "127.67.1.2";
    private static final ListenerLimits NOBODY_LOOKS =
            new ListenerLimits(Duration.ofMinutes(1), 8, 8, 1024, 0, 0, 0, false);
    private static final String ZONE =
            """
            gaia 300 A 127.80.0.2
            www 300 CNAME gaia
            far 300 CNAME elsewhere.example.
            mail 300 MX 10 gaia
            *.wild 300 TXT "whoever asks"
            deep.empty 300 A 127.80.0.3
            sub 300 NS ns.sub
            ns.sub 300 A 127.80.0.4
            big 300 TXT "%1$s" "%1$s" "%1$s"
            """
                    .formatted("x".repeat(250));
    private static final List<String> NAMES =
            List.of(
                    "gaia", "www", "far", "mail", "a.wild", "b.wild", "empty", "sub", "x.sub",
                    "big", "nobody", "ns");
    private static final List<Integer> TYPES =
            List.of(Type.A, Type.AAAA, Type.MX, Type.TXT, Type.NS, Type.CNAME, Type.ANY);

    private final SmallInternet internet = new SmallInternet();
    private final AtomicLong generation = new AtomicLong();
    private volatile Zone zone = zone(ZONE);
    private final NameService umass = umass();

    ReadyAnswersTest() throws Exception {}

    private static Zone zone(String records) throws Exception {
        var apex = "@ 60 SOA ns root 1 1 1 1 60\n@ 600 NS ns\nns 600 A " + UMASS + "\n";
        return MasterFile.read(Name.fromConstantString("umass.edu."), apex + records);
    }

    private NameService umass() {
        var authority = new Authority(Set.of(zone.origin()), _ -> zone);
        return new AuthoritativeService(authority, generation::get);
    }

    @BeforeEach
    void open() throws Exception {
        internet.with(UMASS, umass);
        var networks = List.of(Network.parse("127.0.0.1/32"));
        var resolver = internet.resolver(UMASS);
        internet.with(LOCAL, new RecursiveService(resolver, networks, internet.traffic));
        internet.open(NOBODY_LOOKS);
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    private byte[] asked(String server, byte[] query) throws Exception {
        return asked(server, query, "127.0.0.1");
    }

    private byte[] asked(String server, byte[] query, String client) throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.ofLiteral(client))) {
            socket.connect(internet.at(server));
            socket.setSoTimeout(5000);
            socket.send(new DatagramPacket(query, query.length));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }

    private static Message query(String name, int type) throws Exception {
        return Message.newQuery(
                Record.newRecord(Name.fromString(name + ".umass.edu."), type, DClass.IN));
    }

    private byte[] withoutTable(byte[] query) {
        var traffic = new Traffic(new SimpleMeterRegistry(), new Trace(1, internet.clock));
        var cookies = new Cookies(new byte[Cookies.SECRET_BYTES]);
        var options = new ReplyOptions("", cookies, false, Duration.ofSeconds(1), internet.clock);
        var client = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1);
        var response =
                new Responder(umass, null, options, traffic)
                        .respond(
                                query,
                                new Client(client, internet.at(UMASS), Transport.UDP, false));
        var wire = ((Responder.Response.Ready) response).wire();
        var bytes = new byte[wire.remaining()];
        wire.get(bytes);
        return bytes;
    }

    private static byte[] anyQuery(Random random) throws Exception {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        var mixed = new StringBuilder();
        name.chars()
                .map(c -> random.nextBoolean() ? Character.toUpperCase(c) : c)
                .forEach(mixed::appendCodePoint);
        var message = query(mixed.toString(), TYPES.get(random.nextInt(TYPES.size())));
        for (var flag : new byte[] {Flags.RD, Flags.CD, Flags.AD}) {
            if (random.nextInt(4) == 0) {
                message.getHeader().setFlag(flag);
            } else {
                message.getHeader().unsetFlag(flag);
            }
        }
        if (random.nextBoolean()) {
            var payload = random.nextBoolean() ? 1232 : random.nextInt(1000);
            var flags = random.nextBoolean() ? ExtendedFlags.DO : 0;
            List<EDNSOption> cookie = List.of(new CookieOption(new byte[8]));
            var options = random.nextInt(3) == 0 ? cookie : List.<EDNSOption>of();
            message.addRecord(new OPTRecord(payload, 0, 0, flags, options), Section.ADDITIONAL);
        }
        return message.toWire();
    }

    @Test
    void a_ready_answer_is_byte_for_byte_what_would_be_said_without() throws Exception {
        var random = new Random(4);
        for (int i = 0; i < 3000; i++) {
            var query = anyQuery(random);
            assertThat(asked(UMASS, query))
                    .as(() -> HexFormat.of().formatHex(query))
                    .isEqualTo(withoutTable(query));
        }
        // Otherwise nothing was shown: most of them must have come from the table.
        assertThat(internet.counted("ready-answers")).isGreaterThan(1500);
        assertThat(internet.counted("queries")).isEqualTo(3000);
        assertThat(internet.counted("answers")).isEqualTo(3000);
    }

    @Test
    void who_asks_for_signatures_has_ready_answers_of_its_own() throws Exception {
        var signer = TestKeys.signer(zone.origin(), SigningAlgorithm.ECDSAP256SHA256, Denial.NSEC3);
        zone = zone.apply(Objects.requireNonNull(signer.renew(zone, Instant.now(), false)));
        generation.incrementAndGet();
        var random = new Random(5);
        var signed = 0;
        for (int i = 0; i < 2000; i++) {
            var query = anyQuery(random);
            var reply = asked(UMASS, query);
            assertThat(reply)
                    .as(() -> HexFormat.of().formatHex(query))
                    .isEqualTo(withoutTable(query));
            var edns = new Message(query).getOPT();
            var isWanted = edns != null && (edns.getFlags() & ExtendedFlags.DO) != 0;
            var isSigned = hasSignatures(new Message(reply));
            assertThat(isSigned).as("only to who wants them").isIn(false, isWanted);
            signed += isSigned ? 1 : 0;
        }
        assertThat(signed).isGreaterThan(200);
        assertThat(internet.counted("ready-answers")).isGreaterThan(800);
    }

    private static boolean hasSignatures(Message reply) {
        return Stream.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)
                .flatMap(section -> reply.getSection(section).stream())
                .anyMatch(record -> record.getType() == Type.RRSIG);
    }

    @Test
    void a_change_of_the_zone_is_seen_at_once() throws Exception {
        var query = query("gaia", Type.A).toWire();
        asked(UMASS, query);
        asked(UMASS, query);
        assertThat(internet.counted("ready-answers")).isEqualTo(1);
        zone = zone("gaia 300 A 127.80.0.9\n");
        generation.incrementAndGet();
        var reply = new Message(asked(UMASS, query));
        assertThat(reply.getSection(Section.ANSWER).getFirst().rdataToString())
                .isEqualTo("127.80.0.9");
        assertThat(internet.counted("ready-answers")).isEqualTo(1);
    }

    private long ttl(byte[] query) throws Exception {
        return new Message(asked(LOCAL, query)).getSection(Section.ANSWER).getFirst().getTTL();
    }

    @Test
    void what_the_cache_said_counts_down_and_ends() throws Exception {
        var query = query("gaia", Type.A).toWire();
        assertThat(ttl(query)).isEqualTo(300);
        // Found by asking; then found in the cache and kept; then ready.
        assertThat(ttl(query)).isEqualTo(300);
        internet.clock.add(Duration.ofSeconds(100));
        assertThat(ttl(query)).isEqualTo(200);
        assertThat(internet.counted("ready-answers")).isEqualTo(1);
        assertThat(internet.counted("cache-hits")).isEqualTo(2);
        // The resolver is to see near its end that somebody still asks, and renews it meanwhile.
        internet.clock.add(Duration.ofMinutes(3));
        assertThat(ttl(query)).isEqualTo(20);
        await().untilAsserted(() -> assertThat(ttl(query)).isEqualTo(300));
        internet.clock.add(Duration.ofMinutes(5));
        assertThat(ttl(query)).isEqualTo(300);
        assertThat(internet.counted("cache-misses")).isEqualTo(2);
    }

    @Test
    void what_is_flushed_is_not_said_again() throws Exception {
        var query = query("gaia", Type.A).toWire();
        for (int i = 0; i < 3; i++) {
            ttl(query);
        }
        assertThat(internet.counted("ready-answers")).isEqualTo(1);
        internet.cache.flush(_ -> true);
        ttl(query);
        assertThat(internet.counted("cache-misses")).isEqualTo(2);
    }

    @Test
    void who_is_not_welcome_gets_none_either() throws Exception {
        var query = query("gaia", Type.A).toWire();
        for (int i = 0; i < 3; i++) {
            ttl(query);
        }
        var refused = new Message(asked(LOCAL, query, "127.0.0.5"));
        assertThat(refused.getRcode()).isEqualTo(5);
    }

    @Test
    void answers_of_one_server_are_not_those_of_another() throws Exception {
        var query = query("gaia", Type.A).toWire();
        for (int i = 0; i < 3; i++) {
            var authority = new Message(asked(UMASS, query));
            assertThat(authority.getHeader().getFlag(Flags.AA)).isTrue();
            var cache = new Message(asked(LOCAL, query));
            assertThat(cache.getHeader().getFlag(Flags.AA)).isFalse();
        }
        assertThat(internet.counted("ready-answers")).isGreaterThanOrEqualTo(3);
    }

    /** A service whose answers must not be repeated. */
    private record Fickle(NameService inner) implements NameService {
        @Override
        public String role() {
            return "authoritative";
        }

        @Override
        public Decision decide(Query query, InetSocketAddress client) {
            var now = (Decision.Now) inner.decide(query, client);
            return new Decision.Now(now.reply(), false);
        }

        @Override
        public long generation() {
            return 0;
        }
    }

    @Test
    void what_is_not_repeatable_is_decided_each_time() throws Exception {
        try (var other = new SmallInternet()) {
            other.with(UMASS, new Fickle(umass)).open(NOBODY_LOOKS);
            var query = query("gaia", Type.A).toWire();
            try (var socket = new DatagramSocket()) {
                socket.connect(other.at(UMASS));
                socket.setSoTimeout(5000);
                for (int i = 0; i < 3; i++) {
                    socket.send(new DatagramPacket(query, query.length));
                    socket.receive(new DatagramPacket(new byte[512], 512));
                }
            }
            assertThat(other.counted("queries")).isEqualTo(3);
            assertThat(other.counted("ready-answers")).isZero();
        }
    }

    @Test
    void a_flood_of_names_does_not_push_out_what_is_asked_often() throws Exception {
        var often = query("gaia", Type.A).toWire();
        asked(UMASS, often);
        for (int i = 0; i < 5000; i++) {
            asked(UMASS, query("n" + i + ".wild", Type.TXT).toWire());
            if (i % 4 == 0) {
                asked(UMASS, often);
            }
        }
        assertThat(internet.counted("ready-answers")).isGreaterThan(1200);
    }

    @Test
    void people_are_shown_the_first_of_each_second() throws Exception {
        internet.close();
        internet.open(new ListenerLimits(Duration.ofMinutes(1), 8, 8, 1024, 3, 0, 0, false));
        var query = query("gaia", Type.A).toWire();
        for (int i = 0; i < 10; i++) {
            asked(UMASS, query);
        }
        // Three as shown, the fourth to be kept, and the others from there.
        assertThat(internet.counted("ready-answers")).isEqualTo(6);
        assertThat(internet.trace.newest()).isEqualTo(6);
        internet.clock.add(Duration.ofSeconds(1));
        asked(UMASS, query);
        assertThat(internet.trace.newest()).isEqualTo(8);
        assertThat(internet.counted("queries")).isEqualTo(11);
    }

    private Message withCookie(EDNSOption cookie) throws Exception {
        var query = query("gaia", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(cookie)), Section.ADDITIONAL);
        return new Message(asked(UMASS, query.toWire()));
    }

    @Test
    void where_cookies_are_required_an_answer_that_is_ready_waits_for_one_too() throws Exception {
        internet.close();
        internet.open(new ListenerLimits(Duration.ofMinutes(1), 8, 8, 1024, 0, 0, 0, true));
        var first = withCookie(new CookieOption(new byte[8]));
        assertThat(first.getRcode()).isEqualTo(Rcode.BADCOOKIE);
        assertThat(first.getSection(Section.ANSWER)).isEmpty();
        var cookie = first.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
        for (int i = 0; i < 2; i++) {
            assertThat(withCookie(cookie).getSection(Section.ANSWER)).hasSize(1);
        }
        assertThat(internet.counted("ready-answers")).isEqualTo(1);
        var again = withCookie(new CookieOption(new byte[8], new byte[16]));
        assertThat(again.getRcode()).isEqualTo(Rcode.BADCOOKIE);
        // Who knows nothing of cookies is answered (RFC 7873 section 5.2.1).
        var plain = new Message(asked(UMASS, query("gaia", Type.A).toWire()));
        assertThat(plain.getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void a_table_of_no_entries_keeps_none() throws Exception {
        internet.close();
        internet.open(new ListenerLimits(Duration.ofMinutes(1), 8, 8, 0, 0, 0, 0, false));
        var query = query("gaia", Type.A).toWire();
        assertThat(asked(UMASS, query)).isEqualTo(asked(UMASS, query));
        assertThat(internet.counted("ready-answers")).isZero();
        assertThat(ByteBuffer.wrap(query).getShort())
                .isEqualTo(ByteBuffer.wrap(asked(UMASS, query)).getShort());
    }
}
