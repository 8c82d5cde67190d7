package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.FreePort;
import io.labnet.dns.peers.Program;
import io.labnet.dns.peers.Unbound;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zones of the whole service, signed, and looked into by programs that others wrote. */
class DnssecServiceTest extends WholeService {
    private static final String ROOT_SERVER = "127.53.0.1";
    private static final String EDU_SERVER = "127.53.1.1";
    private static final String UMASS_SERVER = "127.53.2.1";
    private static final String DNSSEC = "/api/dns/zones/umass.edu/dnssec";

    DnssecServiceTest() throws IOException {}

    @BeforeEach
    void start() {
        start("asked");
    }

    private void start(String sign, String... more) {
        var asked = Stream.of("--labnet.dns.dnssec.sign=" + sign);
        startWith(Stream.concat(asked, Stream.of(more)).toArray(String[]::new));
    }

    private String dig(int port, String server, String... arguments) throws IOException {
        var command =
                Stream.of(
                        Stream.of(Program.required("dig"), "@" + server, "-p", "" + port),
                        Stream.of("+norecurse", "+time=5"),
                        Stream.of(arguments));
        return Program.run("", command.flatMap(s -> s).toArray(String[]::new));
    }

    private String asked(String server, String... arguments) throws IOException {
        return dig(DNS_PORT + offset, server, arguments);
    }

    private String sign(String algorithm, String denial) throws Exception {
        var wish = "{\"algorithm\": \"%s\", \"denial\": \"%s\"}".formatted(algorithm, denial);
        return said(200, "POST", DNSSEC, wish).at("/keys/0/record").asString();
    }

    private void add(String name, String type, String data) throws Exception {
        var body =
                "{\"name\": \"%s\", \"type\": \"%s\", \"ttl\": 60, \"data\": \"%s\"}"
                        .formatted(name, type, data);
        said(201, "POST", "/api/dns/zones/umass.edu/records", body);
    }

    private String delv(String key, String name, String type) throws Exception {
        var words = key.split("\\s+", 8);
        var anchors = folder.resolve("anchors");
        Files.writeString(
                anchors,
                "trust-anchors { \"%s\" static-key %s %s %s \"%s\"; };\n"
                        .formatted(words[0], words[4], words[5], words[6], words[7]));
        return Program.run(
                "",
                Program.required("delv"),
                "@" + UMASS_SERVER,
                "-p",
                String.valueOf(DNS_PORT + offset),
                "-a",
                anchors.toString(),
                "+root=umass.edu",
                name,
                type);
    }

    @ParameterizedTest
    @CsvSource({"ECDSAP256SHA256, NSEC", "ED25519, NSEC3", "RSASHA256, NSEC3"})
    void delv_and_dnssec_verify_find_a_signed_zone_proven(String algorithm, String denial)
            throws Exception {
        var key = sign(algorithm, denial);
        add("*.hall.umass.edu", "TXT", "room");
        add("a.b.umass.edu", "A", "127.80.0.9");
        var positive = "; fully validated";
        var negative = "; negative response, fully validated";
        assertThat(delv(key, "gaia.cs.umass.edu", "A")).contains(positive, "127.80.0.2");
        assertThat(delv(key, "room.hall.umass.edu", "TXT")).contains(positive, "\"room\"");
        assertThat(delv(key, "room.hall.umass.edu", "A")).contains(negative);
        assertThat(delv(key, "gaia.cs.umass.edu", "MX")).contains(negative);
        assertThat(delv(key, "b.umass.edu", "A")).contains(negative);
        assertThat(delv(key, "nowhere.umass.edu", "A")).contains("ncache nxdomain", negative);
        verify();
    }

    private void verify() throws Exception {
        var key = folder.resolve("dns").resolve("labnet.key").toString();
        var zone =
                asked(UMASS_SERVER, "-k", key, "+noall", "+answer", "+onesoa", "umass.edu", "AXFR");
        var file = folder.resolve("transferred");
        Files.writeString(file, zone.replaceAll("(?m)^.*\\sTSIG\\s.*$", ""));
        var program = Program.required("dnssec-verify");
        assertThat(Program.run("", program, "-z", "-o", "umass.edu", file.toString()))
                .contains("Zone fully signed");
    }

