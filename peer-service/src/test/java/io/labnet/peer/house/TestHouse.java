package io.labnet.peer.house;

import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.peer.http.AllowedNetworks;
import io.labnet.peer.http.Http;
import io.labnet.peer.session.Wiretap;
import io.labnet.peer.torrent.Counts;
import io.labnet.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A house for tests, on addresses that no lab uses and ports that the system chooses. */
final class TestHouse implements AutoCloseable {
    static final int PIECE = 32 << 10;
    static final byte[] BYTES = noise(20 * PIECE + 777);

    final TestTracker tracker;
    final Trace trace = new Trace(1000, Clock.systemUTC());
    final AtomicInteger piecesFailed = new AtomicInteger();
    final PeerHouse house;
    private final Path root;

    TestHouse(TestTracker tracker, Path root) throws IOException {
        this.tracker = tracker;
        this.root = root;
        var allowed = new AllowedNetworks(List.of("127.0.0.0/8"));
        var pool = new AddressPool(InetAddress.ofLiteral("127.69.200.3"), 6, 0);
        var wiretap = new Wiretap(trace, address -> false);
        this.house =
                new PeerHouse(
                        root,
                        pool,
                        1 << 20,
                        new Surroundings(
                                new Http(InetAddress::ofLiteral, allowed),
                                allowed,
                                wiretap,
                                counts()));
        house.start();
    }

    /** A torrent of noise with this house's tracker. */
    Metainfo metainfo() throws Exception {
        return Metainfo.describe(
                tracker.uri("/announce"), "noise.bin", PIECE, new ByteArrayInputStream(BYTES));
    }

    Peer seed(long uploadLimit) throws Exception {
        var folder = house.contentFolder("seed");
        Files.createDirectories(folder);
        Files.write(folder.resolve("noise.bin"), BYTES);
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.69.200.2"), 0);
        return house.settle(new PeerProfile("seed", address, "", uploadLimit, 0), metainfo());
    }

    Peer leech(String name, long downloadLimit) throws Exception {
        return switch (house.admit(metainfo(), name, "", 0, downloadLimit)) {
            case Admission.Admitted(var peer) -> peer;
            case Admission.BadName(var reason) -> throw new AssertionError(reason);
            case Admission.HouseFull(var most) -> throw new AssertionError("full: " + most);
            case Admission.TooLarge(var reason) -> throw new AssertionError(reason);
            case Admission.Impossible(var reason) -> throw new AssertionError(reason);
        };
    }

    Path file(String name) {
        return root.resolve(name).resolve("content").resolve("noise.bin");
    }

    private Counts counts() {
        return new Counts() {
            @Override
            public void pieceVerified() {}

            @Override
            public void pieceFailed() {
                piecesFailed.incrementAndGet();
            }

            @Override
            public void downloaded(int bytes) {}

            @Override
            public void uploaded(int bytes) {}
        };
    }

    private static byte[] noise(int length) {
        var noise = new byte[length];
        new Random(2).nextBytes(noise);
        return noise;
    }

    @Override
    public void close() {
        house.stop();
    }
}
