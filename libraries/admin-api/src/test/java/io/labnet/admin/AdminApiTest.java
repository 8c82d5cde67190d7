package io.labnet.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.tea.TeaService;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole small service, started as every service is, and asked over real HTTP. */
class AdminApiTest {
    private static ConfigurableApplicationContext context;
    private static String base;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        context =
                ServiceStart.of(TeaService.class, "tea-service")
                        .run("--server.port=0", "--labnet.noun=tea");
        base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void a_list_comes_in_pages() throws Exception {
        assertThat(get("/api/tea/leaves?page=1&size=1").body())
                .isEqualTo("{\"items\":[{\"name\":\"ceylon\"}],\"page\":1,\"size\":1,\"total\":2}");
    }

    @Test
    void a_page_beyond_the_end_is_empty() throws Exception {
        assertThat(get("/api/tea/leaves?page=2147483647&size=1000").body())
                .contains("\"items\":[]")
                .contains("\"total\":2");
    }

    @Test
    void a_missing_thing_is_a_problem_that_names_it() throws Exception {
        var response = get("/api/tea/leaves/mint");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(response.body())
                .contains("\"type\":\"urn:labnet:problem:not-found\"")
                .contains("\"detail\":\"There is no leaf mint.\"");
    }

    @Test
    void a_bad_field_is_pointed_at() throws Exception {
        var response = post("/api/tea/pots", "{\"cups\":[{\"sugars\":1},{\"sugars\":9}]}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("\"pointer\":\"/cups/1/sugars\"");
    }

    @Test
    void a_body_that_is_not_json_is_a_problem() throws Exception {
        var response = post("/api/tea/pots", "{\"cups\":");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("urn:labnet:problem:unreadable");
    }

    @Test
    void no_more_is_read_than_an_admin_needs() throws Exception {
        var blanks = " ".repeat(BoundedBodies.BYTES_MAX - "{\"cups\":[]}".length());

        assertThat(post("/api/tea/pots", blanks + "{\"cups\":[]}").statusCode()).isEqualTo(200);

        var response = post("/api/tea/pots", blanks + " {\"cups\":[]}");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body())
                .contains("urn:labnet:problem:too-large", "longer than 1,048,576 bytes");
    }

    @Test
    void a_query_that_cannot_be_decoded_is_a_problem() throws Exception {
        try (var socket = new Socket("127.0.0.1", URI.create(base).getPort())) {
            var request = "GET /api/tea/leaves?page=%zz HTTP/1.0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 400")
                    .contains("urn:labnet:problem:unreadable");
        }
    }

    @Test
    void what_is_to_be_thrown_away_is_not_everything_because_of_a_slip_of_the_pen()
            throws Exception {
        assertThat(delete("/api/tea/leaves?name=assam").statusCode()).isEqualTo(204);
        assertThat(delete("/api/tea/leaves").statusCode()).isEqualTo(204);

        var refused = delete("/api/tea/leaves?nmae=assam");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"pointer\":\"/nmae\"", "no parameter nmae here");
    }

    @Test
    void a_bug_of_ours_keeps_its_cause_to_itself() throws Exception {
        var response = get("/api/tea/leaves/broken");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("urn:labnet:problem:internal")
                .doesNotContain("secret cause")
                .doesNotContain("Exception");
    }

    @Test
    void counters_are_the_services_own_added_up_over_tags() throws Exception {
        assertThat(get("/api/tea/counters").body()).isEqualTo("{\"cups\":3.0}");
    }

    @Test
    void readiness_and_prometheus_are_there() throws Exception {
        assertThat(get("/actuator/health/readiness").body()).contains("\"UP\"");
        assertThat(get("/actuator/prometheus").body())
                .contains("labnet_tea_cups_total{size=\"small\"} 2.0");
    }

    @Test
    void a_stream_brings_one_event_after_another() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + "/api/tea/events")).build();
        var response = CLIENT.send(request, BodyHandlers.ofLines());

        try (var lines = response.body()) {
            assertThat(lines.filter(line -> line.startsWith("data:")).limit(2))
                    .containsExactly(
                            "data:{\"name\":\"minute 0\"}", "data:{\"name\":\"minute 1\"}");
        }
    }

    @Test
    @Timeout(8)
    void a_stream_says_something_every_other_second() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + "/api/tea/events")).build();
        try (var lines = CLIENT.send(request, BodyHandlers.ofLines()).body()) {
            assertThat(lines.filter(line -> line.startsWith(":")).limit(3)).hasSize(3);
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> delete(String path)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path)).DELETE().build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String json)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    @Test
    void strangers_are_told_their_health_and_no_more() throws Exception {
        try (var closed =
                ServiceStart.of(TeaService.class, "tea-service")
                        .run(
                                "--server.port=0",
                                "--labnet.noun=tea",
                                "--labnet.admin.clients=127.9.9.9,10.0.0.0/8")) {
            var port = closed.getEnvironment().getProperty("local.server.port");
            var stranger = URI.create("http://127.0.0.1:" + port);
            var refused = ask(stranger.resolve("/api/tea/leaves"));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(refused.body()).contains("urn:labnet:problem:forbidden", "the gateway");
            assertThat(ask(stranger.resolve("/actuator/prometheus")).statusCode()).isEqualTo(403);
            assertThat(ask(stranger.resolve("/actuator/health/liveness")).statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> ask(URI uri) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