    @Test
    void a_zone_is_signed_its_parent_knows_and_neither_is_any_more() throws Exception {
        assertThat(said(200, "GET", DNSSEC, "").at("/signed").asBoolean()).isFalse();
        sign("ED25519", "NSEC3");
        var view = said(200, "GET", DNSSEC, "");
        assertThat(view.at("/algorithm").asString()).isEqualTo("ED25519");
        assertThat(view.at("/denial").asString()).isEqualTo("NSEC3");
        assertThat(view.at("/delegation").asString()).isEqualTo("secure");
        assertThat(view.at("/renewal").asString()).startsWith("20");
        var ds = asked(EDU_SERVER, "+short", "umass.edu", "DS").strip();
        assertThat(ds.replace(" ", "")).isEqualTo(view.at("/ds/0").asString().replace(" ", ""));
        assertThat(asked(UMASS_SERVER, "+dnssec", "+noall", "+answer", "gaia.cs.umass.edu"))
                .contains("RRSIG");
        assertThat(asked(UMASS_SERVER, "+nodnssec", "+noall", "+answer", "gaia.cs.umass.edu"))
                .doesNotContain("RRSIG")
                .contains("127.80.0.2");
        var leaving = said(202, "DELETE", DNSSEC, "");
        assertThat(leaving.at("/unsigned").asString()).startsWith("20");
        assertThat(leaving.at("/delegation").asString()).isEqualTo("insecure");
        assertThat(asked(EDU_SERVER, "+short", "umass.edu", "DS")).isBlank();
        assertThat(asked(UMASS_SERVER, "+dnssec", "+noall", "+answer", "gaia.cs.umass.edu"))
                .as("whoever remembers the DS record still finds signatures")
                .contains("RRSIG");
        said(202, "DELETE", DNSSEC, "");
        said(204, "DELETE", DNSSEC + "?now=true", "");
        assertThat(asked(UMASS_SERVER, "+dnssec", "+noall", "+answer", "gaia.cs.umass.edu"))
                .doesNotContain("RRSIG")
                .contains("127.80.0.2");
        said(404, "DELETE", DNSSEC, "");
    }

    @Test
    void the_sets_of_a_signed_zone_turn_but_stay_whole() throws Exception {
        for (var address : List.of("127.80.0.7", "127.80.0.8", "127.80.0.9")) {
            add("cdn.umass.edu", "A", address);
        }
        var policy = "/api/dns/zones/umass.edu/policies/cdn.umass.edu/A";
        said(200, "PUT", policy, "{\"kind\": \"weighted\", \"weights\": {\"127.80.0.7\": 1}}");
        assertThat(said(409, "POST", DNSSEC, "{}").at("/detail").asString())
                .contains("A records of cdn.umass.edu");
        said(204, "DELETE", policy, "");
        var key = sign("ECDSAP256SHA256", "NSEC");
        said(409, "PUT", policy, "{\"kind\": \"weighted\", \"weights\": {\"127.80.0.7\": 1}}");
        said(200, "PUT", "/api/dns/zones/umass.edu/rotation", "{\"rotates\": true}");
        var firsts = new HashSet<String>();
        for (int i = 0; i < 6; i++) {
            var lines = asked(UMASS_SERVER, "+dnssec", "+short", "cdn.umass.edu").lines().toList();
            assertThat(lines).hasSize(4).last().asString().startsWith("A 13 3 60");
            firsts.add(lines.getFirst());
        }
        assertThat(firsts).containsExactlyInAnyOrder("127.80.0.7", "127.80.0.8", "127.80.0.9");
        assertThat(delv(key, "cdn.umass.edu", "A")).contains("; fully validated");
    }

    @Test
    void a_registered_domain_is_trusted_by_its_registration() throws Exception {
        said(
                201,
                "POST",
                "/api/dns/registrations",
                """
                {"domain": "networkutopia.com", "registrant": {"name": "Network Utopia"},
                 "nameServers": [{"name": "dns1.networkutopia.com", "address": "127.53.2.2"}]}
                """);
        said(
                201,
                "POST",
                "/api/dns/zones",
                """
                {"name": "networkutopia.com", "server": "ns.poly.edu", "file":
                 "@ 60 SOA dns1 root 1 60 60 3600 60\\n@ 60 NS dns1\\ndns1 60 A 127.53.2.2\\n"}
                """);
        var zone = "/api/dns/zones/networkutopia.com/dnssec";
        var view = said(200, "POST", zone, "{}");
        assertThat(view.at("/algorithm").asString()).isEqualTo("ECDSAP256SHA256");
        assertThat(view.at("/delegation").asString()).isEqualTo("secure");
        var registration = "/api/dns/registrations/networkutopia.com";
        assertThat(said(200, "GET", registration, "").at("/ds")).hasSize(1);
        said(204, "DELETE", zone + "?now=true", "");
        assertThat(said(200, "GET", registration, "").at("/ds")).isEmpty();
        assertThat(said(200, "GET", zone, "").at("/delegation").asString()).isEqualTo("insecure");
    }

