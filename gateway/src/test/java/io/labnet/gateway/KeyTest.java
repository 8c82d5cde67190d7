package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in, and what the others are told. */
class KeyTest {
    @TempDir static Path dataDir;
    private static FakeService dns;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        dns = new FakeService("dns");
        gateway = new RunningGateway(dataDir, dns);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        dns.close();
    }

    @Test
    void without_a_key_there_is_a_challenge_and_a_problem() throws Exception {
        for (var path : new String[] {"/api/dns/zones", "/api/services", "/api/exchanges", "/x"}) {
            var answer = get(path, null);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"labnet\"");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
            assertThat(answer.body()).contains("urn:labnet:problem:unauthorized");
        }
    }

    @Test
    void a_wrong_key_is_named_as_such() throws Exception {
        var answer = get("/api/dns/zones", "Bearer " + gateway.key.substring(1) + "x");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error=\"invalid_token\"");
        assertThat(answer.body()).contains("This is not the lab's admin key.");
    }

    @Test
    void the_key_counts_in_the_authorization_header_only() throws Exception {
        assertThat(get("/api/dns/zones?access_token=" + gateway.key, null).statusCode())
                .isEqualTo(401);
        assertThat(get("/api/dns/zones", "Basic " + gateway.key).statusCode()).isEqualTo(401);
    }

    @Test
    void metrics_need_the_key_and_health_does_not() throws Exception {
        assertThat(get("/actuator/prometheus", null).statusCode()).isEqualTo(401);
        assertThat(get("/actuator/health/readiness", null).body()).contains("UP");
        assertThat(gateway.get("/actuator/prometheus").body())
                .contains("labnet_gateway_rejected_total");
    }

    @Test
    void the_page_is_open_and_may_load_nothing_from_elsewhere() throws Exception {
        var page = get("/", null);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'", "frame-ancestors 'none'");
        assertThat(page.body()).doesNotContain("style=", "onclick", "https://");
    }

    @Test
    void whatever_is_open_to_get_is_open_to_head() throws Exception {
        for (var path : new String[] {"/", "/dashboard.js", "/actuator/health"}) {
            assertThat(head(path)).as(path).isEqualTo(200);
        }
        assertThat(head("/api/dns/zones")).isEqualTo(401);
    }

    private static int head(String path) throws Exception {
        var request = HttpRequest.newBuilder(gateway.at(path)).HEAD();
        return gateway.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Test
    void a_path_that_could_be_read_in_two_ways_is_refused() throws Exception {
        for (var path : new String[] {"/api//dns/zones", "/api/dns;x/zones", "/api/%2e%2e/x"}) {
            var answer = gateway.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
        }
    }

    @Test
    void no_session_is_opened() throws Exception {
        assertThat(gateway.get("/api/services").headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void the_turned_away_are_counted() throws Exception {
        var before = counter("rejected");
        get("/api/dns/zones", null);
        assertThat(counter("rejected")).isEqualTo(before + 1);
        assertThat(counter("requests")).isGreaterThan(before);
    }

    @Test
    void a_restart_keeps_the_key_even_when_its_file_is_gone() throws Exception {
        var kept = Files.createTempDirectory(dataDir, "again");
        String key;
        try (var first = new RunningGateway(kept, dns)) {
            key = first.key;
        }
        Files.move(kept.resolve("admin-key"), kept.resolve("moved"));
        Files.writeString(kept.resolve("admin-key"), "not-the-key-at-all");
        try (var second = new RunningGateway(kept, dns)) {
            assertThat(second.get("/api/services").statusCode()).isEqualTo(401);
            var request =
                    HttpRequest.newBuilder(second.at("/api/services"))
                            .header("Authorization", "Bearer " + key);
            assertThat(second.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void in_a_container_with_a_given_key_nothing_is_written() throws Exception {
        var folder = Files.createTempDirectory(dataDir, "container");
        var arguments =
                List.of(
                        "--spring.profiles.active=containers",
                        "--labnet.admin-key=" + "k".repeat(16));
        var names = RunningGateway.offering(new ScriptedNames());
        try (var container = new RunningGateway(folder.resolve("data"), names, arguments)) {
            assertThat(container.get("/api/services").body())
                    .contains("http://dns-admin:8053", "http://peers-admin:8068", "\"total\":7");
            assertThat(container.get("/api/services/gateway").statusCode()).isEqualTo(200);
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static double counter(String name) throws Exception {
        var json = gateway.get("/api/gateway/counters").body();
        return Double.parseDouble(json.replaceAll(".*\"" + name + "\":([0-9.]+).*", "$1"));
    }

    private static HttpResponse<String> get(String path, @Nullable String authorization)
            throws Exception {
        var request = HttpRequest.newBuilder(gateway.at(path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return gateway.send(request, BodyHandlers.ofString());
    }
}
