package io.labnet.tracker;

import io.labnet.bittorrent.InfoHash;
import io.labnet.trace.Trace;
import io.labnet.tracker.http.HttpAnswers;
import io.labnet.tracker.http.HttpFrontEnd;
import io.labnet.tracker.http.HttpLimits;
import io.labnet.tracker.journal.Journal;
import io.labnet.tracker.swarm.AnnouncePolicy;
import io.labnet.tracker.swarm.MemorySwarmStore;
import io.labnet.tracker.swarm.SwarmLimits;
import io.labnet.tracker.swarm.SwarmStore;
import io.labnet.tracker.swarm.Tracker;
import io.labnet.tracker.torrent.FileTorrentStore;
import io.labnet.tracker.torrent.TorrentStore;
import io.labnet.tracker.udp.ConnectionSecrets;
import io.labnet.tracker.udp.UdpFrontEnd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.threeten.extra.MutableClock;

/** A whole tracker on ports that the system chose, in virtual time. */
public final class LiveTracker implements AutoCloseable {
    public static final Duration INTERVAL = Duration.ofMinutes(1);

    public final MutableClock clock =
            MutableClock.of(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    public final Trace trace = new Trace(1000, clock);
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final TorrentStore torrents;
    public final SwarmStore swarms;
    public final InetSocketAddress http;
    public final InetSocketAddress udp;

    private final HttpFrontEnd httpFrontEnd;
    private final UdpFrontEnd udpFrontEnd;

    public LiveTracker(Path folder, HttpLimits limits, Predicate<InfoHash> admits)
            throws IOException {
        torrents = new FileTorrentStore(folder, 10, clock);
        var swarmLimits = new SwarmLimits(INTERVAL.multipliedBy(2), 100, 1000, 500);
        swarms = new MemorySwarmStore(swarmLimits, clock, new SplittableRandom(1));
        var policy = new AnnouncePolicy(INTERVAL, Duration.ofSeconds(10), 50, 200, false, admits);
        var tracker = new Tracker(policy, swarms, clock);
        var journal = new Journal(trace, meters);
        httpFrontEnd =
                new HttpFrontEnd(
                        new HttpAnswers(tracker, torrents, journal, clock), limits, Runnable::run);
        udpFrontEnd = new UdpFrontEnd(tracker, journal, ConnectionSecrets.ofThisProcess(), clock);
        http = httpFrontEnd.listen(new InetSocketAddress("127.0.0.1", 0));
        udp = udpFrontEnd.listen(new InetSocketAddress("127.0.0.1", 0));
    }

    public static LiveTracker open(Path folder) throws IOException {
        var limits = new HttpLimits(1024, Duration.ofSeconds(30), Duration.ofSeconds(30));
        return new LiveTracker(folder, limits, _ -> true);
    }

    public void alsoListenForHttp(InetSocketAddress address) throws IOException {
        httpFrontEnd.listen(address);
    }

    public void alsoListenForUdp(InetSocketAddress address) throws IOException {
        udpFrontEnd.listen(address);
    }

    public double count(String name) {
        return meters.get("labnet.tracker." + name).counter().count();
    }

    @Override
    public void close() throws IOException {
        httpFrontEnd.close();
        udpFrontEnd.close();
    }
}
