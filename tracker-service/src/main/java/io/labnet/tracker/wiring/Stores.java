package io.labnet.tracker.wiring;

import io.labnet.tracker.redis.RedisLink;
import io.labnet.tracker.swarm.MemorySwarmStore;
import io.labnet.tracker.swarm.RedisSwarmStore;
import io.labnet.tracker.swarm.SwarmLimits;
import io.labnet.tracker.swarm.SwarmStore;
import io.labnet.tracker.torrent.FileTorrentStore;
import io.labnet.tracker.torrent.RedisTorrentStore;
import io.labnet.tracker.torrent.TorrentStore;
import io.labnet.tracker.udp.ConnectionSecrets;
import io.labnet.tracker.udp.SharedSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the tracker remembers, and where: by itself, or in Redis together with its replicas.
 *
 * @param answering where an answer is made that may have to wait for a store
 * @param problem why the stores cannot be asked at the moment; empty when they can
 */
record Stores(
        SwarmStore swarms,
        TorrentStore torrents,
        ConnectionSecrets secrets,
        Executor answering,
        Supplier<String> problem,
        Runnable closing)
        implements AutoCloseable {

    /** Swarms in memory, torrent files in a folder. */
    static Stores ofItself(TrackerSettings settings, Path folder, Clock clock) throws IOException {
        return new Stores(
                new MemorySwarmStore(limits(settings), clock, new SplittableRandom()),
                new FileTorrentStore(folder, settings.torrentsMax(), clock),
                ConnectionSecrets.ofThisProcess(),
                Runnable::run,
                () -> "",
                () -> {});
    }

    /** All in Redis; also when it is away at the moment. */
    static Stores shared(TrackerSettings settings, Clock clock) {
        var redis = new RedisLink(settings.redis());
        return new Stores(
                new RedisSwarmStore(limits(settings), redis, clock, random()),
                new RedisTorrentStore(settings.torrentsMax(), redis, clock),
                new SharedSecrets(redis, clock),
                answer -> Thread.ofVirtual().name("tracker-answer").start(answer),
                redis::problem,
                redis::close);
    }

    @Override
    public void close() {
        closing.run();
    }

    private static SwarmLimits limits(TrackerSettings settings) {
        return new SwarmLimits(
                settings.interval().multipliedBy(2),
                settings.swarmsMax(),
                settings.allPeersMax(),
                settings.swarmPeersMax());
    }

    // Asked by many threads at once, which SplittableRandom may not be.
    private static RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
