package io.labnet.peer.house;

import io.labnet.bittorrent.metainfo.InvalidMetainfoException;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.peer.http.Http;
import io.labnet.peer.http.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seed that every lab has: makes the demo file at first start, publishes its torrent at the
 * tracker, and gives it to whoever asks.
 *
 * <p>The file is noise, but the same noise in every lab, so that its info-hash is the same too.
 */
public final class DemoSeed {
    /**
     * What the seed gives.
     *
     * @param address where it listens
     * @param announce the tracker
     * @param publish where the tracker takes torrents, by POST; they get the name {@code demo}
     * @param lengthBytes how long the file is
     * @param pieceLengthBytes how long a piece of it is
     * @param publishEvery how often it is published anew, for a tracker that has lost it
     */
    public record Demo(
            InetSocketAddress address,
            URI announce,
            URI publish,
            int lengthBytes,
            int pieceLengthBytes,
            Duration publishEvery) {}

    public static final String NAME = "seed";

    private static final String FILE = "demo.bin";
    private static final long NOISE = 6881;
    private static final int ANSWER_BYTES_MAX = 64 << 10;
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(DemoSeed.class);

    private final Demo demo;
    private final PeerHouse house;
    private final Http http;
    private @Nullable Thread publisher;
    private volatile @Nullable Peer peer;
    private volatile String publishProblem = "The torrent is not published yet.";

    public DemoSeed(Demo demo, PeerHouse house, Http http) {
        this.demo = demo;
        this.house = house;
        this.http = http;
    }

    /**
     * Seeds; the tracker may come up later.
     *
     * @throws IOException when the file cannot be made, or the address cannot be had
     */
    public void start() throws IOException {
        var file = house.contentFolder(NAME).resolve(FILE);
        make(file);
        var metainfo = described(file);
        peer = house.settle(new PeerProfile(NAME, demo.address(), "", 0, 0), metainfo);
        publisher =
                Thread.ofVirtual()
                        .name("peers-publish")
                        .start(() -> keepPublished(metainfo.toBytes()));
    }

    private Metainfo described(Path file) throws IOException {
        try {
            return Metainfo.describe(demo.announce(), FILE, demo.pieceLengthBytes(), file);
        } catch (InvalidMetainfoException e) {
            throw new IOException("the demo cannot be described: " + e.getMessage(), e);
        }
    }

    // Made aside and moved, so that a crash leaves no half a file that would be seeded as it is.
    private void make(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) == demo.lengthBytes()) {
            return;
        }
        Files.createDirectories(file.getParent());
        var noise = new byte[demo.lengthBytes()];
        new Random(NOISE).nextBytes(noise);
        var draft = file.resolveSibling(FILE + ".draft");
        Files.write(draft, noise);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    // Publishing what the tracker has already changes nothing there, so nobody need ask first.
    private void keepPublished(byte[] torrent) {
        try {
            var retry = FIRST_RETRY;
            while (true) {
                var problem = publish(torrent);
                LOG.debug("publishing the demo: {}", problem);
                // The seed stays ready while a tracker that knew it is away: that is not its doing.
                publishProblem = publishProblem.isEmpty() ? "" : problem;
                var pause = problem.isEmpty() ? demo.publishEvery() : retry;
                retry = problem.isEmpty() ? FIRST_RETRY : doubled(retry);
                Thread.sleep(pause);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration doubled(Duration retry) {
        var next = retry.multipliedBy(2);
        return next.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : next;
    }

    /** Returns what is wrong; empty when the tracker has the torrent now. */
    private String publish(byte[] torrent) {
        try {
            var from = InetAddress.ofLiteral("0.0.0.0");
            var uri = URI.create(demo.publish() + "?name=demo");
            http.post(uri, from, "application/x-bittorrent", torrent, ANSWER_BYTES_MAX);
            return "";
        } catch (RefusedException refused) {
            return demo.publish() + " refuses the demo: " + refused.getMessage();
        } catch (IOException notYet) {
            return demo.publish() + " does not answer: " + notYet.getMessage();
        }
    }

    /** Why the demo cannot be downloaded yet; empty once it can. */
    public String problem() {
        var seed = peer;
        if (seed == null) {
            return "The seed has not started.";
        }
        return publishProblem.isEmpty() && !seed.hasAnnounced()
                ? seed.trackerProblem()
                : publishProblem;
    }

    public void stop() {
        if (publisher != null) {
            publisher.interrupt();
        }
    }
}
