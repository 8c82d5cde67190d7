package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.peers.Program;
import io.labnet.dns.peers.Unbound;
import io.labnet.dns.resolver.Counts;
import io.labnet.network.Network;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** Others' validators judge the same zones: Unbound, BIND's delv, and dnsjava's own. */
class OtherValidatorsTest {
    private static final String LOCAL = "127.69.9.2";
    private static final String UNBOUND = "127.69.9.3";
    private static final String RECORDS =
            """
            gaia 300 IN A 127.80.0.2
            deep.cs 300 IN A 127.80.0.5
            www 300 IN CNAME gaia
            *.dorm 300 IN A 127.80.0.3
            pond.dorm 300 IN A 127.80.0.4
            old 300 IN DNAME cs
            abroad 300 IN CNAME gaia.plain.edu.
            """;
    private static final List<String> NAMES =
            List.of(
                    "",
                    "gaia.",
                    "deep.cs.",
                    "cs.",
                    "www.",
                    "x.dorm.",
                    "x.y.dorm.",
                    "pond.dorm.",
                    "x.pond.dorm.",
                    "dorm.",
                    "deep.old.",
                    "nobody.",
                    "a.b.nobody.",
                    "abroad.");
    private static final List<String> ZONES =
            List.of(
                    "umass",
                    "hashed",
                    "optout",
                    "salted",
                    "plain",
                    "island",
                    "expired",
                    "future",
                    "bare",
                    "open",
                    "wrongds",
                    "stripped",
                    "exotic",
                    "ed25519",
                    "rsasha256");
    private static final List<Integer> TYPES = List.of(Type.A, Type.MX, Type.DS);

    @TempDir static Path folder;
    private static SignedHierarchy world;
    private static Counts counts;

    @BeforeAll
    static void open() throws Exception {
        world = new SignedHierarchy(folder);
        var exotic = world.signed("exotic", RECORDS);
        world.with(world.signed("umass", RECORDS))
                .with(world.signed("hashed", RECORDS, "-3", "-"))
                .with(world.signed("optout", RECORDS, "-3", "-", "-A"))
                .with(world.signed("salted", RECORDS, "-3", "ABCD", "-H", "10"))
                .unsigned("plain", RECORDS)
                .with(world.signed("island", RECORDS), "")
                .with(world.signed("expired", RECORDS, "-s", "now-9d", "-e", "now-5d"))
                .with(world.signed("future", RECORDS, "-s", "now+5d", "-e", "now+9d"))
                .with(world.signed("bare", RECORDS).without(line -> line.contains("RRSIG")))
                .with(
                        world.signed("open", RECORDS)
                                .without(l -> l.contains(" NSEC\t") || l.contains("RRSIG\tNSEC ")))
                .with(world.signed("wrongds", RECORDS), world.signed("wrongds", "").ds())
                .with(world.signed("stripped", RECORDS).without(line -> line.contains("RRSIG\tA ")))
                .with(exotic, exotic.ds().replace(" 13 2 ", " 253 2 "))
                .with(world.signedBy("ED25519", "ed25519", RECORDS))
                .with(world.signedBy("RSASHA256", "rsasha256", RECORDS));
        world.open();
        var networks = List.of(Network.parse("127.0.0.0/8"));
        var resolver = world.resolver();
        counts = resolver.counts();
        var service = new RecursiveService(resolver, networks, world.internet.traffic);
        world.internet.with(LOCAL, service).open();
    }

    @AfterAll
    static void close() throws Exception {
        world.close();
    }

    private static SimpleResolver at(String address) {
        var resolver = new SimpleResolver(world.internet.at(address));
        resolver.setTimeout(Duration.ofSeconds(10));
        resolver.setEDNS(0, 4096, ExtendedFlags.DO, List.of());
        return resolver;
    }

    /** RCODE and AD of every question to some resolver. */
    private static Map<String, String> verdicts(Resolver resolver) throws IOException {
        var verdicts = new LinkedHashMap<String, String>();
        for (var zone : ZONES) {
            for (var name : NAMES) {
                for (var type : TYPES) {
                    var whole = name + zone + ".edu.";
                    verdicts.put(
                            Type.string(type) + " " + whole,
                            verdict(resolver, Name.fromString(whole), type));
                }
            }
        }
        return verdicts;
    }

