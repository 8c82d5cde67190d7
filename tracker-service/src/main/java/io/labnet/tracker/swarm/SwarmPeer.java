package io.labnet.tracker.swarm;

import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.tracker.TrackerPeer;
import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A peer as it last announced itself.
 *
 * @param address where it listens; this, not the id, tells peers of a swarm apart, so that nobody
 *     can speak for a peer at another address
 * @param uploadedBytes since it started, as it says
 * @param downloadedBytes since it started, as it says
 * @param leftBytes still to be had; 0 makes a seed
 * @param announced when it did so
 */
public record SwarmPeer(
        PeerId id,
        InetSocketAddress address,
        long uploadedBytes,
        long downloadedBytes,
        long leftBytes,
        Instant announced) {

    public boolean isSeed() {
        return leftBytes == 0;
    }

    TrackerPeer toTrackerPeer() {
        return new TrackerPeer(address, id);
    }
}
