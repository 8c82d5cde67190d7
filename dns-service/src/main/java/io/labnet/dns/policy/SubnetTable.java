package io.labnet.dns.policy;

import io.labnet.network.Network;
import java.util.Arrays;
import java.util.List;

/** Which of some networks a client is in, and for how many others the same would hold. */
final class SubnetTable {
    /** In no network. */
    static final int NONE = -1;

    /**
     * What was found.
     *
     * @param row the place of the network, or {@link #NONE}
     * @param scopeBits all clients that share so many bits are found there; more than were given
     *     where these were too few to tell (RFC 7871 section 7.2.1)
     */
    record Found(int row, int scopeBits) {}

    private final byte[][] addresses;
    private final int[] bits;

    SubnetTable(List<Network> networks) {
        addresses = networks.stream().map(n -> n.address().getAddress()).toArray(byte[][]::new);
        bits = networks.stream().mapToInt(Network::prefixBits).toArray();
    }

    /** The network with the longest prefix that the client's address surely has. */
    Found find(Network client) {
        var address = client.address().getAddress();
        var best = NONE;
        var scope = 0;
        for (int row = 0; row < bits.length; row++) {
            if (addresses[row].length != address.length) {
                continue;
            }
            var common = commonBits(addresses[row], address);
            var isLonger = bits[row] > client.prefixBits();
            if (common >= Math.min(bits[row], client.prefixBits())) {
                // Where it is longer, only some of the clients that are meant are in it.
                scope = Math.max(scope, bits[row]);
                best = isLonger || !isBetter(row, best) ? best : row;
            } else {
                // So many bits keep it out of the network.
                scope = Math.max(scope, common + 1);
            }
        }
        return new Found(best, scope);
    }

    private boolean isBetter(int row, int best) {
        return best == NONE || bits[row] > bits[best];
    }

    private static int commonBits(byte[] one, byte[] other) {
        var same = Arrays.mismatch(one, other);
        if (same < 0) {
            return one.length * Byte.SIZE;
        }
        var differing = (one[same] ^ other[same]) & 0xFF;
        return same * Byte.SIZE + Integer.numberOfLeadingZeros(differing) - 3 * Byte.SIZE;
    }

    /** Whether a network's address has no bits beyond its prefix. */
    static boolean isPrefix(Network network) {
        var address = network.address().getAddress();
        for (int i = 0; i < address.length; i++) {
            var kept = Math.max(0, Math.min(network.prefixBits() - i * Byte.SIZE, Byte.SIZE));
            if ((byte) (address[i] << kept) != 0) {
                return false;
            }
        }
        return true;
    }
}
