package io.labnet.peer.http;

import io.labnet.network.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * Whom peers may talk to: a torrent, a tracker or a REST client may name any address, and must not
 * make us call strangers.
 */
public final class AllowedNetworks {
    private final List<Network> networks;

    /**
     * Some networks.
     *
     * @param networks in CIDR notation, such as {@code 127.0.0.0/8}
     * @throws IllegalArgumentException when one is not
     */
    public AllowedNetworks(List<String> networks) {
        this.networks = networks.stream().map(Network::parse).toList();
    }

    public boolean allow(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
