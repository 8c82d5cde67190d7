package io.labnet.tracker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.bencode.Bencode;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.AnnounceResponse.Failure;
import io.labnet.bittorrent.tracker.AnnounceResponse.Success;
import io.labnet.bittorrent.tracker.ScrapeRequest;
import io.labnet.bittorrent.tracker.ScrapeResponse;
import io.labnet.bittorrent.tracker.SwarmCounts;
import io.labnet.tracker.LiveTracker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpFrontEndTest {
    private static final InfoHash HASH = InfoHash.parse("8c1065fa56cd670d2fa44aa2f108cf8864b22e68");

    @TempDir Path folder;
    private LiveTracker tracker;

    @BeforeEach
    void open() throws IOException {
        tracker = LiveTracker.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        tracker.close();
    }

    @Test
    void two_peers_see_each_other() throws Exception {
        var first = announce(leecher(7001));
        var second = announce(leecher(7002));
        var again = announce(leecher(7001));

        assertThat(first.peers()).isEmpty();
        assertThat(first.intervalSeconds()).isEqualTo(60);
        assertThat(first.minIntervalSeconds()).isEqualTo(10);
        assertThat(second.addresses()).containsExactly(new InetSocketAddress("127.0.0.1", 7001));
        assertThat(again.addresses()).containsExactly(new InetSocketAddress("127.0.0.1", 7002));
        assertThat(again.incomplete()).isEqualTo(2);
    }

    @Test
    void a_stopped_peer_is_named_no_more() throws Exception {
        announce(leecher(7001));
        announce(AnnounceRequest.of(HASH, id(7001), 7001, 10, AnnounceEvent.STOPPED));

        assertThat(announce(leecher(7002)).peers()).isEmpty();
    }

    @Test
    void a_finished_download_is_counted_and_makes_a_seed() throws Exception {
        announce(leecher(7001));
        var done = announce(AnnounceRequest.of(HASH, id(7001), 7001, 0, AnnounceEvent.COMPLETED));

        assertThat(done.complete()).isEqualTo(1);
        assertThat(done.incomplete()).isZero();
        assertThat(scrape(HASH)).isEqualTo(new SwarmCounts(1, 0, 1));
    }

    @Test
    void a_silent_peer_is_forgotten_after_two_intervals() throws Exception {
        announce(leecher(7001));
        tracker.clock.add(LiveTracker.INTERVAL.multipliedBy(2).plusSeconds(1));

        assertThat(announce(leecher(7002)).peers()).isEmpty();
        assertThat(scrape(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
    }

    @Test
    void peers_come_as_bytes_or_as_dictionaries_with_ids() throws Exception {
        announce(leecher(7001));
        var query = leecher(7002).toQuery();

        var compact = Bencode.decodeDictionary(get("/announce?" + query).body());
        var whole =
                Bencode.decodeDictionary(
                        get("/announce?" + query.replace("compact=1", "compact=0")).body());

        assertThat(compact.string("peers")).isNotNull();
        assertThat(whole.list("peers")).hasSize(1);
        var parsed = (Success) AnnounceResponse.parse(Bencode.encode(whole));
        assertThat(parsed.peers().getFirst().id()).isEqualTo(id(7001));
    }

    @Test
    void an_address_that_a_peer_claims_is_ignored() throws Exception {
        var response = get("/announce?" + leecher(7001).toQuery() + "&ip=192.0.2.1");

        assertThat(response.status()).isEqualTo(200);
        assertThat(announce(leecher(7002)).addresses())
                .containsExactly(new InetSocketAddress("127.0.0.1", 7001));
    }

    @Test
    void as_many_peers_are_named_as_are_wanted() throws Exception {
        for (int port = 7001; port <= 7060; port++) {
            announce(leecher(port));
        }

        assertThat(announce(leecher(8000).withNumWant(7)).peers()).hasSize(7);
        assertThat(announce(leecher(8000).withNumWant(0)).peers()).isEmpty();
        assertThat(announce(leecher(8000)).peers()).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({
        "/announce, port must be 1 to 65535",
        "/announce?port=1, info_hash is missing",
        "/announce?port=1&info_hash=short, 'info_hash must be 20 bytes, not 5'",
        "/scrape, a scrape needs 1 to 74 parameters info_hash",
    })
    void what_a_peer_gets_wrong_it_is_told_in_bencoding(String target, String reason)
            throws Exception {
        var answer = get(target);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(AnnounceResponse.parse(answer.body())).isEqualTo(new Failure(reason));
        assertThat(tracker.count("errors")).isEqualTo(1);
    }

    @Test
    void a_torrent_that_is_not_admitted_is_refused(@TempDir Path other) throws Exception {
        var limits = limits(10, Duration.ofSeconds(30));
        try (var closed = new LiveTracker(other, limits, _ -> false)) {
            var answer = RawHttp.get(closed.http, "/announce?" + leecher(7001).toQuery());

            assertThat(AnnounceResponse.parse(answer.body()))
                    .isEqualTo(new Failure("this tracker does not host that torrent"));
            assertThat(closed.swarms.totals().swarms()).isZero();
        }
    }

    @Test
    void a_scrape_answers_for_known_and_unknown_swarms() throws Exception {
        announce(leecher(7001));
        var unknown = InfoHash.parse("ff".repeat(20));

        var query = new ScrapeRequest(List.of(HASH, unknown)).toQuery();
        var scraped = ScrapeResponse.parse(get("/scrape?" + query).body());

        assertThat(scraped.swarms())
                .containsEntry(HASH, new SwarmCounts(0, 1, 0))
                .containsEntry(unknown, SwarmCounts.NONE);
        assertThat(tracker.count("scrapes")).isEqualTo(1);
    }

    @Test
    void a_connection_serves_many_requests_even_when_they_come_at_once() throws Exception {
        try (var http = new RawHttp(tracker.http)) {
            var one = "GET /announce?" + leecher(7001).toQuery() + " HTTP/1.1\r\nHost: t\r\n\r\n";
            http.say(one + one.replace("/announce", "/nothing") + one);

            assertThat(http.hear(true).status()).isEqualTo(200);
            assertThat(http.hear(true).status()).isEqualTo(404);
            assertThat(http.hear(true).status()).isEqualTo(200);
        }
        assertThat(tracker.count("announces")).isEqualTo(2);
    }

    @Test
    void a_connection_ends_after_the_answer_when_the_client_says_so() throws Exception {
        try (var http = new RawHttp(tracker.http)) {
            http.say("GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
            assertThat(http.hear(true).status()).isEqualTo(200);
            assertThat(http.isClosedByServer()).isTrue();
        }
        try (var http = new RawHttp(tracker.http)) {
            http.say("GET / HTTP/1.0\r\n\r\n");
            assertThat(http.hear(true).status()).isEqualTo(200);
            assertThat(http.isClosedByServer()).isTrue();
        }
    }

    @Test
    void a_hosted_torrent_file_can_be_had_and_had_again_only_when_it_is_new() throws Exception {
        var bytes = torrentFile();
        tracker.torrents.publish("demo", bytes);
        try (var http = new RawHttp(tracker.http)) {
            var whole = http.get("/torrents/demo.torrent");
            assertThat(whole.status()).isEqualTo(200);
            assertThat(whole.headers()).containsEntry("content-type", "application/x-bittorrent");
            assertThat(whole.headers())
                    .containsEntry("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT");
            assertThat(whole.body()).isEqualTo(bytes);

            var etag = whole.headers().get("etag");
            http.say(
                    "GET /torrents/demo.torrent HTTP/1.1\r\nHost: t\r\nIf-None-Match: \"x\", "
                            + etag
                            + "\r\n\r\n");
            var notModified = http.hear(false);
            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.headers()).containsEntry("etag", etag);

            http.say("HEAD /torrents/demo.torrent HTTP/1.1\r\nHost: t\r\n\r\n");
            var head = http.hear(false);
            assertThat(head.headers()).containsEntry("content-length", "" + bytes.length);
            assertThat(http.get("/").text()).contains("/torrents/demo.torrent");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /nothing HTTP/1.1, 404",
        "GET /torrents/none.torrent HTTP/1.1, 404",
        "GET /torrents/../../etc/passwd.torrent HTTP/1.1, 404",
        "GET /torrents/ HTTP/1.1, 404",
        "POST /announce HTTP/1.1, 405",
        "HEAD /announce HTTP/1.1, 405",
        "PUT / HTTP/1.1, 405",
        "GET http://torrent.pbs.org:6969/ HTTP/1.1, 200",
        "GET http://torrent.pbs.org:6969 HTTP/1.1, 200",
        "nonsense, 400",
    })
    void every_other_request_gets_the_status_of_http_for_it(String line, int status)
            throws Exception {
        try (var http = new RawHttp(tracker.http)) {
            http.say(line + "\r\nHost: tracker\r\n\r\n");

            assertThat(http.hear(false).status()).isEqualTo(status);
        }
    }

    @Test
    void every_answer_says_when_it_was_made() throws Exception {
        for (var target : List.of("/", "/nothing", "/scrape")) {
            assertThat(get(target).headers())
                    .containsEntry("date", "Thu, 01 Jan 2026 00:00:00 GMT");
        }
    }

    @Test
    void a_request_without_a_host_or_with_two_is_bad() throws Exception {
        try (var http = new RawHttp(tracker.http)) {
            http.say("GET / HTTP/1.1\r\n\r\n");
            assertThat(http.hear(true).status()).isEqualTo(400);
            http.say("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
            assertThat(http.hear(true).status()).isEqualTo(400);
        }
    }

    @Test
    void a_request_that_is_too_long_is_refused_and_the_connection_ends() throws Exception {
        refusedAndClosed("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: t\r\n\r\n", 414);
        refusedAndClosed("GET / HTTP/1.1\r\nHost: t\r\nX: " + "x".repeat(9000) + "\r\n\r\n", 431);
    }

    @Test
    void a_body_that_is_too_long_is_refused() throws Exception {
        try (var http = new RawHttp(tracker.http)) {
            http.say("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 999999\r\n\r\nxxx");
            assertThat(http.hear(true).status()).isEqualTo(413);
        }
    }

    @Test
    void one_connection_too_many_is_closed_at_once(@TempDir Path other) throws Exception {
        var limits = limits(2, Duration.ofSeconds(30));
        try (var small = new LiveTracker(other, limits, _ -> true);
                var first = new RawHttp(small.http)) {
            assertThat(first.get("/").status()).isEqualTo(200);
            try (var second = new RawHttp(small.http);
                    var third = new RawHttp(small.http)) {
                assertThat(second.get("/").status()).isEqualTo(200);
                assertThat(third.isClosedByServer()).isTrue();
            }
            await().ignoreExceptions()
                    .until(() -> RawHttp.get(small.http, "/").status(), status -> status == 200);
        }
    }

    @Test
    void a_connection_that_says_nothing_is_closed(@TempDir Path other) throws Exception {
        var limits = limits(10, Duration.ofMillis(200));
        try (var hasty = new LiveTracker(other, limits, _ -> true);
                var http = new RawHttp(hasty.http)) {
            http.say("GET / HT");

            assertThat(http.isClosedByServer()).isTrue();
        }
    }

    @Test
    void dripping_bytes_does_not_win_time(@TempDir Path other) throws Exception {
        var limits = new HttpLimits(10, Duration.ofSeconds(30), Duration.ofMillis(300));
        try (var strict = new LiveTracker(other, limits, _ -> true);
                var http = new RawHttp(strict.http)) {
            http.say("GET / HTTP/1.1\r\nHost: tracker\r\nX: ");
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        if (!http.hasAnswer()) {
                            http.say("x");
                        }
                        return http.hasAnswer();
                    });
            var answer = http.hear(true);

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(strict.count("errors")).isEqualTo(1);
        }
    }

    @Test
    void each_request_of_a_connection_has_its_own_time(@TempDir Path other) throws Exception {
        var limits = new HttpLimits(10, Duration.ofSeconds(30), Duration.ofMillis(1500));
        try (var strict = new LiveTracker(other, limits, _ -> true);
                var http = new RawHttp(strict.http)) {
            var end = System.nanoTime() + Duration.ofMillis(3500).toNanos();
            for (http.say("GET / HT"); System.nanoTime() < end; ) {
                http.say("TP/1.1\r\nHost: tracker\r\n\r\nGET / HT");

                assertThat(http.hear(true).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_client_that_takes_no_answers_has_to_wait() throws Exception {
        try (var http = new RawHttp(tracker.http)) {
            tracker.torrents.publish("large", largeTorrentFile());
            var requests = 1000;
            http.say("GET /torrents/large.torrent HTTP/1.1\r\nHost: t\r\n\r\n".repeat(requests));

            var answered = new double[] {-1};
            await().pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        var before = answered[0];
                        answered[0] = tracker.count("http-requests");
                        return answered[0] > 0 && answered[0] == before;
                    });
            assertThat(answered[0]).isLessThan(requests / 2.0);
            for (int i = 0; i < requests; i++) {
                assertThat(http.hear(true).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_port_in_use_is_named() {
        assertThatThrownBy(() -> tracker.alsoListenForHttp(tracker.http))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + tracker.http.getPort());
    }

    @Test
    void random_bytes_leave_the_server_alive() throws Exception {
        var random = new Random(6969);
        var start = ("GET /announce?" + leecher(7001).toQuery() + " HTTP/1.1\r\nHost: t\r\n\r\n");
        for (int round = 0; round < 300; round++) {
            var bytes = start.getBytes(US_ASCII);
            if (round % 3 == 0) {
                random.nextBytes(bytes);
            }
            for (int changes = random.nextInt(6); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (var http = new RawHttp(tracker.http)) {
                http.say(bytes);
            }
        }

        assertThat(announce(leecher(7002)).intervalSeconds()).isEqualTo(60);
    }

    @Test
    void what_was_said_can_be_read_in_the_trace() throws Exception {
        announce(leecher(7001));

        assertThat(tracker.trace.since(0))
                .extracting(exchange -> exchange.protocol() + " " + exchange.summary())
                .containsExactly(
                        "TRACKER announce started " + HASH + " port 7001, 10 bytes left",
                        "TRACKER 0 peers, of 0 seeds, 1 leechers");
    }

    private void refusedAndClosed(String request, int status) throws IOException {
        try (var http = new RawHttp(tracker.http)) {
            http.say(request);
            assertThat(http.hear(true).status()).isEqualTo(status);
            assertThat(http.isClosedByServer()).isTrue();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stays open", e);
        }
    }

    private RawHttp.Answer get(String target) throws IOException {
        return RawHttp.get(tracker.http, target);
    }

    private Success announce(AnnounceRequest request) throws Exception {
        var answer = get("/announce?" + request.toQuery());
        assertThat(answer.status()).isEqualTo(200);
        return (Success) AnnounceResponse.parse(answer.body());
    }

    private SwarmCounts scrape(InfoHash hash) throws Exception {
        var query = new ScrapeRequest(List.of(hash)).toQuery();
        var counts = ScrapeResponse.parse(get("/scrape?" + query).body()).swarms().get(hash);
        return Objects.requireNonNull(counts);
    }

    private static AnnounceRequest leecher(int port) {
        return AnnounceRequest.of(HASH, id(port), port, 10, AnnounceEvent.STARTED);
    }

    private static PeerId id(int port) {
        return PeerId.parse("%040x".formatted(port));
    }

    private static HttpLimits limits(int connections, Duration idle) {
        return new HttpLimits(connections, idle, Duration.ofSeconds(30));
    }

    /** Nearly 200 kB of piece hashes. */
    private static byte[] largeTorrentFile() throws Exception {
        var announce = URI.create("http://127.0.0.1:6969/announce");
        var content = new ByteArrayInputStream(new byte[10_000]);
        return Metainfo.describe(announce, "large.bin", 1, content).toBytes();
    }

    private static byte[] torrentFile() throws Exception {
        var announce = URI.create("http://127.0.0.1:6969/announce");
        var content = new ByteArrayInputStream("content".getBytes(US_ASCII));
        return Metainfo.describe(announce, "demo.bin", 16_384, content).toBytes();
    }
}
