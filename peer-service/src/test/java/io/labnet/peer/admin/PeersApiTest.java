package io.labnet.peer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.admin.ServiceStart;
import io.labnet.peer.PeerServiceApplication;
import io.labnet.peer.house.TestTracker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service, with a tracker of the test, over REST. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeersApiTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private TestTracker tracker;
    private ConfigurableApplicationContext service;
    private String base;

    @TempDir Path folder;

    @BeforeAll
    void start() throws Exception {
        tracker = new TestTracker();
        service = started();
        base = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
    }

    private ConfigurableApplicationContext started() {
        return ServiceStart.of(PeerServiceApplication.class, PeerServiceApplication.NAME)
                .run(
                        "--server.port=0",
                        "--labnet.data-dir=" + folder,
                        "--labnet.peers.port=0",
                        "--labnet.peers.first-address=127.69.202.3",
                        "--labnet.peers.seed.address=127.69.202.2",
                        "--labnet.peers.seed.length-bytes=1000000",
                        "--labnet.peers.seed.announce=" + tracker.uri("/announce"),
                        "--labnet.peers.seed.publish=" + tracker.uri("/torrents"));
    }

    @AfterAll
    void stop() {
        service.close();
        tracker.close();
        http.close();
    }

    @Test
    void is_ready_once_the_seed_is_published_and_announced() throws Exception {
        ready();
        assertThat(get("/actuator/health/readiness").body()).contains("\"status\":\"UP\"");
        assertThat(tracker.events()).contains("127.69.202.2 started");
        assertThat(get("/api/peers/seed").body())
                .contains("\"state\":\"SEEDING\"", "\"address\":\"127.69.202.2\"");
    }

    @Test
    void a_peer_is_started_watched_and_stopped() throws Exception {
        ready();
        var started = post(wish("\"name\":\"one\",\"downloadLimitBytesPerSecond\":400000"));
        assertThat(started.statusCode()).isEqualTo(201);
        assertThat(started.headers().firstValue("Location")).hasValue("/api/peers/one");
        assertThat(get("/api/peers/one/content").statusCode()).isEqualTo(409);
        assertThat(get("/api/peers?q=one").body()).contains("\"name\":\"one\"", "\"total\":1");
        await().atMost(SOON)
                .until(() ->
                        get("/api/peers/one/connections").body().contains("\"amInterested\":true"));
        assertThat(get("/api/peers/one/connections").body())
                .contains("127.69.202.2", "\"client\":\"-LN0100-");

        await().atMost(SOON)
                .until(() -> get("/api/peers/one").body().contains("\"state\":\"SEEDING\""));
        var theirs = bytes("/api/peers/one/content");
        assertThat(theirs).hasSize(1_000_000).isEqualTo(bytes("/api/peers/seed/content"));
        assertThat(get("/api/peers/counters").body()).contains("\"pieces-failed\":0.0");
        assertThat(get("/api/peers/exchanges?q=handshake").body()).contains("127.69.202.2:");

        assertThat(delete("/api/peers/one").statusCode()).isEqualTo(204);
        assertThat(get("/api/peers/one").statusCode()).isEqualTo(404);
        assertThat(tracker.events()).contains("127.69.202.3 stopped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 422 | /torrent",
                "{\"torrent\":\"http://192.0.2.1/x\"} | 422 | outside of the lab",
                "{\"torrent\":\"file:///etc/passwd\"} | 422 | not an http: address",
                "{\"torrent\":\"http://127.0.0.1:1/x\"} | 422 | cannot be fetched",
                "{\"torrent\":\"TRACKER/announce\"} | 422 | no torrent file",
                "{\"torrent\":\"TRACKER/nothing\"} | 422 | 404",
                "{\"torrent\":\"TRACKER/torrents\",\"name\":\"../x\"} | 422 | /name",
                "{\"torrent\":\"TRACKER/torrents\",\"name\":\"seed\"} | 422 | already",
                "{\"torrent\":\"http://a\",\"uploadLimitBytesPerSecond\":-1} | 422 | /upload",
                "{\"torrent\": | 400 | cannot be read",
                "{\"torrent\":\"a b\"} | 400 | cannot be read",
            })
    void a_wish_that_cannot_be_is_a_problem(String wish, int status, String said) throws Exception {
        ready();
        var answer = post(wish.replace("TRACKER", tracker.uri("").toString()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.body()).contains(said);
    }

    @Test
    void the_seed_stays() throws Exception {
        assertThat(delete("/api/peers/seed").statusCode()).isEqualTo(409);
        assertThat(delete("/api/peers/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void progress_is_told_live() throws Exception {
        var events = HttpRequest.newBuilder(URI.create(base + "/api/peers/events")).build();
        try (var lines = http.send(events, BodyHandlers.ofLines()).body()) {
            assertThat(lines.filter(line -> line.startsWith("data:")).findFirst())
                    .hasValueSatisfying(data -> assertThat(data).contains("\"name\":\"seed\""));
        }
    }

    private void ready() {
        await().atMost(SOON).until(() -> get("/actuator/health/readiness").statusCode() == 200);
    }

    private String wish(String more) {
        return "{\"torrent\":\"" + tracker.uri("/torrents") + "\"," + more + "}";
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
    }

    private byte[] bytes(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(base + path)).build(),
                        BodyHandlers.ofByteArray())
                .body();
    }

    private HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path)).DELETE().build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String json) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + "/api/peers"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }
}