    @Test
    void an_apex_has_the_addresses_of_another_name_and_they_are_signed() throws Exception {
        var key = sign("ECDSAP256SHA256", "NSEC3");
        add("umass.edu", "ALIAS", "www.someschool.edu.");
        await().untilAsserted(() ->
                assertThat(asked(UMASS_SERVER, "+short", "umass.edu").strip())
                        .isEqualTo("127.80.0.1"));
        assertThat(delv(key, "umass.edu", "A")).contains("; fully validated", "127.80.0.1");
        verify();
        var zone = "/api/dns/zones/umass.edu";
        var view = said(200, "GET", zone + "/aliases", "").at("/items/0");
        assertThat(view.at("/target").asString()).isEqualTo("www.someschool.edu");
        assertThat(view.at("/addresses/0").asString()).isEqualTo("127.80.0.1");
        var alias = said(200, "GET", zone + "/records/umass.edu/ALIAS", "").at("/items/0");
        assertThat(alias.at("/type").asString()).isEqualTo("ALIAS");
        assertThat(alias.at("/data").asString()).isEqualTo("www.someschool.edu.");
        said(204, "DELETE", zone + "/records/umass.edu/ALIAS", "");
        assertThat(asked(UMASS_SERVER, "+short", "umass.edu")).isBlank();
    }

    @Test
    void a_signed_zone_tells_its_digest_where_that_is_asked_for() throws Exception {
        context.close();
        start("asked", "--labnet.dns.dnssec.zonemd=sha512");
        sign("ED25519", "NSEC");
        add("new.umass.edu", "A", "127.80.0.9");
        var serial = said(200, "GET", "/api/dns/zones/umass.edu", "").at("/serial").asLong();
        assertThat(asked(UMASS_SERVER, "+short", "umass.edu", "ZONEMD"))
                .startsWith(serial + " 1 2 ");
        verify();
        context.close();
        start("asked");
        await().untilAsserted(() ->
                assertThat(asked(UMASS_SERVER, "+short", "umass.edu", "ZONEMD")).isBlank());
        verify();
    }

    @Test
    void a_zone_that_is_not_what_its_digest_says_is_refused() throws Exception {
        var file =
                "@ 60 SOA ns1 root 1 60 60 3600 60\\n@ 60 NS ns1\\nns1 60 A 127.53.2.2\\n"
                        + "@ 60 ZONEMD 1 1 1 "
                        + "ab".repeat(48);
        var wish =
                "{\"name\": \"lab.example\", \"server\": \"ns.poly.edu\", \"file\": \"%s\"}"
                        .formatted(file);
        var problem = said(422, "POST", "/api/dns/zones", wish);
        assertThat(problem.at("/errors/0/detail").asString() + problem)
                .contains("ZONEMD", "SHA-384");
    }

    @Test
    void what_is_no_way_to_sign_is_refused() throws Exception {
        var problem = said(422, "POST", DNSSEC, "{\"algorithm\": \"RSAMD5\"}");
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/algorithm");
        said(404, "POST", "/api/dns/zones/nowhere.example/dnssec", "{}");
    }

    @Test
    void unbound_validates_the_whole_world_from_the_root_down() throws Exception {
        context.close();
        start("all");
        var key =
                said(200, "GET", "/api/dns/zones/root/dnssec", "").at("/keys/0/record").asString();
        var servers =
                Map.of(".", ROOT_SERVER, "edu", EDU_SERVER, "umass.edu", UMASS_SERVER)
                        .entrySet()
                        .stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        e ->
                                                new InetSocketAddress(
                                                        e.getValue(), DNS_PORT + offset)));
        var address = new InetSocketAddress("127.0.0.1", FreePort.find());
        try (var _ = new Unbound(folder.resolve("unbound"), address, key, servers)) {
            for (var question :
                    List.of(
                            List.of("gaia.cs.umass.edu", "A", "NOERROR"),
                            List.of("gaia.cs.umass.edu", "MX", "NOERROR"),
                            List.of("nowhere.umass.edu", "A", "NXDOMAIN"),
                            List.of("nowhere.edu", "A", "NXDOMAIN"))) {
                var said =
                        dig(
                                address.getPort(),
                                "127.0.0.1",
                                "+recurse",
                                "+dnssec",
                                question.get(0),
                                question.get(1));
                assertThat(said)
                        .contains("status: " + question.get(2))
                        .containsPattern("flags: qr rd ra ad;");
            }
        }
        var before = said(200, "GET", DNSSEC, "").at("/ds/0").asString();
        context.close();
        start("all");
        assertThat(said(200, "GET", DNSSEC, "").at("/ds/0").asString()).isEqualTo(before);
    }

    @Test
    void the_labs_resolver_trusts_the_labs_root_for_as_long_as_that_is_signed() throws Exception {
        context.close();
        start("all");

        assertThat(asked("127.0.0.1", "+recurse", "gaia.cs.umass.edu", "A"))
                .contains("status: NOERROR")
                .containsPattern("flags: qr rd ra ad;");
        assertThat(asked("127.0.0.1", "+recurse", "nowhere.umass.edu", "A"))
                .contains("status: NXDOMAIN")
                .containsPattern("flags: qr rd ra ad;");

        said(204, "DELETE", "/api/dns/zones/root/dnssec?now=true", "");
        assertThat(asked("127.0.0.1", "+recurse", "gaia.cs.umass.edu", "A"))
                .contains("status: NOERROR")
                .containsPattern("flags: qr rd ra;");
    }
}
