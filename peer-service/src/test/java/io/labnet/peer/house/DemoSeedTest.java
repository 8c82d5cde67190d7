package io.labnet.peer.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.peer.http.AllowedNetworks;
import io.labnet.peer.http.Http;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSeedTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void the_seed_waits_for_its_tracker_and_gives_what_every_lab_has() throws Exception {
        var port = freePort();
        try (var none = new TestTracker();
                var lab = new TestHouse(none, folder)) {
            var seed = seed(lab, port);
            seed.start();
            await().atMost(SOON).until(() -> seed.problem().contains("does not answer"));

            try (var tracker = new TestTracker(port)) {
                await().atMost(SOON).until(() -> seed.problem().isEmpty());
                assertThat(tracker.events()).contains("127.69.203.2 started");
                assertThat(Metainfo.parse(tracker.torrent()).infoHash().hex())
                        .isEqualTo("031bb4b86ffd4f978d92c0f247e87e3965e8eae9");
            }
            seed.stop();
        }
    }

    @Test
    void a_tracker_that_lost_the_torrent_gets_it_again() throws Exception {
        try (var tracker = new TestTracker();
                var lab = new TestHouse(tracker, folder)) {
            var seed = seed(lab, tracker.uri("").getPort());
            seed.start();
            await().atMost(SOON).until(() -> tracker.torrent().length > 0);
            tracker.forget();

            await().atMost(SOON).until(() -> tracker.torrent().length > 0);
            seed.stop();
        }
    }

    @Test
    void a_file_that_was_cut_short_is_made_again() throws Exception {
        try (var tracker = new TestTracker();
                var lab = new TestHouse(tracker, folder)) {
            var file = folder.resolve("seed/content/demo.bin");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "half");
            var seed = seed(lab, tracker.uri("").getPort());
            seed.start();

            assertThat(file).hasSize(8 << 20);
            await().atMost(SOON).until(() -> seed.problem().isEmpty());
            seed.stop();
        }
    }

    private static DemoSeed seed(TestHouse lab, int port) {
        var tracker = "http://127.0.0.1:" + port;
        var allowed = new AllowedNetworks(List.of("127.0.0.0/8"));
        return new DemoSeed(
                new DemoSeed.Demo(
                        new InetSocketAddress(InetAddress.ofLiteral("127.69.203.2"), 0),
                        // The address of the tracker is no part of the info-hash.
                        URI.create(tracker + "/announce"),
                        URI.create(tracker + "/torrents"),
                        8 << 20,
                        64 << 10,
                        Duration.ofMillis(200)),
                lab.house,
                new Http(InetAddress::ofLiteral, allowed));
    }

    private static int freePort() throws Exception {
        try (var tracker = new TestTracker()) {
            return tracker.uri("").getPort();
        }
    }
}
