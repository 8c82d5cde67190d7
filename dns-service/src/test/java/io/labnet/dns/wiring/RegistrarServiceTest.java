package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/** The registrar in the whole service: over REST, DNS, WHOIS and RDAP. */
class RegistrarServiceTest extends WholeService {
    private static final int WHOIS_PORT = 43;
    private static final String COM_SERVER = "127.53.1.2";
    private static final String REGISTRATIONS = "/api/dns/registrations";
    private static final String UTOPIA = REGISTRATIONS + "/networkutopia.com";
    private static final String BOOK =
            """
            {"domain": "networkutopia.com",
             "nameServers": [{"name": "dns1.networkutopia.com", "address": "212.212.212.1"}],
             "registrant": {"name": "Network Utopia", "email": "alice@crepes.fr"}}\
            """;

    RegistrarServiceTest() throws IOException {}

    @BeforeEach
    void start() {
        startWith("--labnet.world.here=");
    }

    private void register() throws Exception {
        var response = call("POST", REGISTRATIONS, BOOK);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).hasValue(UTOPIA);
    }

    private Message dig(String server, String name, int type) throws IOException {
        return Dig.at(server, DNS_PORT + offset, name, type);
    }

    // What the top-level domain says: its name servers, DS records and glue.
    private List<String> delegation(String name, int type) throws IOException {
        var reply = dig(COM_SERVER, name, type);
        var sections = List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL);
        return sections.stream()
                .flatMap(section -> reply.getSection(section).stream())
                .filter(record -> record.getType() != Type.SOA && record.getType() != Type.OPT)
                .map(record -> Type.string(record.getType()) + " " + record.rdataToString())
                .toList();
    }

    private String whois(String server, String query) throws IOException {
        try (var socket = new Socket()) {
            var address = InetAddress.ofLiteral(server);
            socket.connect(new InetSocketAddress(address, WHOIS_PORT + offset));
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((query + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_domain_is_registered_and_everybody_knows() throws Exception {
        assertThat(get("/api/dns/availability?domain=networkutopia.com").path("available"))
                .isEqualTo(json.valueToTree(true));
        assertThat(whois(COM_SERVER, "networkutopia.com")).startsWith("No match for");
        register();
        assertThat(delegation("networkutopia.com", Type.A))
                .containsExactly("NS dns1.networkutopia.com.", "A 212.212.212.1");
        assertThat(whois(COM_SERVER, "networkutopia.com"))
                .contains("Name Server: DNS1.NETWORKUTOPIA.COM 212.212.212.1\r\n");
        // Every server of a domain that is for sale knows of all of them.
        assertThat(whois("127.53.1.1", "networkutopia.com"))
                .contains("Registrant Email: alice@crepes.fr\r\n");
        var rdap = get("/rdap/domain/NetworkUtopia.com");
        assertThat(rdap.at("/nameservers/0/ipAddresses/v4/0").asString())
                .isEqualTo("212.212.212.1");
        var availability = get("/api/dns/availability?domain=networkutopia.com");
        assertThat(availability.path("available").asBoolean()).isFalse();
        assertThat(availability.path("reason").asString()).contains("is registered until");
        assertThat(get("/api/dns/counters").path("registrations").asInt()).isEqualTo(1);
        assertThat(get("/api/dns/counters").path("whois-queries").asInt()).isEqualTo(3);
    }

    @Test
    void a_registered_domain_resolves_at_once_and_is_gone_at_once() throws Exception {
        assertThat(dig("127.0.0.1", "www.networkutopia.com", Type.A).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
        // The name server of umass.edu stands in for the student's own.
        var body =
                """
                {"domain": "networkutopia.com", "registrant": {"name": "Alice"},
                 "nameServers": [{"name": "dns1.networkutopia.com", "address": "%s"}]}\
                """
                        .formatted("127.53.2.1");
        said(201, "POST", REGISTRATIONS, body);
        // It refuses what is not its own zone, which is no NXDOMAIN of com any more.
        assertThat(dig("127.0.0.1", "www.networkutopia.com", Type.A).getRcode())
                .isEqualTo(Rcode.SERVFAIL);
        var steps = get("/api/dns/resolutions").at("/items/0/steps");
        assertThat(steps.valueStream().map(step -> step.path("server").asString()))
                .contains("dns1.networkutopia.com");
        said(204, "DELETE", UTOPIA, "");
        assertThat(dig("127.0.0.1", "www.networkutopia.com", Type.A).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void a_registration_survives_a_restart_and_changes() throws Exception {
        register();
        stop();
        start();
        var registration = get(UTOPIA);
        assertThat(registration.path("status").toString()).isEqualTo("[\"ok\"]");
        assertThat(registration.path("flush").asString())
                .isEqualTo("/api/dns/cache?name=networkutopia.com");
        assertThat(delegation("networkutopia.com", Type.A)).hasSize(2);
        var change =
                """
                {"nameServers": [{"name": "ns.amazon.com"}], "transferLock": true,
                 "ds": [{"keyTag": 60485, "algorithm": 13, "digestType": 2, "digest": "%s"}]}\
                """
                        .formatted("AB".repeat(32));
        var changed = said(200, "PATCH", UTOPIA, change);
        assertThat(changed.at("/ds/0/digest").asString()).isEqualTo("ab".repeat(32));
        assertThat(changed.at("/registrant/name").asString()).isEqualTo("Network Utopia");
        assertThat(delegation("networkutopia.com", Type.A)).contains("NS ns.amazon.com.");
        assertThat(delegation("networkutopia.com", Type.A)).doesNotContain("A 212.212.212.1");
        assertThat(delegation("networkutopia.com", Type.DS))
                .containsExactly("DS 60485 13 2 " + "AB".repeat(32));
        said(409, "PATCH", UTOPIA, "{\"registrant\": {\"name\": \"Bob\"}}");
        said(200, "PATCH", UTOPIA, "{\"transferLock\": false}");
        said(200, "PATCH", UTOPIA, "{\"registrant\": {\"name\": \"Bob\"}}");
        assertThat(whois(COM_SERVER, "networkutopia.com")).contains("Registrant Name: Bob\r\n");
    }

    @Test
    void what_a_crash_left_half_done_is_undone_at_the_next_start() throws Exception {
        register();
        stop();
        // As if the crash had come after the zone's change and before its acknowledgement.
        var file = folder.resolve("dns").resolve("registrations.jsonl");
        var lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        Files.writeString(file, lines.getFirst() + "\n{\"domain\":\"networkut");
        start();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(dig(COM_SERVER, "networkutopia.com", Type.A).getRcode())
                                .isEqualTo(Rcode.NXDOMAIN));
        said(404, "GET", UTOPIA, "");
        register();
    }

    @Test
    void a_registration_is_renewed_listed_and_given_back() throws Exception {
        register();
        var expires = get(UTOPIA).path("expires").asString();
        var renewal = "{\"years\": 2, \"expires\": \"" + expires + "\"}";
        var renewed = said(200, "POST", UTOPIA + "/renewals", renewal);
        assertThat(renewed.path("expires").asString()).isGreaterThan(expires);
        said(409, "POST", UTOPIA + "/renewals", renewal);
        said(409, "POST", UTOPIA + "/renewals", "{\"years\": 10}");
        pointsAt("/years", said(422, "POST", UTOPIA + "/renewals", "{\"years\": 0}"));
        assertThat(get(REGISTRATIONS + "?q=utopia").path("total").asInt()).isEqualTo(1);
        assertThat(get(REGISTRATIONS + "?q=amazon").path("total").asInt()).isZero();
        said(204, "DELETE", UTOPIA, "");
        said(404, "DELETE", UTOPIA, "");
        said(404, "GET", UTOPIA, "");
        assertThat(delegation("networkutopia.com", Type.A)).isEmpty();
        register();
    }

    @Test
    void what_the_world_has_is_taken() throws Exception {
        var amazon = BOOK.replace("networkutopia", "amazon");
        said(409, "POST", REGISTRATIONS, amazon);
        assertThat(delegation("amazon.com", Type.A)).contains("NS ns.amazon.com.");
        var availability = get("/api/dns/availability?domain=amazon.com");
        assertThat(availability.path("reason").asString())
                .isEqualTo("amazon.com is in its top-level domain already");
        assertThat(whois(COM_SERVER, "amazon.com")).contains("Name Server: NS.AMAZON.COM");
        said(404, "GET", REGISTRATIONS + "/amazon.com", "");
        register();
        said(409, "POST", REGISTRATIONS, BOOK);
    }

    private static void pointsAt(String pointer, JsonNode problem) {
        assertThat(problem.at("/errors").valueStream().map(e -> e.path("pointer").asString()))
                .as(problem.toString())
                .contains(pointer);
    }

    private void refuses(String pointer, String old, String replacement) throws Exception {
        var body = BOOK.replace(old, replacement);
        assertThat(body).isNotEqualTo(BOOK);
        pointsAt(pointer, said(422, "POST", REGISTRATIONS, body));
    }

    @Test
    void bad_wishes_are_refused_and_each_field_is_named() throws Exception {
        refuses("/domain", "\"networkutopia.com\"", "\"-utopia.com\"");
        refuses("/domain", "\"networkutopia.com\"", "\"www.networkutopia.com\"");
        refuses("/domain", "\"networkutopia.com\"", "\"example.com\"");
        refuses("/domain", "\"networkutopia.com\"", "\"networkutopia.net\"");
        refuses("/domain", "\"networkutopia.com\"", "null");
        refuses("/years", "\"registrant\"", "\"years\": 11, \"registrant\"");
        refuses("/registrant/name", "\"name\": \"Network Utopia\", ", "");
        refuses("/registrant/name", "Network Utopia", "A\\nDomain Name: B");
        refuses("/registrant/email", "alice@", "alice");
        refuses("/nameServers", "\"nameServers\"", "\"others\"");
        refuses("/nameServers/0", "{\"name\": \"dns1", "null, {\"name\": \"dns1");
        refuses("/nameServers/0/name", "dns1.networkutopia.com", "dns_1.networkutopia.com");
        refuses("/nameServers/0/name", "dns1.networkutopia.com\", \"address", "ns.nil.com\", \"x");
        refuses("/nameServers/0/addresses", "dns1.networkutopia.com", "ns.amazon.com");
        refuses("/nameServers/0/addresses", "\"address\"", "\"nothing\"");
        refuses("/nameServers/0/addresses/0", "212.212.212.1", "212.1");
        refuses("/nameServers/0/addresses/0", "212.212.212.1", "255.255.255.255");
        refuses("/nameServers/0/addresses/1", "\"212.212.212.1\"", "[\"::1\", \"::g\"]");
        refuses("/ds/0/keyTag", "\"registrant\"", "\"ds\": [{}], \"registrant\"");
        refuses("/ds/0", "\"registrant\"", "\"ds\": [null], \"registrant\"");
        var ds = "{\"keyTag\": 1, \"algorithm\": 13, \"digestType\": 2, \"digest\": \"abcd\"}";
        refuses("/ds/0/digest", "\"registrant\"", "\"ds\": [" + ds + "], \"registrant\"");
        var several = said(422, "POST", REGISTRATIONS, "{\"domain\": \"a..com\", \"years\": 0}");
        pointsAt("/domain", several);
        pointsAt("/years", several);
        pointsAt("/registrant/name", several);
        said(400, "POST", REGISTRATIONS, "[");
        pointsAt("/domain", said(422, "GET", "/api/dns/availability?domain=a..com", ""));
        said(404, "GET", "/api/dns/availability?domain=a.net", "");
        var reserved = get("/api/dns/availability?domain=nic.com");
        assertThat(reserved.path("reason").asString()).isEqualTo("nic.com is reserved");
        register();
        pointsAt("/years", said(422, "PATCH", UTOPIA, "{\"years\": 1}"));
        pointsAt("/nameServers", said(422, "PATCH", UTOPIA, "{\"nameServers\": []}"));
    }

    @Test
    void rdap_answers_in_its_own_words() throws Exception {
        register();
        var response = call("GET", "/rdap/domain/networkutopia.com", "");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/rdap+json");
        var domain = json.readTree(response.body());
        assertThat(domain.path("objectClassName").asString()).isEqualTo("domain");
        assertThat(domain.path("rdapConformance").toString()).isEqualTo("[\"rdap_level_0\"]");
        assertThat(domain.at("/events/2/eventAction").asString()).isEqualTo("expiration");
        assertThat(domain.at("/entities/0/vcardArray/1/1/3").asString())
                .isEqualTo("Network Utopia");
        assertThat(domain.at("/secureDNS/delegationSigned").toString()).isEqualTo("false");
        assertThat(domain.at("/port43").asString()).isEqualTo("whois.nic.com");
        assertThat(get("/api/dns/rdap/nameserver/dns1.networkutopia.com").path("ldhName"))
                .hasToString("\"dns1.networkutopia.com\"");
        assertThat(get("/rdap/help").path("notices")).isNotEmpty();
        assertThat(get("/rdap/domain/amazon.com").at("/nameservers/0/ldhName").asString())
                .isEqualTo("ns.amazon.com");
        for (var missing : List.of("domain/free.com", "domain/a.net", "nameserver/ns.free.com")) {
            assertThat(said(404, "GET", "/rdap/" + missing, "").path("errorCode").asInt())
                    .isEqualTo(404);
        }
        said(400, "GET", "/rdap/domain/a..com", "");
        said(400, "GET", "/rdap/nameserver/a_b", "");
        said(501, "GET", "/rdap/autnum/64496", "");
    }

    @Test
    void where_no_such_domain_is_served_there_is_no_registrar() throws Exception {
        stop();
        startWith("--labnet.world.here=a.root-servers.net,a.nic.com");
        pointsAt("/domain", said(422, "POST", REGISTRATIONS, BOOK.replace(".com", ".edu")));
        register();
        stop();
        startWith("--labnet.world.here=a.root-servers.net");
        assertThat(get(REGISTRATIONS).path("total").asInt()).isZero();
        said(404, "POST", REGISTRATIONS, BOOK);
        said(404, "GET", UTOPIA, "");
        said(404, "GET", "/api/dns/availability?domain=networkutopia.com", "");
        said(404, "GET", "/rdap/domain/networkutopia.com", "");
    }
}
