package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.validator.Evidence;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Our resolver validates what BIND's tools have signed and NSD serves. */
class ValidationTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final String RECORDS =
            """
            gaia.cs 300 IN A 127.80.0.2
            www 300 IN CNAME gaia.cs
            *.dorm 300 IN A 127.80.0.3
            pond.dorm 300 IN A 127.80.0.4
            old 300 IN DNAME cs
            abroad 300 IN CNAME crepes.fr.
            """;

    @TempDir Path folder;
    private SignedHierarchy world;
    private Resolver resolver;

    @BeforeEach
    void found() throws Exception {
        world = new SignedHierarchy(folder);
        resolver = world.internet.resolver(SignedHierarchy.ROOT);
    }

    private void open(String... options) throws Exception {
        resolver = world.open(options).resolver();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Outcome outcome(String name, int type) throws Exception {
        var question = new Question(Name.fromString(name, Name.root), type);
        return resolver.remembered(question, CLIENT)
                .orElseGet(() -> resolver.resolve(question, CLIENT));
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answer(var records) -> records.getLast().rdataToString();
            case Outcome.NoSuchName _ -> "no such name";
            case Outcome.NoData _ -> "no data";
            case Outcome.TooLong _ -> "too long";
            case Outcome.Failed(var trouble) -> "failed: " + trouble.reason();
            case Outcome.Judged(var inner, var evidence) -> text(inner) + " " + text(evidence);
            case Outcome.Noted(var inner, _) -> text(inner);
        };
    }

    private static String text(Evidence evidence) {
        var reason = evidence.reason();
        return evidence.security() + (reason == null ? "" : " " + reason.code());
    }

    private String ask(String name, int type) throws Exception {
        return text(outcome(name, type));
    }

    private List<String> asked() {
        return world.internet.log.newestFirst().getFirst().steps().stream()
                .map(step -> step.question().text())
                .toList();
    }

    @Test
    void what_is_signed_well_is_secure() throws Exception {
        world.with(world.signed("umass", RECORDS));
        open();
        assertThat(ask("gaia.cs.umass.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(asked())
                .containsExactly(
                        "A edu",
                        "A umass.edu",
                        "A gaia.cs.umass.edu",
                        "DS edu",
                        "DNSKEY .",
                        "DS umass.edu",
                        "DNSKEY edu",
                        "DNSKEY umass.edu");
        assertThat(ask("www.umass.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(ask("x.dorm.umass.edu", Type.A)).isEqualTo("127.80.0.3 SECURE");
        assertThat(ask("x.old.umass.edu", Type.A)).isEqualTo("no such name SECURE");
        assertThat(ask("gaia.old.umass.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(ask("umass.edu", Type.DNSKEY)).endsWith("SECURE");
        assertThat(ask("umass.edu", Type.DS)).endsWith("SECURE");
        assertThat(ask("umass.edu", Type.SOA)).endsWith("SECURE");
        assertThat(ask("umass.edu", Type.NS)).endsWith("SECURE");
    }

    @Test
    void what_there_is_not_is_denied_by_nsec_and_by_nsec3() throws Exception {
        world.with(world.signed("umass", RECORDS))
                .with(world.signed("hashed", RECORDS, "-3", "-"))
                .with(world.signed("salted", RECORDS, "-3", "ABCD", "-H", "10"));
        open("-3", "-");
        for (var zone : List.of("umass.edu", "hashed.edu", "salted.edu")) {
            assertThat(ask("nobody." + zone, Type.A)).isEqualTo("no such name SECURE");
            assertThat(ask("a.b.c.nobody." + zone, Type.A)).isEqualTo("no such name SECURE");
            assertThat(ask("gaia.cs." + zone, Type.MX)).isEqualTo("no data SECURE");
            assertThat(ask("cs." + zone, Type.A)).isEqualTo("no data SECURE");
            assertThat(ask("dorm." + zone, Type.A)).isEqualTo("no data SECURE");
            assertThat(ask("x.dorm." + zone, Type.MX)).isEqualTo("no data SECURE");
            assertThat(ask("x.y.dorm." + zone, Type.A)).isEqualTo("127.80.0.3 SECURE");
            assertThat(ask("x.pond.dorm." + zone, Type.A)).isEqualTo("no such name SECURE");
            assertThat(ask(zone, Type.MX)).isEqualTo("no data SECURE");
            assertThat(ask("gaia.cs." + zone, Type.DS)).isEqualTo("no data SECURE");
        }
        assertThat(ask("nobody.edu", Type.A)).isEqualTo("no such name SECURE");
        assertThat(ask("nobody", Type.A)).isEqualTo("no such name SECURE");
        assertThat(ask(".", Type.DS)).isEqualTo("no data SECURE");
    }

    @Test
    void each_algorithm_of_the_day_is_known() throws Exception {
        for (var algorithm :
                List.of("RSASHA256", "RSASHA512", "ECDSAP384SHA384", "ED25519", "ED448")) {
            world.with(world.signedBy(algorithm, algorithm.toLowerCase(Locale.ROOT), RECORDS));
        }
        open();
        assertThat(ask("gaia.cs.rsasha256.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(ask("gaia.cs.rsasha512.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(ask("gaia.cs.ecdsap384sha384.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(ask("gaia.cs.ed25519.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(ask("gaia.cs.ed448.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
    }

    @Test
    void below_an_unsigned_delegation_nothing_need_be_signed() throws Exception {
        world.with(world.signed("umass", RECORDS)).unsigned("plain", RECORDS);
        open();
        assertThat(ask("gaia.cs.plain.edu", Type.A)).isEqualTo("127.80.0.2 INSECURE");
        assertThat(ask("nobody.plain.edu", Type.A)).isEqualTo("no such name INSECURE");
        assertThat(ask("crepes.fr", Type.A)).isEqualTo("127.80.0.4 INSECURE");
        assertThat(ask("abroad.umass.edu", Type.A)).isEqualTo("127.80.0.4 INSECURE");
        assertThat(ask("plain.edu", Type.DS)).isEqualTo("no data SECURE");
    }

    @Test
    void an_island_of_signatures_is_as_insecure_as_the_sea() throws Exception {
        world.with(world.signed("island", RECORDS), "");
        open();
        assertThat(ask("gaia.cs.island.edu", Type.A)).isEqualTo("127.80.0.2 INSECURE");
    }

    @Test
    void unsigned_delegations_may_be_left_out_of_nsec3() throws Exception {
        world.with(world.signed("umass", RECORDS)).unsigned("plain", RECORDS);
        open("-3", "-", "-A");
        assertThat(ask("gaia.cs.plain.edu", Type.A)).isEqualTo("127.80.0.2 INSECURE");
        assertThat(ask("plain.edu", Type.DS)).isEqualTo("no data INSECURE");
        assertThat(ask("nobody.edu", Type.A)).isEqualTo("no such name INSECURE");
        assertThat(ask("gaia.cs.umass.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
    }

    @Test
    void too_many_iterations_make_a_zone_insecure() throws Exception {
        world.with(world.signed("costly", RECORDS, "-3", "-", "-H", "51"));
        open();
        assertThat(ask("nobody.costly.edu", Type.A)).isEqualTo("no such name INSECURE 27");
        assertThat(ask("gaia.cs.costly.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
    }

    @Test
    void signatures_have_their_time() throws Exception {
        world.with(world.signed("expired", RECORDS, "-s", "now-3d", "-e", "now-1d"))
                .with(world.signed("future", RECORDS, "-s", "now+1d", "-e", "now+3d"));
        open();
        assertThat(ask("gaia.cs.expired.edu", Type.A)).isEqualTo("127.80.0.2 BOGUS 7");
        assertThat(ask("gaia.cs.future.edu", Type.A)).isEqualTo("127.80.0.2 BOGUS 8");
        world.internet.clock.add(Duration.ofDays(2));
        resolver = world.resolver();
        world.internet.cache.flush(_ -> true);
        assertThat(ask("gaia.cs.future.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
    }

    @Test
    void a_ttl_never_outlives_its_signature() throws Exception {
        world.with(world.signed("brief", RECORDS, "-s", "now-1d", "-e", "now+100"));
        open();
        assertThat(outcome("gaia.cs.brief.edu", Type.A))
                .isInstanceOfSatisfying(
                        Outcome.Judged.class,
                        judged -> {
                            assertThat(judged.evidence().isSecure()).isTrue();
                            assertThat(((Outcome.Answer) judged.outcome()).records().getFirst())
                                    .satisfies(r -> assertThat(r.getTTL()).isBetween(1L, 299L));
                        });
    }

    @Test
    void what_should_be_signed_and_is_not_is_bogus() throws Exception {
        world.with(world.signed("stripped", RECORDS).without(line -> line.contains("RRSIG\tA ")))
                .with(world.signed("bare", RECORDS).without(line -> line.contains("RRSIG")))
                .with(world.signed("keyless", RECORDS).without(line -> line.contains(" DNSKEY\t")))
                .with(
                        world.signed("open", RECORDS)
                                .without(l -> l.contains(" NSEC\t") || l.contains("RRSIG\tNSEC ")))
                .unsigned("fraud", RECORDS);
        var other = world.signed("wrongds", RECORDS);
        world.with(world.signed("wrongds", RECORDS), other.ds());
        open();
        assertThat(ask("gaia.cs.stripped.edu", Type.A)).isEqualTo("127.80.0.2 BOGUS 10");
        assertThat(ask("www.stripped.edu", Type.CNAME)).isEqualTo("gaia.cs.stripped.edu. SECURE");
        assertThat(ask("gaia.cs.bare.edu", Type.A)).isEqualTo("127.80.0.2 BOGUS 10");
        assertThat(ask("gaia.cs.keyless.edu", Type.A)).startsWith("127.80.0.2 BOGUS");
        assertThat(ask("nobody.open.edu", Type.A)).isEqualTo("no such name BOGUS 12");
        assertThat(ask("gaia.cs.open.edu", Type.MX)).isEqualTo("no data BOGUS 12");
        assertThat(ask("x.dorm.open.edu", Type.A)).isEqualTo("127.80.0.3 BOGUS 12");
        assertThat(ask("gaia.cs.open.edu", Type.A)).isEqualTo("127.80.0.2 SECURE");
        assertThat(ask("gaia.cs.wrongds.edu", Type.A)).isEqualTo("127.80.0.2 BOGUS 9");
    }

    @Test
    void unknown_algorithms_and_digests_make_a_zone_insecure() throws Exception {
        var zone = world.signed("exotic", RECORDS);
        world.with(zone, zone.ds().replace(" 13 2 ", " 253 2 "));
        var digest = world.signed("digest", RECORDS);
        world.with(digest, digest.ds().replace(" 13 2 ", " 13 200 "));
        open();
        assertThat(ask("gaia.cs.exotic.edu", Type.A)).isEqualTo("127.80.0.2 INSECURE 1");
        assertThat(ask("gaia.cs.digest.edu", Type.A)).isEqualTo("127.80.0.2 INSECURE 2");
    }

    @Test
    void a_negative_trust_anchor_takes_a_broken_zone_out_for_a_while() throws Exception {
        world.with(world.signed("expired", RECORDS, "-s", "now-3d", "-e", "now-1d"));
        open();
        var domain = Name.fromConstantString("expired.edu.");
        world.exceptions.put(domain, Duration.ofMinutes(1));
        assertThat(ask("gaia.cs.expired.edu", Type.A)).isEqualTo("127.80.0.2 INSECURE 33");
        world.internet.clock.add(Duration.ofSeconds(61));
        assertThat(ask("gaia.cs.expired.edu", Type.A)).isEqualTo("127.80.0.2 BOGUS 7");
    }

    @Test
    void without_an_anchor_nothing_is_judged() throws Exception {
        world.with(world.signed("bare", RECORDS).without(line -> line.contains("RRSIG")));
        world.open();
        assertThat(ask("gaia.cs.bare.edu", Type.A)).isEqualTo("127.80.0.2");
    }
}
