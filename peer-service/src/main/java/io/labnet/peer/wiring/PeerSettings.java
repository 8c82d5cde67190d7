package io.labnet.peer.wiring;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the peer-service, with the world of the book as defaults.
 *
 * @param port where every peer listens, at its own address
 * @param firstAddress the first address of the pool for peers started over REST, IPv4
 * @param most how many peers may be started over REST, 1 to 250, at so many addresses from the
 *     first
 * @param allowedNetworks whom peers may call, in CIDR notation, whatever a torrent or a tracker
 *     says
 * @param contentBytesMax the longest content that a peer started over REST may keep
 * @param seed the seed of the demo
 * @param dns the lab's resolver, for names in the addresses of torrents and trackers
 */
@ConfigurationProperties("labnet.peers")
public record PeerSettings(
        @DefaultValue("6881") int port,
        @DefaultValue("127.69.0.3") InetAddress firstAddress,
        @DefaultValue("60") int most,
        @DefaultValue("127.0.0.0/8") List<String> allowedNetworks,
        @DefaultValue("1073741824") long contentBytesMax,
        @DefaultValue Seed seed,
        @DefaultValue Dns dns) {

    /**
     * The seed of the demo.
     *
     * @param enabled false where this process is to run none
     * @param address where it listens
     * @param announce the tracker
     * @param publish where the tracker takes torrents by POST
     * @param lengthBytes how long the demo file is; another length makes another info-hash
     * @param pieceLengthBytes how long a piece of it is; another length makes another info-hash
     */
    public record Seed(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("127.69.0.2") InetAddress address,
            @DefaultValue("http://127.0.0.1:6969/announce") URI announce,
            @DefaultValue("http://127.0.0.1:8069/api/tracker/torrents") URI publish,
            @DefaultValue("8388608") int lengthBytes,
            @DefaultValue("65536") int pieceLengthBytes) {}

    /**
     * The lab's resolver.
     *
     * @param address where it is
     * @param port without an offset, so that 53 becomes 1053 where the lab's ports are raised
     * @param timeout how long one question waits
     */
    public record Dns(
            @DefaultValue("127.0.0.1") InetAddress address,
            @DefaultValue("53") int port,
            @DefaultValue("2s") Duration timeout) {}
}
