package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/** What people see of the resolver over REST: its arrows, its cache, its rules. */
class ResolverServiceTest extends WholeService {
    private static final String GAIA = "gaia.cs.umass.edu";

    ResolverServiceTest() throws IOException {}

    private void start(String... more) {
        var settings =
                Stream.concat(
                        Stream.of(
                                "--labnet.dns.resolver.roots=a.root-servers.net",
                                "--labnet.dns.resolver.prime=false"),
                        Stream.of(more));
        startWith(settings.toArray(String[]::new));
    }

    // The textbook's other picture: everybody asks the next one to go on.
    private void startRecursive() {
        start(
                "--labnet.dns.resolver.recursion-desired=true",
                "--labnet.dns.servers[0].recursive=true",
                "--labnet.dns.servers[0].name=a.root-servers.net",
                "--labnet.dns.servers[0].zones=.",
                "--labnet.dns.servers[1].recursive=true",
                "--labnet.dns.servers[1].name=a.nic.edu",
                "--labnet.dns.servers[1].zones=edu",
                "--labnet.dns.servers[2].name=dns.cs.umass.edu",
                "--labnet.dns.servers[2].zones=umass.edu");
    }

    private void ask(String name, int type) throws IOException {
        Dig.at("127.0.0.1", DNS_PORT + offset, name, type);
    }

    private static List<String> arrows(JsonNode resolution) {
        return resolution
                .path("arrows")
                .valueStream()
                .map(a ->
                        "(%s) %s > %s: %s"
                                .formatted(
                                        a.path("number").asString(),
                                        a.path("from").asString(),
                                        a.path("to").asString(),
                                        a.path("said").asString()))
                .toList();
    }

    private static void areIterated(List<String> arrows) {
        assertThat(arrows)
                .containsExactly(
                        "(1) 127.0.0.1 > dns.poly.edu: A gaia.cs.umass.edu?",
                        "(2) dns.poly.edu > a.root-servers.net: A edu?",
                        "(3) a.root-servers.net > dns.poly.edu: referral to edu (a.nic.edu)",
                        "(4) dns.poly.edu > a.nic.edu: A umass.edu?",
                        "(5) a.nic.edu > dns.poly.edu: referral to umass.edu (dns.cs.umass.edu)",
                        "(6) dns.poly.edu > dns.cs.umass.edu: A gaia.cs.umass.edu?",
                        "(7) dns.cs.umass.edu > dns.poly.edu: answer A 127.80.0.2",
                        "(8) dns.poly.edu > 127.0.0.1: answer A 127.80.0.2");
    }

    private static void areRecursive(List<String> arrows) {
        var question = "A gaia.cs.umass.edu?";
        var answer = "answer A 127.80.0.2";
        assertThat(arrows)
                .containsExactly(
                        "(1) 127.0.0.1 > dns.poly.edu: " + question,
                        "(2) dns.poly.edu > a.root-servers.net: " + question,
                        "(3) a.root-servers.net > a.nic.edu: " + question,
                        "(4) a.nic.edu > dns.cs.umass.edu: " + question,
                        "(5) dns.cs.umass.edu > a.nic.edu: " + answer,
                        "(6) a.nic.edu > a.root-servers.net: " + answer,
                        "(7) a.root-servers.net > dns.poly.edu: " + answer,
                        "(8) dns.poly.edu > 127.0.0.1: " + answer);
    }

    @Test
    void iterated_queries_are_eight_arrows_later_and_live() throws Exception {
        start();
        areIterated(arrows(live("dns.poly.edu")));
        areIterated(arrows(get("/api/dns/resolutions").at("/items/0")));
    }

    @Test
    void recursive_queries_are_the_other_eight_arrows_later_and_live() throws Exception {
        startRecursive();
        areRecursive(arrows(live("dns.poly.edu")));
        areRecursive(arrows(get("/api/dns/resolutions").at("/items/0")));
        var servers = get("/api/dns/servers").path("items").valueStream();
        assertThat(servers.map(s -> s.path("role").asString()))
                .containsExactly("recursing", "recursing", "authoritative", "recursive");
    }

    // The resolution of the question that is asked meanwhile, as watchers are told.
    private JsonNode live(String resolver) throws Exception {
        var request = HttpRequest.newBuilder(uri("/api/dns/resolutions/events")).build();
        var response = http.send(request, BodyHandlers.ofInputStream());
        var in = new InputStreamReader(response.body(), StandardCharsets.UTF_8);
        try (var lines = new BufferedReader(in)) {
            // The first comment says that the watcher has its place.
            assertThat(lines.readLine()).startsWith(":");
            ask(GAIA, Type.A);
            while (true) {
                var line = lines.readLine();
                if (line.startsWith("data:")) {
                    var resolution = json.readTree(line.substring("data:".length()));
                    if (resolution.path("resolver").asString().equals(resolver)) {
                        return resolution;
                    }
                }
            }
        }
    }

    private List<String> cached(String q) throws Exception {
        return get("/api/dns/cache?q=" + q)
                .path("items")
                .valueStream()
                .map(e -> e.path("name").asString() + " " + e.path("type").asString())
                .toList();
    }

    private void flush(String query) throws Exception {
        assertThat(call("DELETE", "/api/dns/cache?" + query, "").statusCode()).isEqualTo(204);
    }

    @Test
    void the_cache_shows_what_is_left_of_ttls_and_forgets_names_types_and_subtrees()
            throws Exception {
        start();
        for (var name : List.of(GAIA, "nobody.cs.umass.edu", "www.someschool.edu")) {
            ask(name, Type.A);
        }
        ask(GAIA, Type.MX);
        var entry = get("/api/dns/cache?q=" + GAIA).at("/items/0");
        assertThat(entry.path("ttl").asInt()).isBetween(1, 300);
        assertThat(entry.path("data").toString()).isEqualTo("[\"127.80.0.2\"]");
        assertThat(cached("cs.umass.edu"))
                .containsExactlyInAnyOrder(
                        "dns.cs.umass.edu A", GAIA + " A", GAIA + " MX", "nobody.cs.umass.edu *");
        flush("type=MX&name=" + GAIA);
        assertThat(cached(GAIA)).containsExactly(GAIA + " A");
        flush("name=nobody.cs.umass.edu");
        assertThat(cached("nobody")).isEmpty();
        flush("type=A&subtree=true&name=cs.umass.edu");
        assertThat(cached("cs.umass.edu")).isEmpty();
        assertThat(cached("someschool")).isNotEmpty();
        flush("type=A");
        assertThat(cached("www.someschool")).isEmpty();
        assertThat(cached("someschool")).containsExactly("someschool.edu NS");
    }

    @Test
    void a_rule_without_an_answer_is_refused() throws Exception {
        start();
        for (var answer : List.of("null", "[]", "[null]", "[\"filtered\"]")) {
            var rule = "{\"name\": \"a.edu\", \"answer\": " + answer + "}";
            var response = call("POST", "/api/dns/local-data", rule);
            assertThat(response.statusCode()).as(answer).isEqualTo(422);
            assertThat(response.body()).contains("\"pointer\":\"/answer\"");
        }
    }
}
