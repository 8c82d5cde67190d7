package io.labnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** aria2 and Transmission in one swarm with our seed and a peer of ours, by our tracker. */
@ExtendWith(LabIsThere.class)
class SwarmTest {
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(90);
    private static final int PEERS = 8068;
    private static final String TRACKER = "http://torrent.pbs.org:6969";
    private static final String DEMO_SHA1 = "aadc26d8fe8ed2a107bc4389468dd5acbf04a665";

    /** Only what the lab's tracker names: no other way of finding peers. */
    private static final String ARIA2 =
            "aria2c --no-conf --enable-dht=false --enable-dht6=false --bt-enable-lpd=false"
                    + " --enable-peer-exchange=false --follow-torrent=mem --file-allocation=none"
                    + " --summary-interval=0 ";

    private static final String TRANSMISSION = "transmission-remote 127.0.0.1 ";
    private final Lab lab;

    SwarmTest(Lab lab) {
        this.lab = lab;
    }

    @Test
    void aria2DownloadsTheDemoFromOurSeed() {
        var said =
                lab.clients()
                        .run(
                                WHOLE_WITHIN,
                                ARIA2
                                        + "--seed-time=0 --dir=/tmp/leech "
                                        + TRACKER
                                        + "/torrents/demo.torrent")
                        .ok();

        assertThat(said).containsPattern("\\|OK  \\|.*demo\\.bin");
        assertThat(lab.clients().run("sha1sum /tmp/leech/demo.bin").ok()).startsWith(DEMO_SHA1);
        assertThat(atSeed("/api/peers/exchanges?size=500&q=handshake"))
                .containsPattern(
                        "\"from\":\"" + lab.clients().address() + ":[0-9]+\"[^}]*handshake");
    }

    @Test
    void transmissionDownloadsTheDemoFromOurSeed() {
        var transmission = lab.host("transmission");
        transmission
                .run(
                        "curl -sSf -o /tmp/demo.torrent "
                                + (TRACKER + "/torrents/demo.torrent && ")
                                + TRANSMISSION
                                + "--add /tmp/demo.torrent")
                .ok();

        awaitWhole(transmission, "demo.bin");

        assertThat(transmission.run("sha1sum /tmp/downloads/demo.bin").ok()).startsWith(DEMO_SHA1);
        assertThat(info(transmission, "demo", "--info-trackers"))
                .containsPattern("Tracker had [1-9][0-9]* seeders");
        assertThat(atSeed("/api/peers/exchanges?size=500&q=handshake"))
                .containsPattern(
                        "\"from\":\"" + transmission.address() + ":[0-9]+\"[^}]*handshake");
    }

    @Test
    void aria2SeedsAFileToOurPeer() {
        var clients = lab.clients();
        var content = publish(clients, "gift-of-aria2");
        clients.run(
                        "nohup "
                                + ARIA2
                                + "--seed-ratio=0.0 --check-integrity=true --dir=/tmp/seeds"
                                + " /tmp/gift-of-aria2.torrent >/tmp/aria2.log 2>&1 </dev/null &"
                                + " echo $! >/tmp/aria2.pid")
                .ok();
        try {
            assertThat(peerDownloads("gift-of-aria2")).isEqualTo(content);
        } finally {
            clients.run("kill $(cat /tmp/aria2.pid)");
        }
    }

    @Test
    void transmissionSeedsAFileToOurPeer() {
        var transmission = lab.host("transmission");
        var content = publish(transmission, "gift-of-transmission");
        transmission
                .run(
                        TRANSMISSION
                                + "--add /tmp/gift-of-transmission.torrent"
                                + " --download-dir /tmp/seeds")
                .ok();
        awaitWhole(transmission, "gift-of-transmission");

        assertThat(peerDownloads("gift-of-transmission")).isEqualTo(content);
        await("Transmission counts what it gave")
                .atMost(WHOLE_WITHIN)
                .until(
                        () -> info(transmission, "gift-of-transmission", "--info"),
                        info -> info.matches("(?s).*Uploaded: +[1-9].*"));
    }

    /** Makes a file and its torrent, and publishes that at the tracker; the file's SHA-256. */
    private String publish(Host seeder, String name) {
        seeder.run(
                        """
                        mkdir -p /tmp/seeds
                        head -c 3000000 /dev/urandom >"/tmp/seeds/$1"
                        transmission-create -p -s 32 -t "$2/announce" -o "/tmp/$1.torrent" \
                            "/tmp/seeds/$1"
                        """,
                        name,
                        TRACKER)
                .ok();
        lab.api(
                seeder,
                "/api/tracker/torrents?name=" + name,
                "-H 'Content-Type: application/x-bittorrent' --data-binary @/tmp/"
                        + name
                        + ".torrent");
        return sha256(seeder, "/tmp/seeds/" + name);
    }

    /** Lets our peer download a torrent, and then leave; the SHA-256 of what it had. */
    private String peerDownloads(String name) {
        lab.admin(
                "peer-1",
                PEERS,
                "POST",
                "/api/peers",
                "{\"torrent\":\"%s/torrents/%s.torrent\",\"name\":\"%s\"}"
                        .formatted(TRACKER, name, name));
        try {
            await("our peer has all of " + name)
                    .atMost(WHOLE_WITHIN)
                    .until(
                            () -> lab.admin("peer-1", PEERS, "GET", "/api/peers/" + name, ""),
                            peer -> peer.contains("\"state\":\"SEEDING\""));
            return sha256(lab.host("peer-1"), "/var/lib/labnet/peers/" + name + "/content/" + name);
        } finally {
            lab.admin("peer-1", PEERS, "DELETE", "/api/peers/" + name, "");
        }
    }

    private static void awaitWhole(Host transmission, String name) {
        await("Transmission has all of " + name)
                .atMost(WHOLE_WITHIN)
                .until(
                        () -> transmission.run(TRANSMISSION + "--list").ok(),
                        list -> list.matches("(?s).* 100% [^\n]* " + name + "\n.*"));
    }

    /** What Transmission says of the torrent that is in a file. */
    private static String info(Host transmission, String name, String what) {
        return transmission
                .run(
                        """
                        hash=$(transmission-show "/tmp/$1.torrent" | awk '/Hash/ { print $2 }')
                        transmission-remote 127.0.0.1 --torrent "$hash" "$2"
                        """,
                        name,
                        what)
                .ok();
    }

    private String atSeed(String path) {
        return lab.admin("seed", PEERS, "GET", path, "");
    }

    private static String sha256(Host host, String file) {
        return host.run("sha256sum <\"$1\"", file).ok();
    }
}
