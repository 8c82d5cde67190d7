package io.labnet.peer.http;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whom peers may talk to: a torrent, a tracker or a REST client may name any address, and must not
 * make us call strangers.
 */
public final class AllowedNetworks {
    private record Network(InetAddress prefix, int bits) {
        boolean holds(InetAddress address) {
            var theirs = address.getAddress();
            var ours = prefix.getAddress();
            return theirs.length == ours.length
                    && IntStream.range(0, bits).allMatch(i -> bit(theirs, i) == bit(ours, i));
        }

        private static int bit(byte[] address, int i) {
            return address[i / 8] & (0x80 >> (i % 8));
        }
    }

    private final List<Network> networks;

    /**
     * Some networks.
     *
     * @param networks in CIDR notation, such as {@code 127.0.0.0/8}
     * @throws IllegalArgumentException when one is not
     */
    public AllowedNetworks(List<String> networks) {
        this.networks = networks.stream().map(AllowedNetworks::parse).toList();
    }

    private static Network parse(String cidr) {
        var slash = cidr.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(cidr + " is not a network such as 127.0.0.0/8");
        }
        var prefix = InetAddress.ofLiteral(cidr.substring(0, slash));
        var bits = Integer.parseInt(cidr.substring(slash + 1));
        if (bits < 0 || bits > prefix.getAddress().length * 8) {
            throw new IllegalArgumentException(cidr + " has more bits than an address");
        }
        return new Network(prefix, bits);
    }

    public boolean allow(InetAddress address) {
        return networks.stream().anyMatch(network -> network.holds(address));
    }
}
