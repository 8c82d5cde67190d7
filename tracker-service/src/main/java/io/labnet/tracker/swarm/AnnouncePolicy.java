package io.labnet.tracker.swarm;

import io.labnet.bittorrent.InfoHash;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How the tracker treats peers.
 *
 * @param interval how long a peer shall wait before it announces itself again
 * @param minInterval how long it shall wait at least
 * @param peersDefault how many peers are named to one that does not say how many it wants
 * @param peersMax how many peers are named at most
 * @param trustsIpParameter whether a peer may name an address that it does not call from
 * @param admits which torrents peers may announce
 */
public record AnnouncePolicy(
        Duration interval,
        Duration minInterval,
        int peersDefault,
        int peersMax,
        boolean trustsIpParameter,
        Predicate<InfoHash> admits) {}
