package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import io.labnet.dns.peers.Program;
import io.labnet.dns.peers.Unbound;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Zones of the whole service, signed, and looked into by programs that others wrote. */
class DnssecServiceTest {
    private static final int DNS_PORT = 53;
    private static final String ROOT_SERVER = "127.53.0.1";
    private static final String EDU_SERVER = "127.53.1.1";
    private static final String UMASS_SERVER = "127.53.2.1";
    private static final String DNSSEC = "/api/dns/zones/umass.edu/dnssec";

    @TempDir Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final int offset;
    private ConfigurableApplicationContext context;

    DnssecServiceTest() throws IOException {
        offset = FreePort.find() - DNS_PORT;
        context = new GenericApplicationContext();
    }

    @BeforeEach
    void start() {
        start("asked");
    }

    private void start(String sign) {
        context =
                ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                        .run(
                                "--server.port=0",
                                "--labnet.data-dir=" + folder,
                                "--labnet.port-offset=" + offset,
                                "--labnet.dns.dnssec.sign=" + sign);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private JsonNode said(int status, String method, String path, String body) throws Exception {
        var server = ((WebServerApplicationContext) context).getWebServer();
        var port = Objects.requireNonNull(server).getPort();
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body().isEmpty() ? json.nullNode() : json.readTree(response.body());
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
        said(204, "DELETE", DNSSEC, "");
        assertThat(asked(EDU_SERVER, "+short", "umass.edu", "DS")).isBlank();
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
        said(204, "DELETE", zone, "");
        assertThat(said(200, "GET", registration, "").at("/ds")).isEmpty();
        assertThat(said(200, "GET", zone, "").at("/delegation").asString()).isEqualTo("insecure");
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
                                        e -> e.getValue() + "@" + (DNS_PORT + offset)));
        var port = FreePort.find();
        try (var unbound = new Unbound(folder.resolve("unbound"), port, key, servers)) {
            for (var question :
                    List.of(
                            List.of("gaia.cs.umass.edu", "A", "NOERROR"),
                            List.of("gaia.cs.umass.edu", "MX", "NOERROR"),
                            List.of("nowhere.umass.edu", "A", "NXDOMAIN"),
                            List.of("nowhere.edu", "A", "NXDOMAIN"))) {
                var said =
                        dig(
                                unbound.port,
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
}
