package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.labnet.dns.peers.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/** The whole service: the world of the book on a port of its own, seen by DNS and by REST. */
class DnsServiceTest extends WholeService {
    private static final String RECORDS = "/api/dns/zones/umass.edu/records";

    DnsServiceTest() throws IOException {}

    @BeforeEach
    void start() {
        startWith();
    }

    private void add(String name, String type, String data) throws Exception {
        var body =
                """
                {"name": "%s", "type": "%s", "ttl": 60, "data": "%s"}\
                """
                        .formatted(name, type, data);
        var response = call("POST", RECORDS, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location"))
                .hasValue(RECORDS + "/" + name + "/" + type);
    }

    private Message dig(String server, String name, int type) throws IOException {
        return Dig.at(server, DNS_PORT + offset, name, type);
    }

    private List<String> resolved(String name) throws IOException {
        var reply = dig("127.0.0.1", name, Type.A);
        return reply.getRcode() != Rcode.NOERROR
                ? List.of(Rcode.string(reply.getRcode()))
                : reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    @Test
    void a_name_is_searched_for_from_the_root_down_and_each_step_can_be_seen() throws Exception {
        assertThat(resolved("gaia.cs.umass.edu")).containsExactly("127.80.0.2");
        var steps = get("/api/dns/resolutions").at("/items/0/steps");
        assertThat(steps.valueStream().map(s -> s.path("server").asString()))
                .hasSize(3)
                .endsWith("a.nic.edu", "dns.cs.umass.edu")
                .first(STRING)
                // Whichever was the quicker one when it was asked who the others are.
                .matches("[ab]\\.root-servers\\.net");
        assertThat(steps.valueStream().map(s -> s.path("kind").asString()))
                .containsExactly("referral", "referral", "answer");
        assertThat(get("/api/dns/resolutions/1").path("question").asString())
                .isEqualTo("A gaia.cs.umass.edu");
        assertThat(call("GET", "/api/dns/resolutions/99", "").statusCode()).isEqualTo(404);
        var exchanges = get("/api/dns/exchanges").path("items").valueStream();
        assertThat(exchanges.map(e -> e.path("summary").asString()))
                .contains(
                        "A umass.edu: referral to umass.edu (dns.cs.umass.edu)",
                        "A gaia.cs.umass.edu: 127.80.0.2");
    }

    @Test
    void every_name_of_the_world_resolves() throws Exception {
        assertThat(resolved("www.someschool.edu")).containsExactly("127.80.0.1");
        assertThat(resolved("www.amazon.com")).containsExactly("shop.amazon.com.", "127.80.0.3");
        assertThat(resolved("proxy.poly.edu")).containsExactly("127.0.0.1");
        assertThat(resolved("torrent.pbs.org")).containsExactly("127.69.0.1");
        assertThat(resolved("a.root-servers.net")).containsExactly("127.53.0.1");
        assertThat(resolved("networkutopia.com")).containsExactly("NXDOMAIN");
        var pointer = dig("127.0.0.1", "2.0.25.127.in-addr.arpa", Type.PTR);
        assertThat(pointer.getSection(Section.ANSWER).getFirst().rdataToString())
                .isEqualTo("mail.hamburger.edu.");
    }

    @Test
    void a_record_added_over_rest_resolves_at_once_even_where_there_was_none() throws Exception {
        assertThat(resolved("new.umass.edu")).containsExactly("NXDOMAIN");
        add("new.umass.edu", "A", "127.80.0.9");
        assertThat(resolved("new.umass.edu")).containsExactly("127.80.0.9");
        assertThat(call("DELETE", RECORDS + "/new.umass.edu/A", "").statusCode()).isEqualTo(204);
        assertThat(resolved("new.umass.edu")).containsExactly("NXDOMAIN");
    }

    @Test
    void a_wildcard_added_over_rest_stands_for_names_that_did_not_exist() throws Exception {
        assertThat(resolved("x.lab.umass.edu")).containsExactly("NXDOMAIN");
        add("*.lab.umass.edu", "A", "127.80.0.9");
        assertThat(resolved("x.lab.umass.edu")).containsExactly("127.80.0.9");
        var set = get(RECORDS + "/*.lab.umass.edu/A");
        assertThat(set.at("/items/0/data").asString()).isEqualTo("127.80.0.9");
    }

    @Test
    void a_change_survives_a_restart() throws Exception {
        var serial = get("/api/dns/zones/umass.edu").path("serial").asLong();
        add("kept.umass.edu", "A", "127.80.0.9");
        stop();
        start();
        assertThat(resolved("kept.umass.edu")).containsExactly("127.80.0.9");
        assertThat(get("/api/dns/zones/umass.edu").path("serial").asLong()).isEqualTo(serial + 1);
    }

    @Test
    void zones_and_records_are_listed() throws Exception {
        assertThat(get("/api/dns/zones").path("total").asInt()).isEqualTo(15);
        assertThat(get("/api/dns/zones/root").path("name").asString()).isEqualTo(".");
        var found = get(RECORDS + "?q=gaia.cs&size=1");
        assertThat(found.path("total").asInt()).isEqualTo(2);
        assertThat(found.path("items").size()).isEqualTo(1);
        assertThat(call("GET", "/api/dns/zones/umass.edu/file", "").body())
                .contains("gaia.cs.umass.edu.\t300\tIN\tA\t127.80.0.2");
        assertThat(get("/api/dns/servers").path("total").asInt()).isEqualTo(16);
    }

    @Test
    void bad_wishes_are_refused_and_the_field_is_named() throws Exception {
        refuses(422, "/name", "www.poly.edu", "A", "60", "127.0.0.1");
        refuses(422, "/name", "a..umass.edu", "A", "60", "127.0.0.1");
        refuses(422, "/type", "x.umass.edu", "BANANA", "60", "127.0.0.1");
        refuses(422, "/type", "x.umass.edu", "AXFR", "60", "127.0.0.1");
        refuses(422, "/data", "x.umass.edu", "A", "60", "127.0.0");
        refuses(422, "/data", "x.umass.edu", "A", "60", "");
        refuses(422, "/data", "x.umass.edu", "A", "60", "127.0.0.1\\nwww A 127.0.0.2");
        refuses(422, "/ttl", "x.umass.edu", "A", "-1", "127.0.0.1");
        refuses(422, "/ttl", "x.umass.edu", "A", "2147483648", "127.0.0.1");
        refuses(409, "", "gaia.cs.umass.edu", "CNAME", "60", "www.umass.edu");
        refuses(409, "", "www.umass.edu", "A", "60", "127.0.0.1");
        refuses(409, "", "umass.edu", "SOA", "60", "a. b. 1 2 3 4 5");
        assertThat(call("POST", RECORDS, "[").statusCode()).isEqualTo(400);
        assertThat(call("POST", RECORDS, "{}").statusCode()).isEqualTo(422);
        assertThat(call("POST", "/api/dns/zones/nobody.edu/records", "{}").statusCode())
                .isEqualTo(404);
        assertThat(call("DELETE", RECORDS + "/nobody.umass.edu/A", "").statusCode()).isEqualTo(404);
        assertThat(call("DELETE", RECORDS + "/umass.edu/SOA", "").statusCode()).isEqualTo(409);
    }

    private void refuses(
            int status, String pointer, String name, String type, String ttl, String data)
            throws Exception {
        var body =
                """
                {"name": "%s", "type": "%s", "ttl": %s, "data": "%s"}\
                """
                        .formatted(name, type, ttl, data);
        var response = call("POST", RECORDS, body);
        assertThat(response.statusCode()).as(body + response.body()).isEqualTo(status);
        var problem = json.readTree(response.body());
        assertThat(problem.path("type").asString()).startsWith("urn:labnet:problem:");
        assertThat(problem.at("/errors/0/pointer").asString("")).isEqualTo(pointer);
    }

    private JsonNode made(int status, String method, String path, String body) throws Exception {
        var response = call(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return json.readTree(response.body());
    }

    private static final String LAB =
            """
            {"name": "lab.example", "server": "ns.poly.edu",
             "file": "@ 60 SOA ns root 7 60 60 3600 60\\n@ 60 NS ns\\nns 60 A 127.53.2.2\\n"}\
            """;

    @Test
    void a_zone_made_over_rest_is_served_by_its_server_alone_and_survives_a_restart()
            throws Exception {
        assertThat(made(201, "POST", "/api/dns/zones", LAB).path("serial").asInt()).isEqualTo(7);
        made(409, "POST", "/api/dns/zones", LAB);
        stop();
        start();
        var name = "ns.lab.example";
        assertThat(dig("127.53.2.2", name, Type.A).getSection(Section.ANSWER)).hasSize(1);
        assertThat(dig("127.53.2.1", name, Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        var servers = get("/api/dns/servers?q=ns.poly.edu");
        assertThat(servers.at("/items/0/zones").toString()).contains("lab.example");
        assertThat(call("DELETE", "/api/dns/zones/lab.example", "").statusCode()).isEqualTo(204);
        assertThat(dig("127.53.2.2", name, Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        stop();
        start();
        made(404, "GET", "/api/dns/zones/lab.example", "");
        made(409, "DELETE", "/api/dns/zones/umass.edu", "");
    }

    @Test
    void bad_zones_are_refused_whole_and_the_old_one_serves_on() throws Exception {
        var bad = LAB.replace("ns 60 A 127.53.2.2", "ns 60 A 127.53");
        var problem = made(422, "POST", "/api/dns/zones", bad);
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/file");
        assertThat(problem.path("detail").asString()).contains("line 3");
        made(422, "POST", "/api/dns/zones", LAB.replace("ns.poly.edu", "ns.nobody.edu"));
        made(422, "POST", "/api/dns/zones", LAB.replace("lab.example", "lab..example"));
        var text = "@ 60 SOA ns root 7 60 60 3600 60\n@ 60 NS ns\nwww CNAME a\nwww A 127.0.0.1\n";
        assertThat(put("/api/dns/zones/umass.edu/file", "text/plain", "", text).statusCode())
                .isEqualTo(422);
        var large = text + "é".repeat(8 << 20);
        assertThat(put("/api/dns/zones/umass.edu/file", "text/plain", "", large).body())
                .contains("more than 16777216 bytes");
        assertThat(resolved("gaia.cs.umass.edu")).containsExactly("127.80.0.2");
    }

    private HttpResponse<String> put(String path, String type, String ifMatch, String body)
            throws Exception {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofString(body));
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void a_zone_is_replaced_by_a_master_file_of_the_version_that_was_seen() throws Exception {
        var path = "/api/dns/zones/umass.edu/file";
        var file = call("GET", path, "");
        var tag = file.headers().firstValue("ETag").orElseThrow();
        var serial = get("/api/dns/zones/umass.edu").path("serial").asLong();
        var text = file.body() + "put.umass.edu. 60 A 127.80.0.9\n";
        var done = put(path, "text/plain", tag, text);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(json.readTree(done.body()).path("serial").asLong()).isEqualTo(serial + 1);
        assertThat(resolved("put.umass.edu")).containsExactly("127.80.0.9");
        assertThat(put(path, "text/plain", tag, text).statusCode()).isEqualTo(412);
    }

    @Test
    void a_set_is_put_as_a_whole_unless_somebody_was_faster() throws Exception {
        var path = RECORDS + "/put.umass.edu/A";
        var type = "application/json";
        var first = put(path, type, "", "{\"ttl\": 60, \"data\": [\"127.80.0.8\"]}");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        var tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(call("GET", path, "").headers().firstValue("ETag")).hasValue(tag);
        var second = "{\"ttl\": 60, \"data\": [\"127.80.0.8\", \"127.80.0.9\"]}";
        assertThat(put(path, type, tag, second).statusCode()).isEqualTo(200);
        assertThat(put(path, type, tag, second).statusCode()).isEqualTo(412);
        assertThat(resolved("put.umass.edu")).containsExactlyInAnyOrder("127.80.0.8", "127.80.0.9");
        assertThat(put(path, type, "", "{\"data\": []}").statusCode()).isEqualTo(422);
    }

    @Test
    void several_changes_are_made_at_once_or_none() throws Exception {
        add("old.umass.edu", "A", "127.80.0.8");
        var serial = get("/api/dns/zones/umass.edu").path("serial").asLong();
        var changes = "/api/dns/zones/umass.edu/changes";
        var body =
                """
                {"remove": [{"name": "old.umass.edu", "type": "A"}],
                 "add": [{"name": "a.umass.edu", "type": "A", "data": "127.80.0.9"},
                         {"name": "b.umass.edu", "type": "%s", "data": "a.umass.edu."}]}\
                """;
        var done = made(200, "POST", changes, body.formatted("CNAME"));
        assertThat(done.path("serial").asLong()).isEqualTo(serial + 1);
        assertThat(resolved("b.umass.edu")).containsExactly("a.umass.edu.", "127.80.0.9");
        assertThat(resolved("old.umass.edu")).containsExactly("NXDOMAIN");
        var bad = made(422, "POST", changes, body.formatted("A"));
        assertThat(bad.at("/errors/0/pointer").asString()).isEqualTo("/add/1/data");
    }

    @Test
    void nsupdate_with_the_labs_own_key_changes_a_zone_and_it_is_seen_at_once() throws Exception {
        assertThat(resolved("new.umass.edu")).containsExactly("NXDOMAIN");
        var key = folder.resolve("dns").resolve("labnet.key").toString();
        var commands =
                """
                server 127.53.2.1 %d
                zone umass.edu
                prereq nxdomain new.umass.edu
                update add new.umass.edu 60 A 127.80.0.9
                send
                """
                        .formatted(DNS_PORT + offset);
        var nsupdate = Program.required("nsupdate");
        assertThat(Program.run(commands, nsupdate, "-k", key)).isEmpty();
        assertThat(resolved("new.umass.edu")).containsExactly("127.80.0.9");
        assertThat(Program.run(commands, nsupdate, "-k", key)).contains("YXDOMAIN");
        // The server of another zone does not change this one.
        var elsewhere = commands.replace("127.53.2.1", "127.53.1.1");
        assertThat(Program.run(elsewhere, nsupdate, "-k", key)).contains("NOTAUTH");
    }

    @Test
    void the_lab_has_a_key_that_only_its_owner_can_read() throws Exception {
        var file = folder.resolve("dns").resolve("labnet.key");
        assertThat(Files.readString(file)).contains("key \"labnet\"", "algorithm hmac-sha256;");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var before = Files.readString(file);
        stop();
        start();
        assertThat(file).hasContent(before);
    }

    @Test
    void the_cache_can_be_seen_and_flushed() throws Exception {
        resolved("gaia.cs.umass.edu");
        resolved("nobody.umass.edu");
        var entries = get("/api/dns/cache?q=umass.edu").path("items");
        assertThat(entries.valueStream().map(e -> e.path("name") + " " + e.path("source")))
                .contains(
                        "\"gaia.cs.umass.edu\" \"answer\"",
                        "\"nobody.umass.edu\" \"answer\"",
                        "\"umass.edu\" \"referral\"",
                        "\"dns.cs.umass.edu\" \"glue\"");
        assertThat(call("DELETE", "/api/dns/cache?name=gaia.cs.umass.edu&type=MX", "").statusCode())
                .isEqualTo(204);
        assertThat(get("/api/dns/cache?q=gaia").path("total").asInt()).isEqualTo(1);
        assertThat(call("DELETE", "/api/dns/cache?name=a..b", "").statusCode()).isEqualTo(422);
        call("DELETE", "/api/dns/cache?name=cs.umass.edu&subtree=true", "");
        assertThat(get("/api/dns/cache?q=gaia").path("total").asInt()).isZero();
        assertThat(get("/api/dns/counters").path("cache-entries").asInt()).isPositive();
        assertThat(call("DELETE", "/api/dns/cache", "").statusCode()).isEqualTo(204);
        assertThat(get("/api/dns/cache").path("total").asInt()).isZero();
    }

    @Test
    void a_name_can_be_blocked_or_given_another_address_and_that_survives_a_restart()
            throws Exception {
        assertThat(resolved("gaia.cs.umass.edu")).containsExactly("127.80.0.2");
        assertThat(rule("*.cs.umass.edu", "NXDOMAIN").statusCode()).isEqualTo(201);
        assertThat(resolved("gaia.cs.umass.edu")).containsExactly("NXDOMAIN");
        var response = rule("gaia.cs.umass.edu", "127.80.0.9");
        assertThat(response.headers().firstValue("Location"))
                .hasValue("/api/dns/local-data/gaia.cs.umass.edu");
        assertThat(resolved("gaia.cs.umass.edu")).containsExactly("127.80.0.9");
        stop();
        start();
        assertThat(resolved("gaia.cs.umass.edu")).containsExactly("127.80.0.9");
        assertThat(get("/api/dns/local-data").at("/items/0/answer/0").asString())
                .isEqualTo("NXDOMAIN");
        assertThat(get("/api/dns/counters").path("local-answers").asInt()).isEqualTo(1);
        for (var name : List.of("*.cs.umass.edu", "gaia.cs.umass.edu")) {
            var path = "/api/dns/local-data/" + name;
            assertThat(call("DELETE", path, "").statusCode()).isEqualTo(204);
            assertThat(call("DELETE", path, "").statusCode()).isEqualTo(404);
        }
        assertThat(resolved("gaia.cs.umass.edu")).containsExactly("127.80.0.2");
    }

    private HttpResponse<String> rule(String name, String answer) throws Exception {
        var body =
                """
                {"name": "%s", "answer": ["%s"]}\
                """
                        .formatted(name, answer);
        return call("POST", "/api/dns/local-data", body);
    }

    @Test
    void a_rule_that_cannot_be_is_refused_and_the_field_is_named() throws Exception {
        assertThat(rule("gaia.cs.umass.edu", "maybe").body()).contains("\"pointer\":\"/answer\"");
        assertThat(rule("a..b", "NODATA").body()).contains("\"pointer\":\"/name\"");
        assertThat(call("POST", "/api/dns/local-data", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void resolutions_are_told_live() throws Exception {
        var events = HttpRequest.newBuilder(uri("/api/dns/resolutions/events")).build();
        var response = http.send(events, BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            // The first comment says that the watcher has its place.
            assertThat(lines.readLine()).startsWith(":");
            resolved("gaia.cs.umass.edu");
            var line = lines.readLine();
            while (!line.startsWith("data:")) {
                line = lines.readLine();
            }
            var arrows = json.readTree(line.substring("data:".length())).path("arrows");
            assertThat(arrows.size()).isEqualTo(8);
            assertThat(arrows.at("/1/to").asString()).endsWith("root-servers.net");
        }
    }

    @Test
    void a_port_that_is_taken_fails_the_start_with_its_name() {
        assertThatThrownBy(this::startAgain)
                .hasStackTraceContaining("cannot listen at UDP 127.53.0.1:" + (DNS_PORT + offset));
    }

    private void startAgain() {
        var running = context;
        try {
            start();
        } finally {
            context = running;
        }
    }
}
