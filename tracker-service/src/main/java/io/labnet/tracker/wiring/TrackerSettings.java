package io.labnet.tracker.wiring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about the tracker, as {@code labnet.tracker.*}.
 *
 * @param addresses where it listens, TCP and UDP; the second is torrent.pbs.org in the lab's DNS
 * @param port 0 to 65535; 0 lets the system choose, one for each address
 * @param open whether any torrent may be announced, or only the hosted ones
 * @param interval how long a peer shall wait between announces; after twice that it is forgotten
 * @param minInterval how long it shall wait at least
 * @param peersDefault how many peers are named to one that does not say how many it wants
 * @param peersMax how many peers are named at most
 * @param trustIpParameter whether a peer may name an address that it does not call from
 * @param swarmsMax how many swarms are remembered
 * @param swarmPeersMax how many peers are remembered in one swarm
 * @param allPeersMax how many peers are remembered in all swarms together
 * @param torrentsMax how many torrent files are hosted
 * @param connectionsMax how many HTTP connections there may be at a time
 * @param idle how long an HTTP connection may be silent
 * @param requestTimeout how long an HTTP request may take from its first byte to its last
 * @param redis where replicas share swarms and torrent files, such as {@code
 *     redis://:password@host:6379/0}; empty for a tracker by itself, in memory and files
 */
@ConfigurationProperties("labnet.tracker")
public record TrackerSettings(
        @DefaultValue({"127.0.0.1", "127.69.0.1"}) List<String> addresses,
        @DefaultValue("6969") int port,
        @DefaultValue("true") boolean open,
        @DefaultValue("60s") Duration interval,
        @DefaultValue("10s") Duration minInterval,
        @DefaultValue("50") int peersDefault,
        @DefaultValue("200") int peersMax,
        @DefaultValue("false") boolean trustIpParameter,
        @DefaultValue("10000") int swarmsMax,
        @DefaultValue("5000") int swarmPeersMax,
        @DefaultValue("100000") int allPeersMax,
        @DefaultValue("256") int torrentsMax,
        @DefaultValue("1024") int connectionsMax,
        @DefaultValue("30s") Duration idle,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("") String redis) {

    public TrackerSettings {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || minInterval.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "labnet.tracker.interval must be 1s or more, and min-interval not longer");
        }
    }
}
