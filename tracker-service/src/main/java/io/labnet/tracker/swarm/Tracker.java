package io.labnet.tracker.swarm;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.ScrapeRequest;
import io.labnet.bittorrent.tracker.ScrapeResponse;
import io.labnet.bittorrent.tracker.SwarmCounts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.TreeMap;

/** Decides what an announce or a scrape earns, however it came. */
public final class Tracker {
    private final AnnouncePolicy policy;
    private final SwarmStore store;
    private final Clock clock;

    public Tracker(AnnouncePolicy policy, SwarmStore store, Clock clock) {
        this.policy = policy;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Takes note of a peer and names others.
     *
     * @param sender the address that the request came from
     */
    public AnnounceResponse announce(AnnounceRequest request, InetAddress sender) {
        if (!policy.admits().test(request.infoHash())) {
            return new AnnounceResponse.Failure("this tracker does not host that torrent");
        }
        var admission =
                store.announce(
                        request.infoHash(),
                        peer(request, sender),
                        request.event(),
                        wanted(request));
        return switch (admission) {
            case Admission.Full(var reason) -> new AnnounceResponse.Failure(reason);
            case Admission.Admitted(var counts, var neighbours) ->
                    new AnnounceResponse.Success(
                            (int) policy.interval().toSeconds(),
                            (int) policy.minInterval().toSeconds(),
                            counts.seeds(),
                            counts.leechers(),
                            neighbours.stream().map(SwarmPeer::toTrackerPeer).toList());
        };
    }

    /** How the asked-for swarms stand; an unknown one has no peers. */
    public ScrapeResponse scrape(ScrapeRequest request) {
        var swarms = new TreeMap<InfoHash, SwarmCounts>();
        for (var hash : request.infoHashes()) {
            swarms.put(hash, store.counts(hash));
        }
        return new ScrapeResponse(swarms);
    }

    // By default the ip parameter is ignored: with it anyone could point a swarm at a victim.
    private SwarmPeer peer(AnnounceRequest request, InetAddress sender) {
        var claimed = request.ip();
        var ip = policy.trustsIpParameter() && claimed != null ? claimed : sender;
        return new SwarmPeer(
                request.peerId(),
                new InetSocketAddress(ip, request.port()),
                request.uploadedBytes(),
                request.downloadedBytes(),
                request.leftBytes(),
                clock.instant());
    }

    private int wanted(AnnounceRequest request) {
        return request.numWant() == AnnounceRequest.NUM_WANT_DEFAULT
                ? policy.peersDefault()
                : Math.min(request.numWant(), policy.peersMax());
    }
}
