package io.labnet.peer.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.peer.torrent.State;
import io.labnet.trace.Exchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers of the house among themselves, over real sockets. */
class SwarmTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;
    private TestTracker tracker;
    private TestHouse lab;

    @BeforeEach
    void start() throws Exception {
        tracker = new TestTracker();
        lab = new TestHouse(tracker, folder);
    }

    @AfterEach
    void stop() {
        lab.close();
        tracker.close();
    }

    @Test
    void a_peer_downloads_everything_from_the_seed() throws Exception {
        lab.seed(0);
        awaitEvents("127.69.200.2 started");
        var peer = lab.leech("one", 0);

        await().atMost(SOON).until(() -> peer.progress().state() == State.SEEDING);
        assertThat(lab.file("one")).hasBinaryContent(TestHouse.BYTES);
        assertThat(peer.file()).contains(lab.file("one"));
        assertThat(peer.progress().piecesHave()).isEqualTo(21);
        assertThat(peer.progress().downloadedBytes())
                .isGreaterThanOrEqualTo(TestHouse.BYTES.length);
        awaitEvents("127.69.200.3 started", "127.69.200.3 completed");
        assertThat(lab.trace.since(0))
                .extracting(Exchange::summary)
                .anyMatch(summary -> summary.startsWith("handshake"))
                // Which piece comes last is chance, and nobody is told of that one.
                .anyMatch(summary -> summary.startsWith("have piece"))
                .contains("interested", "unchoke", "request piece 20", "piece 20");
    }

    @Test
    void peers_trade_among_themselves_so_that_the_seed_sends_less_than_all_take() throws Exception {
        var seed = lab.seed(400_000);
        awaitEvents("127.69.200.2 started");
        var peers = new ArrayList<Peer>();
        for (int i = 1; i <= 5; i++) {
            peers.add(lab.leech("peer" + i, 0));
        }

        await().atMost(SOON)
                .until(() -> peers.stream().allMatch(p -> p.progress().leftBytes() == 0));
        for (var peer : peers) {
            assertThat(lab.file(peer.profile().name())).hasBinaryContent(TestHouse.BYTES);
        }
        assertThat(seed.progress().uploadedBytes()).isLessThan(4L * TestHouse.BYTES.length);
    }

    @Test
    void a_download_limit_is_kept_and_progress_is_seen_on_the_way() throws Exception {
        lab.seed(0);
        awaitEvents("127.69.200.2 started");
        var before = System.nanoTime();
        var peer = lab.leech("slow", 300_000);

        await().atMost(SOON)
                .until(() -> peer.progress().piecesHave() > 2 && peer.progress().leftBytes() > 0);
        assertThat(peer.file()).isEmpty();
        assertThat(peer.neighbours()).hasSize(1);
        assertThat(peer.neighbours().getFirst().amInterested()).isTrue();
        assertThat(peer.neighbours().getFirst().peerChoking()).isFalse();
        await().atMost(SOON).until(() -> peer.progress().state() == State.SEEDING);
        // 656 kB less what is saved up at most, at 300 kB/s.
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThan(Duration.ofMillis(1700));
    }

    @Test
    void a_peer_that_waits_for_its_limit_stops_at_once() throws Exception {
        lab.seed(0);
        awaitEvents("127.69.200.2 started");
        var peer = lab.leech("slow", 1000);
        await().atMost(SOON).until(() -> peer.progress().downloadedBytes() > 0);
        peer.stop();

        await().atMost(SOON).until(() -> peer.neighbours().isEmpty());
    }

    @Test
    void a_peer_without_a_name_gets_one_that_is_free() throws Exception {
        lab.leech("peer-4", 0);

        assertThat(lab.leech("", 0).profile().name()).isEqualTo("peer-5");
    }

    @Test
    void a_restart_goes_on_where_the_peer_was() throws Exception {
        lab.seed(0);
        awaitEvents("127.69.200.2 started");
        var peer = lab.leech("one", 200_000);
        await().atMost(SOON).until(() -> peer.progress().piecesHave() > 5);
        lab.close();
        assertThat(tracker.events()).contains("127.69.200.3 stopped");
        assertThat(peer.progress().state()).isEqualTo(State.STOPPED);

        lab = new TestHouse(tracker, folder);
        var again = lab.house.find("one").orElseThrow();
        await().atMost(SOON).until(() -> again.progress().piecesHave() > 5);
        assertThat(again.progress().downloadedBytes()).isLessThan(TestHouse.BYTES.length / 2);
        lab.seed(0);
        await().atMost(SOON).until(() -> again.progress().state() == State.SEEDING);
        assertThat(again.progress().downloadedBytes()).isLessThan(TestHouse.BYTES.length - 100_000);
        assertThat(lab.file("one")).hasBinaryContent(TestHouse.BYTES);
    }

    @Test
    void a_peer_that_is_removed_says_goodbye_and_leaves_nothing() throws Exception {
        lab.leech("one", 0);
        awaitEvents("127.69.200.3 started");

        assertThat(lab.house.remove("one")).isTrue();
        assertThat(lab.house.remove("one")).isFalse();
        assertThat(tracker.events()).contains("127.69.200.3 stopped");
        assertThat(folder.resolve("one")).doesNotExist();
        assertThat(lab.leech("one", 0).address().getAddress().getHostAddress())
                .isEqualTo("127.69.200.3");
    }

    @Test
    void each_peer_has_an_address_of_its_own_until_none_is_left() throws Exception {
        for (int i = 3; i < 9; i++) {
            var peer = lab.leech("", 0);
            assertThat(peer.profile().name()).isEqualTo("peer-" + i);
            assertThat(peer.address().getAddress().getHostAddress()).isEqualTo("127.69.200." + i);
        }

        assertThat(lab.house.admit(lab.metainfo(), "", "", 0, 0))
                .isEqualTo(new Admission.HouseFull(6));
    }

    @Test
    void a_name_must_be_free_and_plain() throws Exception {
        lab.leech("one", 0);

        for (var name : new String[] {"one", "events", "../up", "Big", "-x", "x".repeat(41)}) {
            assertThat(lab.house.admit(lab.metainfo(), name, "", 0, 0))
                    .isInstanceOf(Admission.BadName.class);
        }
    }

    @Test
    void a_listener_that_cannot_bind_names_its_address() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.69.200.2"))) {
            var address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
            var profile = new PeerProfile("late", address, "", 0, 0);

            assertThatThrownBy(() -> lab.house.settle(profile, lab.metainfo()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.69.200.2:" + taken.getLocalPort());
        }
    }

    @Test
    void a_folder_that_is_half_made_is_no_peer() throws Exception {
        lab.close();
        Files.createDirectories(folder.resolve("half"));
        Files.write(folder.resolve("half/metainfo.torrent"), new byte[] {'d'});
        Files.createDirectories(folder.resolve("broken"));
        Files.writeString(folder.resolve("broken/peer.properties"), "address=nowhere");

        lab = new TestHouse(tracker, folder);
        assertThat(lab.house.all()).isEmpty();
    }

    private void awaitEvents(String... events) {
        await().atMost(SOON).until(() -> tracker.events().containsAll(List.of(events)));
    }
}
