package io.labnet.tracker.swarm;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.SwarmCounts;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Swarms in this process's memory.
 *
 * <p>One lock guards them all: an announce holds it for about a microsecond.
 */
public final class MemorySwarmStore implements SwarmStore {
    private final SwarmLimits limits;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<InfoHash, Swarm> swarms = new HashMap<>();
    private int peers;
    private int seeds;

    public MemorySwarmStore(SwarmLimits limits, Clock clock, RandomGenerator random) {
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized Admission announce(
            InfoHash infoHash, SwarmPeer peer, AnnounceEvent event, int wanted) {
        var swarm = swarms.get(infoHash);
        if (swarm != null) {
            changed(swarm, () -> swarm.expire(oldestKept()));
        }
        if (event == AnnounceEvent.STOPPED) {
            return stopped(swarm, peer);
        }
        var refusal = refusal(swarm, peer);
        if (refusal != null) {
            return refusal;
        }
        var joined = swarms.computeIfAbsent(infoHash, _ -> new Swarm(peer.announced()));
        if (event == AnnounceEvent.COMPLETED) {
            joined.complete(peer);
        }
        changed(joined, () -> joined.put(peer));
        return new Admission.Admitted(joined.counts(), joined.neighbours(peer, wanted, random));
    }

    private Admission stopped(@Nullable Swarm swarm, SwarmPeer peer) {
        if (swarm == null) {
            return new Admission.Admitted(SwarmCounts.NONE, List.of());
        }
        changed(swarm, () -> swarm.remove(peer.address()));
        return new Admission.Admitted(swarm.counts(), List.of());
    }

    private Admission.@Nullable Full refusal(@Nullable Swarm swarm, SwarmPeer peer) {
        if (swarm == null && swarms.size() >= limits.swarms()) {
            return Admission.Full.OF_SWARMS;
        }
        if (swarm != null && swarm.has(peer.address())) {
            return null;
        }
        if (peers >= limits.peers()) {
            return Admission.Full.OF_PEERS;
        }
        return swarm != null && swarm.size() >= limits.peersPerSwarm()
                ? Admission.Full.SWARM
                : null;
    }

    @Override
    public synchronized SwarmCounts counts(InfoHash infoHash) {
        var swarm = swarms.get(infoHash);
        if (swarm == null) {
            return SwarmCounts.NONE;
        }
        changed(swarm, () -> swarm.expire(oldestKept()));
        return swarm.counts();
    }

    @Override
    public synchronized List<SwarmSummary> swarms() {
        expire();
        return new TreeMap<>(swarms)
                .entrySet().stream()
                        .map(e -> new SwarmSummary(e.getKey(), e.getValue().counts()))
                        .toList();
    }

    @Override
    public synchronized List<SwarmPeer> peers(InfoHash infoHash) {
        var swarm = swarms.get(infoHash);
        if (swarm == null) {
            return List.of();
        }
        changed(swarm, () -> swarm.expire(oldestKept()));
        return swarm.peers();
    }

    @Override
    public synchronized SwarmTotals totals() {
        return new SwarmTotals(swarms.size(), peers, seeds);
    }

    @Override
    public synchronized void expire() {
        var since = oldestKept();
        for (var swarm : swarms.values()) {
            changed(swarm, () -> swarm.expire(since));
        }
        swarms.values().removeIf(swarm -> swarm.isDeserted(since));
    }

    private Instant oldestKept() {
        return clock.instant().minus(limits.peerLifetime());
    }

    private void changed(Swarm swarm, Runnable change) {
        peers -= swarm.size();
        seeds -= swarm.seedCount();
        change.run();
        peers += swarm.size();
        seeds += swarm.seedCount();
    }
}