    private static String verdict(Resolver resolver, Name name, int type) throws IOException {
        var query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        var reply = resolver.send(query);
        return Rcode.string(reply.getRcode()) + (reply.getHeader().getFlag(Flags.AD) ? " AD" : "");
    }

    @Test
    void unbound_judges_as_we_do() throws Exception {
        var servers = new LinkedHashMap<String, InetSocketAddress>();
        servers.put(".", world.internet.at(SignedHierarchy.ROOT));
        servers.put("edu", world.internet.at(SignedHierarchy.EDU));
        ZONES.forEach(
                zone -> servers.put(zone + ".edu", world.internet.at(SignedHierarchy.OTHERS)));
        try (var unbound =
                new Unbound(
                        folder.resolve("unbound"),
                        world.internet.at(UNBOUND),
                        world.anchor(),
                        servers)) {
            assertThat(unbound).isNotNull();
            assertThat(verdicts(at(LOCAL))).isEqualTo(verdicts(at(UNBOUND)));
        }
    }

    @Test
    void dnsjava_judges_as_we_do() throws Exception {
        var ours = verdicts(at(LOCAL));
        assertThat(ours.values()).contains("NOERROR AD", "NOERROR", "NXDOMAIN AD", "SERVFAIL");
        // It sets CD, so that it is told what is bogus too.
        var theirs = new ValidatingResolver(at(LOCAL));
        var anchor = world.anchor().getBytes(StandardCharsets.US_ASCII);
        theirs.loadTrustAnchors(new ByteArrayInputStream(anchor));
        var others = verdicts(theirs);
        // Where the DS records of an alias's target are denied without proof, it sees nothing
        // amiss; Unbound does, as we do.
        var unseen = List.of("DS www.open.edu.", "DS deep.old.open.edu.");
        assertThat(ours.keySet()).containsAll(unseen);
        unseen.forEach(ours::remove);
        unseen.forEach(others::remove);
        assertThat(ours).isEqualTo(others);
    }

    @Test
    void delv_validates_by_way_of_us() throws Exception {
        var anchor = world.anchor(folder);
        assertThat(delv(anchor, "gaia.umass.edu")).contains("; fully validated");
        assertThat(delv(anchor, "www.umass.edu")).contains("; fully validated");
        assertThat(delv(anchor, "x.dorm.umass.edu")).contains("; fully validated");
        assertThat(delv(anchor, "x.dorm.hashed.edu")).contains("; fully validated");
        assertThat(delv(anchor, "nobody.umass.edu"))
                .contains("; negative response, fully validated");
        assertThat(delv(anchor, "x.nobody.umass.edu"))
                .contains("; negative response, fully validated");
        assertThat(delv(anchor, "nobody.hashed.edu"))
                .contains("; negative response, fully validated");
        assertThat(delv(anchor, "gaia.plain.edu")).contains("; unsigned answer");
        assertThat(delv(anchor, "gaia.expired.edu")).contains("resolution failed");
    }

    @Test
    void delv_believes_what_we_have_inferred() throws Exception {
        world.internet.cache.flush(_ -> true);
        var anchor = world.anchor(folder);
        for (var zone : List.of("umass", "hashed")) {
            verdict(at(LOCAL), Name.fromString("dorm." + zone + ".edu."), Type.A);
            verdict(at(LOCAL), Name.fromString("x.dorm." + zone + ".edu."), Type.A);
            for (var n = 0; n < 30; n++) {
                verdict(at(LOCAL), Name.fromString("n" + n + "." + zone + ".edu."), Type.A);
            }
            var before = counts.inferred();
            assertThat(delv(anchor, "nobody." + zone + ".edu"))
                    .contains("; negative response, fully validated");
            assertThat(delv(anchor, "y.dorm." + zone + ".edu"))
                    .contains("; fully validated")
                    .contains("127.80.0.3");
            assertThat(delv(anchor, "dorm." + zone + ".edu", "MX"))
                    .contains("; negative response, fully validated");
            assertThat(counts.inferred()).as(zone).isEqualTo(before + 3);
        }
    }

    private static String delv(Path anchor, String name) throws Exception {
        return delv(anchor, name, "A");
    }

    private static String delv(Path anchor, String name, String type) throws Exception {
        return Program.run(
                "",
                Program.required("delv"),
                "@" + LOCAL,
                "-p",
                String.valueOf(world.internet.port),
                "-a",
                anchor.toString(),
                "+root=.",
                name,
                type);
    }
}
