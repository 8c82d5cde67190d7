package io.labnet.tracker.swarm;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.SwarmCounts;
import java.util.List;

/**
 * Where swarms are remembered; safe for use by many threads.
 *
 * <p>One that others share may be out of reach: everything here then throws {@link
 * io.labnet.tracker.redis.RedisAwayException}.
 */
public interface SwarmStore {
    /**
     * Takes note of a peer, or forgets it when it has stopped, and picks others for it.
     *
     * <p>Seeds are given no seeds, a peer that stops is given none at all, and nobody is given
     * itself.
     *
     * @param wanted how many others at most
     */
    Admission announce(InfoHash infoHash, SwarmPeer peer, AnnounceEvent event, int wanted);

    /** How one swarm stands; all zero when there is none. */
    SwarmCounts counts(InfoHash infoHash);

    /** Every swarm there is, by info-hash. */
    List<SwarmSummary> swarms();

    /** Everyone in one swarm, the longest silent first; empty when there is none. */
    List<SwarmPeer> peers(InfoHash infoHash);

    SwarmTotals totals();

    /** Forgets peers that have been silent too long, and swarms without any for as long. */
    void expire();
}
