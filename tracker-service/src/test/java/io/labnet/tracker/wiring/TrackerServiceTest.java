package io.labnet.tracker.wiring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.admin.ServiceStart;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.tracker.TrackerServiceApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service, as it is started. */
class TrackerServiceTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path dataDir;

    @Test
    void a_published_torrent_is_hosted_tracked_and_still_there_after_a_restart() throws Exception {
        var file = torrentFile("content");
        try (var context = start()) {
            var created = post(context, "?name=demo", file);
            assertThat(created.statusCode()).isEqualTo(201);
            assertThat(created.headers().firstValue("Location"))
                    .hasValue("/api/tracker/torrents/demo");
            assertThat(post(context, "?name=demo", file).statusCode()).isEqualTo(200);
            assertThat(post(context, "?name=demo", torrentFile("other")).statusCode())
                    .isEqualTo(409);
        }
        try (var context = start()) {
            var hash = Metainfo.parse(file).infoHash();
            announce(context, AnnounceRequest.of(hash, id(1), 7001, 7, AnnounceEvent.STARTED));
            announce(context, AnnounceRequest.of(hash, id(1), 7001, 0, AnnounceEvent.COMPLETED));
            announce(context, AnnounceRequest.of(hash, id(2), 7002, 3, AnnounceEvent.STARTED));

            assertThat(api(context, "/torrents/demo"))
                    .isEqualTo(
                            "{\"name\":\"demo\",\"infoHash\":\""
                                    + hash
                                    + "\",\"lengthBytes\":7,\"pieces\":1,"
                                    + "\"seeds\":1,\"leechers\":1,\"completed\":1}");
            assertThat(api(context, "/torrents?q=dem")).contains("\"total\":1");
            assertThat(api(context, "/swarms"))
                    .contains("\"infoHash\":\"" + hash + "\",\"seeds\":1,\"leechers\":1");
            assertThat(api(context, "/swarms/" + hash + "/peers?size=1"))
                    .contains("\"address\":\"127.0.0.1\",\"port\":7001", "\"seed\":true")
                    .contains("\"total\":2");
            assertThat(api(context, "/counters"))
                    .contains("\"announces\":3.0", "\"peers\":2.0", "\"seeds\":1.0");
            assertThat(api(context, "/exchanges")).contains("announce completed " + hash);
            assertThat(HTTP.send(at(tracker(context, "/torrents/demo.torrent")), bytes()).body())
                    .isEqualTo(file);
        }
    }

    @Test
    void what_cannot_be_done_is_a_problem_that_says_why() throws Exception {
        try (var context = start()) {
            var refused = post(context, "?name=x", "<html>".getBytes(US_ASCII));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("urn:labnet:problem:invalid", "not bencoded");
            assertThat(post(context, "?name=x", new byte[(1 << 20) + 1]).body())
                    .contains("1048576 bytes at most");
            assertThat(post(context, "?name=../x", torrentFile("content")).statusCode())
                    .isEqualTo(422);
            assertThat(api(context, "/torrents/none")).contains("urn:labnet:problem:not-found");
            assertThat(api(context, "/swarms/xyz/peers")).contains("40 hexadecimal digits");
            assertThat(api(context, "/swarms?size=0")).contains("urn:labnet:problem:invalid");
            var json = HttpRequest.newBuilder(admin(context, "/torrents"));
            json.header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"));
            assertThat(HTTP.send(json.build(), text()).statusCode()).isEqualTo(415);
        }
    }

    @Test
    void a_deleted_torrent_is_hosted_no_more() throws Exception {
        try (var context = start("--labnet.tracker.open=false")) {
            var file = torrentFile("content");
            var hash = Metainfo.parse(file).infoHash();
            var request = AnnounceRequest.of(hash, id(1), 7001, 7, AnnounceEvent.STARTED);
            assertThat(announce(context, request)).contains("does not host");
            post(context, "?name=demo", file);
            assertThat(announce(context, request)).contains("interval");

            var delete = HttpRequest.newBuilder(admin(context, "/torrents/demo")).DELETE().build();
            assertThat(HTTP.send(delete, text()).statusCode()).isEqualTo(204);
            assertThat(HTTP.send(delete, text()).statusCode()).isEqualTo(404);
            assertThat(announce(context, request)).contains("does not host");
            assertThat(
                            HTTP.send(at(tracker(context, "/torrents/demo.torrent")), text())
                                    .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_port_in_use_stops_the_start_and_is_named() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = taken.getLocalPort();

            assertThatThrownBy(() -> startAt(port))
                    .hasStackTraceContaining(
                            "The tracker cannot listen at 127.0.0.1:" + port + " (TCP)");
        }
    }

    @Test
    void nothing_is_left_running_when_the_service_has_stopped() throws Exception {
        start().close();

        assertThat(threads()).noneMatch(name -> name.startsWith("tracker-"));
    }

    private static List<String> threads() {
        var threads = new ArrayList<String>();
        Thread.getAllStackTraces().keySet().forEach(thread -> threads.add(thread.getName()));
        return threads;
    }

    private ConfigurableApplicationContext start(String... more) {
        return startAt(0, more);
    }

    private ConfigurableApplicationContext startAt(int port, String... more) {
        var args = new ArrayList<>(List.of(more));
        args.addFirst("--labnet.tracker.port=" + port);
        args.addFirst("--server.port=0");
        args.addFirst("--labnet.data-dir=" + dataDir);
        return ServiceStart.of(TrackerServiceApplication.class, TrackerServiceApplication.NAME)
                .run(args.toArray(String[]::new));
    }

    private static String announce(ConfigurableApplicationContext context, AnnounceRequest request)
            throws Exception {
        return HTTP.send(at(tracker(context, "/announce?" + request.toQuery())), text()).body();
    }

    private static String api(ConfigurableApplicationContext context, String path)
            throws Exception {
        return HTTP.send(at(admin(context, path)), text()).body();
    }

    private static HttpResponse<String> post(
            ConfigurableApplicationContext context, String query, byte[] file) throws Exception {
        var request =
                HttpRequest.newBuilder(admin(context, "/torrents" + query))
                        .header("Content-Type", "application/x-bittorrent")
                        .POST(BodyPublishers.ofByteArray(file));
        return HTTP.send(request.build(), text());
    }

    private static URI admin(ConfigurableApplicationContext context, String path) {
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port + "/api/tracker" + path);
    }

    private static URI tracker(ConfigurableApplicationContext context, String path) {
        var address = context.getBean(TrackerListeners.class).httpAddresses().getFirst();
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private static HttpRequest at(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return BodyHandlers.ofString();
    }

    private static HttpResponse.BodyHandler<byte[]> bytes() {
        return BodyHandlers.ofByteArray();
    }

    private static PeerId id(int n) {
        return PeerId.parse("%040x".formatted(n));
    }

    private static byte[] torrentFile(String content) throws Exception {
        var announce = URI.create("http://127.0.0.1:6969/announce");
        var stream = new ByteArrayInputStream(content.getBytes(US_ASCII));
        return Metainfo.describe(announce, "demo.bin", 16_384, stream).toBytes();
    }
}
