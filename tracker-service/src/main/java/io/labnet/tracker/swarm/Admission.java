package io.labnet.tracker.swarm;

import io.labnet.bittorrent.tracker.SwarmCounts;
import java.util.List;

/** What became of an announce. */
public sealed interface Admission {
    /**
     * The store has taken note.
     *
     * @param counts how the swarm stands now
     * @param neighbours other peers of the swarm, picked at random
     */
    record Admitted(SwarmCounts counts, List<SwarmPeer> neighbours) implements Admission {}

    /** The peer is new and there is no room for it. */
    record Full(String reason) implements Admission {
        static final Full OF_SWARMS = new Full("this tracker has no room for more torrents");
        static final Full OF_PEERS = new Full("this tracker has no room for more peers");
        static final Full SWARM = new Full("this torrent has no room for more peers");
    }
}
