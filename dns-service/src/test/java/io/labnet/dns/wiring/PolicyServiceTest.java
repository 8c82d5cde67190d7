package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/** Policies over REST, and what comes of them. */
class PolicyServiceTest extends WholeService {
    private static final String ZONE = "/api/dns/zones/umass.edu";
    private static final String POLICY = ZONE + "/policies/cdn.umass.edu/A";
    private static final String SERVER = "127.53.2.1";

    PolicyServiceTest() throws IOException {}

    @BeforeEach
    void open() throws Exception {
        startWith();
        var set = "{\"ttl\": 60, \"data\": [\"127.80.0.7\", \"127.80.0.8\", \"127.80.0.9\"]}";
        done(200, "PUT", ZONE + "/records/cdn.umass.edu/A", set);
    }

    private HttpResponse<String> call(String method, String path, String ifMatch, String body)
            throws Exception {
        var request = request(method, path, body);
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode done(int status, String method, String path, String body) throws Exception {
        var response = call(method, path, "", body);
        assertThat(response.statusCode()).as(body + response.body()).isEqualTo(status);
        return json.readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    private List<String> told(String server) throws Exception {
        return Dig.at(server, DNS_PORT + offset, "cdn.umass.edu", Type.A)
                .getSection(Section.ANSWER)
                .stream()
                .map(Record::rdataToString)
                .toList();
    }

    private static final String ONE_ALONE =
            """
            {"kind": "weighted",
             "weights": {"127.80.0.7": 0, "127.80.0.8": 1, "127.80.0.9": 0}}\
            """;

    @Test
    void a_policy_is_in_force_at_once_survives_a_restart_and_can_be_taken_away() throws Exception {
        assertThat(told("127.0.0.1")).hasSize(3);
        assertThat(done(200, "PUT", POLICY, ONE_ALONE).path("state").asString())
                .isEqualTo("in force");
        assertThat(told(SERVER)).containsExactly("127.80.0.8");
        // The resolver of the same process has forgotten what it was told before.
        assertThat(told("127.0.0.1")).containsExactly("127.80.0.8");
        stop();
        startWith();
        assertThat(told(SERVER)).containsExactly("127.80.0.8");
        var all = done(200, "GET", ZONE + "/policies", "");
        assertThat(all.at("/items/0/weights/127.80.0.8").asInt()).isEqualTo(1);
        assertThat(all.at("/items/0/records/2/data").asString()).isEqualTo("127.80.0.9");
        done(204, "DELETE", POLICY, "");
        done(404, "DELETE", POLICY, "");
        done(404, "GET", POLICY, "");
        assertThat(told(SERVER)).hasSize(3);
    }

    @Test
    void the_zone_itself_has_the_whole_set_whatever_the_policy() throws Exception {
        var serial = done(200, "GET", ZONE, "").path("serial").asLong();
        done(200, "PUT", POLICY, ONE_ALONE);
        assertThat(call("GET", ZONE + "/file", "", "").body())
                .contains("127.80.0.7", "127.80.0.8", "127.80.0.9")
                .doesNotContain("weighted");
        assertThat(done(200, "GET", ZONE, "").path("serial").asLong()).isEqualTo(serial);
    }

    @Test
    void a_policy_is_put_unless_somebody_was_faster() throws Exception {
        done(200, "PUT", POLICY, ONE_ALONE);
        var tag = call("GET", POLICY, "", "").headers().firstValue("ETag").orElseThrow();
        var other = ONE_ALONE.replace("8\": 1", "8\": 2");
        assertThat(call("PUT", POLICY, tag, other).statusCode()).isEqualTo(200);
        assertThat(call("PUT", POLICY, tag, other).statusCode()).isEqualTo(412);
    }

    @Test
    void a_zone_turns_its_sets_and_no_longer() throws Exception {
        var rotation = ZONE + "/rotation";
        assertThat(done(200, "GET", rotation, "").path("rotates").asBoolean()).isFalse();
        done(200, "PUT", rotation, "{\"rotates\": true}");
        var first = told(SERVER);
        assertThat(told(SERVER)).hasSameElementsAs(first).isNotEqualTo(first);
        stop();
        startWith();
        assertThat(done(200, "GET", rotation, "").path("rotates").asBoolean()).isTrue();
        done(200, "PUT", rotation, "{\"rotates\": false}");
        assertThat(told(SERVER)).isEqualTo(told(SERVER));
        done(422, "PUT", rotation, "{}");
        done(404, "PUT", "/api/dns/zones/nobody.edu/rotation", "{\"rotates\": true}");
    }

    @Test
    void an_address_that_takes_no_connections_is_not_told() throws Exception {
        try (var up = new ServerSocket(0, 8, InetAddress.ofLiteral("127.80.0.7"))) {
            var health = "{\"check\": \"tcp\", \"port\": %d, \"interval\": \"1s\"}";
            var body = "{\"kind\": \"all\", \"health\": %s}".formatted(health);
            done(200, "PUT", POLICY, body.formatted(up.getLocalPort()));
            await().untilAsserted(() -> assertThat(told(SERVER)).containsExactly("127.80.0.7"));
        }
        var records = done(200, "GET", POLICY, "").path("records");
        assertThat(
                        records.valueStream()
                                .map(r -> r.path("health").asString())
                                .toList()
                                .subList(1, 3))
                .containsExactly("down", "down");
        assertThat(done(200, "GET", "/api/dns/counters", "").path("health-checks").asInt())
                .isPositive();
        // Nobody is there any more: all are told.
        await().untilAsserted(() -> assertThat(told(SERVER)).hasSize(3));
    }

    private void refuses(String pointer, String body) throws Exception {
        var problem = done(422, "PUT", POLICY, body.replace('\'', '"'));
        assertThat(problem.at("/errors/0/pointer").asString()).as(body).isEqualTo(pointer);
    }

    @Test
    void bad_policies_are_refused_and_the_field_is_named() throws Exception {
        refusesBadWeights();
        refusesBadSubnets();
        refusesBadChecks();
    }

    private void refusesBadWeights() throws Exception {
        refuses("/kind", "{}");
        refuses("/kind", "{'kind': 'best'}");
        refuses("/weights", "{'kind': 'weighted'}");
        refuses("/weights", "{'kind': 'weighted', 'weights': {}}");
        refuses("/weights", "{'kind': 'weighted', 'weights': {'127.80.0.7': 0}}");
        refuses("/weights/127.80.0.7", "{'kind': 'weighted', 'weights': {'127.80.0.7': -1}}");
        refuses("/weights/127.80.0.7", "{'kind': 'weighted', 'weights': {'127.80.0.7': 65536}}");
        refuses("/weights/127.80.0.7", "{'kind': 'weighted', 'weights': {'127.80.0.7': null}}");
        refuses("/weights/127.80", "{'kind': 'weighted', 'weights': {'127.80': 1}}");
        refuses("/weights/127.80.0.1", "{'kind': 'weighted', 'weights': {'127.80.0.1': 1}}");
        refuses("/subnets", "{'kind': 'weighted', 'weights': {'127.80.0.7': 1}, 'subnets': {}}");
        done(400, "PUT", POLICY, "[");
    }

    private void refusesSubnets(String pointer, String subnets) throws Exception {
        refuses(pointer, "{'kind': 'subnets', 'subnets': " + subnets + "}");
    }

    private void refusesBadSubnets() throws Exception {
        refusesSubnets("/subnets", "{}");
        refusesSubnets("/subnets/10.1", "{'10.1': ['127.80.0.7']}");
        refusesSubnets("/subnets/10.0.0.0~133", "{'10.0.0.0/33': ['127.80.0.7']}");
        refusesSubnets("/subnets/10.1.2.3~116", "{'10.1.2.3/16': ['127.80.0.7']}");
        refusesSubnets("/subnets/10.1.0.0~116", "{'10.1.0.0/16': []}");
        refusesSubnets("/subnets/10.1.0.0~116/0", "{'10.1.0.0/16': ['x']}");
        refusesSubnets("/subnets/10.1.0.0~116/1", "{'10.1.0.0/16': ['127.80.0.7', '127.0.0.9']}");
        refusesSubnets(
                "/subnets/0:0:0:0:0:0:0:1",
                "{'::1/128': ['127.80.0.7'], '0:0:0:0:0:0:0:1': ['127.80.0.7']}");
        refusesSubnets(
                "/otherwise/0", "{'10.1.0.0/16': ['127.80.0.7']}, 'otherwise': ['127.0.0.9']");
    }

    private void refusesHealth(String pointer, String health) throws Exception {
        refuses(pointer, "{'kind': 'all', 'health': " + health + "}");
    }

    private void refusesBadChecks() throws Exception {
        refuses("/health", "{'kind': 'all'}");
        refusesHealth("/health/check", "{'check': 'icmp', 'port': 80}");
        refusesHealth("/health/port", "{'check': 'tcp'}");
        refusesHealth("/health/port", "{'check': 'tcp', 'port': 65536}");
        refusesHealth("/health/interval", "{'check': 'tcp', 'port': 80, 'interval': 'often'}");
        refusesHealth("/health/interval", "{'check': 'tcp', 'port': 80, 'interval': '10ms'}");
        refusesHealth("/health/timeout", "{'check': 'tcp', 'port': 80, 'timeout': '1h'}");
    }

    @Test
    void sets_that_can_have_no_policy_are_refused() throws Exception {
        var weighted = "{\"kind\": \"weighted\", \"weights\": {\"dns.cs.umass.edu.\": 1}}";
        var problem = done(422, "PUT", ZONE + "/policies/umass.edu/NS", weighted);
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/type");
        done(404, "PUT", ZONE + "/policies/nobody.umass.edu/A", ONE_ALONE);
        done(404, "PUT", "/api/dns/zones/nobody.edu/policies/cdn.umass.edu/A", ONE_ALONE);
        done(422, "PUT", ZONE + "/policies/cdn.umass.edu/BANANA", ONE_ALONE);
        var key =
                """
                {"name": "umass.edu", "type": "DNSKEY", "ttl": 60,
                 "data": "256 3 13 AQPSKmynfzW4kyBv015MUG2DeIQ3"}\
                """;
        done(200, "PUT", POLICY, ONE_ALONE);
        done(201, "POST", ZONE + "/records", key);
        assertThat(done(409, "PUT", POLICY, ONE_ALONE).path("detail").asString())
                .contains("signed");
        assertThat(done(200, "GET", POLICY, "").path("state").asString())
                .isEqualTo("the zone is signed");
        assertThat(told(SERVER)).hasSize(3);
    }

    @Test
    void policies_go_with_their_zone() throws Exception {
        var lab =
                """
                {"name": "lab.example", "server": "ns.poly.edu", "file":
                 "@ 60 SOA ns root 1 60 60 3600 60\\n@ 60 NS ns\\nns 60 A 127.53.2.2\\n"}\
                """;
        var path = "/api/dns/zones/lab.example";
        var weighted = "{\"kind\": \"weighted\", \"weights\": {\"127.53.2.2\": 1}}";
        done(201, "POST", "/api/dns/zones", lab);
        done(200, "PUT", path + "/policies/ns.lab.example/A", weighted);
        done(204, "DELETE", path, "");
        done(201, "POST", "/api/dns/zones", lab);
        assertThat(done(200, "GET", path + "/policies", "").path("total").asInt()).isZero();
    }
}
