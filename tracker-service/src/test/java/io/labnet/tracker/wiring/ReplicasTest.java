package io.labnet.tracker.wiring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.admin.ServiceStart;
import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.ScrapeRequest;
import io.labnet.bittorrent.tracker.SwarmCounts;
import io.labnet.bittorrent.tracker.UdpRequest;
import io.labnet.bittorrent.tracker.UdpResponse;
import io.labnet.tracker.TrackerServiceApplication;
import io.labnet.tracker.redis.RedisServer;
import java.io.ByteArrayInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Two whole services on one Redis of their own, which may go away. */
class ReplicasTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final InfoHash HASH = InfoHash.parse("ab".repeat(20));
    private static final String AWAY = "this tracker cannot reach its Redis: try again soon";

    @TempDir Path dataDir;
    private RedisServer redis;
    private ConfigurableApplicationContext one;
    private ConfigurableApplicationContext other;
    private DatagramSocket socket;

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.start();
        one = replica();
        other = replica();
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        socket.setSoTimeout(20_000);
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            socket.close();
            one.close();
            other.close();
            redis.close();
        }
    }

    @Test
    void who_announces_at_one_is_named_at_the_other() throws Exception {
        announce(one, leecher(7001));

        assertThat(named(announce(other, leecher(7002)))).containsExactly(address(7001));
        assertThat(named(announce(one, leecher(7001)))).containsExactly(address(7002));
        announce(other, AnnounceRequest.of(HASH, id(7001), 7001, 5, AnnounceEvent.STOPPED));
        assertThat(named(announce(one, leecher(7002)))).isEmpty();
        assertThat(api(other, "/api/tracker/swarms").body())
                .contains("\"infoHash\":\"" + HASH + "\",\"seeds\":0,\"leechers\":1");
        assertThat(api(one, "/api/tracker/counters").body()).contains("\"peers\":1.0");
    }

    @Test
    void a_connection_id_of_one_is_good_at_the_other() throws Exception {
        var connection = connect(one);

        assertThat(ask(other, new UdpRequest.Announce(connection, 2, leecher(7001))))
                .isInstanceOf(UdpResponse.Announced.class);
        assertThat(ask(one, new UdpRequest.Scrape(connection, 3, new ScrapeRequest(List.of(HASH)))))
                .isEqualTo(new UdpResponse.Scraped(3, List.of(new SwarmCounts(0, 1, 0))));
        assertThat(ask(other, new UdpRequest.Announce(connection ^ 1, 4, leecher(7001))))
                .isInstanceOf(UdpResponse.Failed.class);
    }

    @Test
    void a_torrent_that_is_published_at_one_is_served_listed_and_deleted_at_the_other()
            throws Exception {
        var file = torrentFile();
        assertThat(publish(one, file).statusCode()).isEqualTo(201);
        assertThat(publish(other, file).statusCode()).isEqualTo(200);

        var uri = tracker(other, "/torrents/demo.torrent");
        assertThat(HTTP.send(at(uri), BodyHandlers.ofByteArray()).body()).isEqualTo(file);
        assertThat(get(tracker(other, "/")).body()).contains("/torrents/demo.torrent");
        var hosted =
                AnnounceRequest.of(
                        Metainfo.parse(file).infoHash(), id(7001), 7001, 5, AnnounceEvent.STARTED);
        assertThat(announce(other, hosted)).isInstanceOf(AnnounceResponse.Success.class);

        var deleted = HttpRequest.newBuilder(admin(other, "/api/tracker/torrents/demo")).DELETE();
        assertThat(HTTP.send(deleted.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
        assertThat(get(tracker(one, "/torrents/demo.torrent")).statusCode()).isEqualTo(404);
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    void while_redis_is_away_everybody_is_told_so_and_all_is_well_when_it_is_back()
            throws Exception {
        var connection = connect(one);
        assertThat(readiness(one)).isEqualTo(200);

        redis.stop();
        assertEverybodyIsTold(connection);

        redis.startAgain();
        await().untilAsserted(() -> assertThat(readiness(one)).isEqualTo(200));
        await().untilAsserted(() -> assertThat(readiness(other)).isEqualTo(200));
        announce(one, leecher(7001));
        assertThat(named(announce(other, leecher(7002)))).containsExactly(address(7001));
        assertThat(publish(one, torrentFile()).statusCode()).isEqualTo(201);
        assertThat(ask(one, new UdpRequest.Announce(connect(one), 9, leecher(7003))))
                .isInstanceOf(UdpResponse.Announced.class);
    }

    @Test
    void a_redis_that_hangs_holds_nobody_up_for_long() throws Exception {
        var connection = connect(one);
        announce(one, leecher(7001));

        redis.pause();
        assertEverybodyIsTold(connection);

        redis.goOn();
        await().untilAsserted(() -> assertThat(readiness(one)).isEqualTo(200));
        await().untilAsserted(() -> assertThat(readiness(other)).isEqualTo(200));
        assertThat(named(announce(other, leecher(7002)))).containsExactly(address(7001));
    }

    @Test
    void nothing_is_left_running_when_a_replica_has_stopped() {
        one.close();
        other.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("tracker-"))
                .noneMatch(name -> name.startsWith("lettuce-"));
    }

    private void assertEverybodyIsTold(long connection) throws Exception {
        assertThat(announce(one, leecher(7001))).isEqualTo(new AnnounceResponse.Failure(AWAY));
        assertThat(get(tracker(one, "/scrape?info_hash=" + "a".repeat(20))).body())
                .isEqualTo("d14:failure reason" + AWAY.length() + ":" + AWAY + "e");
        assertThat(ask(one, new UdpRequest.Announce(connection, 7, leecher(7001))))
                .isEqualTo(new UdpResponse.Failed(7, AWAY));
        // This one has never seen the secret.
        assertThat(ask(other, new UdpRequest.Connect(8)))
                .isEqualTo(new UdpResponse.Failed(8, AWAY));
        assertThat(get(tracker(one, "/")).statusCode()).isEqualTo(503);
        assertThat(get(tracker(one, "/torrents/demo.torrent")).statusCode()).isEqualTo(503);

        var problem = api(one, "/api/tracker/swarms");
        assertThat(problem.statusCode()).isEqualTo(503);
        assertThat(problem.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(problem.body()).contains("urn:labnet:problem:unavailable", AWAY);
        assertThat(publish(one, torrentFile()).statusCode()).isEqualTo(503);
        assertThat(api(one, "/api/tracker/counters").statusCode()).isEqualTo(200);
        assertThat(readiness(one)).isEqualTo(503);
        assertThat(api(one, "/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    private ConfigurableApplicationContext replica() {
        return ServiceStart.of(TrackerServiceApplication.class, TrackerServiceApplication.NAME)
                .run(
                        "--labnet.data-dir=" + dataDir,
                        "--server.port=0",
                        "--labnet.tracker.port=0",
                        "--labnet.tracker.redis=" + redis.url());
    }

    private static int readiness(ConfigurableApplicationContext replica) throws Exception {
        return api(replica, "/actuator/health/readiness").statusCode();
    }

    private static AnnounceResponse announce(
            ConfigurableApplicationContext replica, AnnounceRequest request) throws Exception {
        var uri = tracker(replica, "/announce?" + request.toQuery());
        return AnnounceResponse.parse(HTTP.send(at(uri), BodyHandlers.ofByteArray()).body());
    }

    private static List<InetSocketAddress> named(AnnounceResponse response) {
        assertThat(response).isInstanceOf(AnnounceResponse.Success.class);
        return ((AnnounceResponse.Success) response).addresses();
    }

    private static HttpResponse<String> publish(ConfigurableApplicationContext replica, byte[] file)
            throws Exception {
        var request =
                HttpRequest.newBuilder(admin(replica, "/api/tracker/torrents?name=demo"))
                        .header("Content-Type", "application/x-bittorrent")
                        .POST(BodyPublishers.ofByteArray(file));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> api(ConfigurableApplicationContext replica, String path)
            throws Exception {
        return get(admin(replica, path));
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HTTP.send(at(uri), BodyHandlers.ofString());
    }

    private static HttpRequest at(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    }

    private static URI admin(ConfigurableApplicationContext replica, String path) {
        var port = replica.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static URI tracker(ConfigurableApplicationContext replica, String path) {
        var address = replica.getBean(TrackerListeners.class).httpAddresses().getFirst();
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private long connect(ConfigurableApplicationContext replica) throws Exception {
        return ((UdpResponse.Connected) ask(replica, new UdpRequest.Connect(1))).connectionId();
    }

    private UdpResponse ask(ConfigurableApplicationContext replica, UdpRequest request)
            throws Exception {
        var out = ByteBuffer.allocate(UdpRequest.LENGTH_MAX);
        request.write(out);
        var to = replica.getBean(TrackerListeners.class).udpAddresses().getFirst();
        socket.send(new DatagramPacket(out.array(), out.position(), to));
        var in = new DatagramPacket(new byte[2048], 2048);
        socket.receive(in);
        return UdpResponse.parse(ByteBuffer.wrap(in.getData(), 0, in.getLength()));
    }

    private static AnnounceRequest leecher(int port) {
        return AnnounceRequest.of(HASH, id(port), port, 5, AnnounceEvent.STARTED);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static PeerId id(int n) {
        return PeerId.parse("%040x".formatted(n));
    }

    private static byte[] torrentFile() throws Exception {
        var announce = URI.create("http://127.0.0.1:6969/announce");
        var stream = new ByteArrayInputStream("content".getBytes(US_ASCII));
        return Metainfo.describe(announce, "demo.bin", 16_384, stream).toBytes();
    }
}
