package io.labnet.webcache.upstream;

import io.labnet.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where this proxy goes and where not: an open proxy is a way around every fence.
 *
 * @param networks the only addresses it connects to
 * @param refusedPorts services that speak no HTTP, or trust whoever comes from this host
 * @param tunnelPorts the only ports for CONNECT (RFC 9110 section 9.3.6)
 */
public record Destinations(
        List<Network> networks, Set<Integer> refusedPorts, Set<Integer> tunnelPorts) {

    /**
     * Why a connection must not be made.
     *
     * @param to the resolved address: a name proves nothing about where it leads
     * @param own where this proxy listens
     * @return empty when it may be made
     */
    public Optional<FetchFailure> refusal(
            InetSocketAddress to, InetSocketAddress own, boolean tunnel) {
        var ip = to.getAddress();
        var where = ip.getHostAddress() + ":" + to.getPort();
        var loop = loop(to, own);
        if (loop.isPresent()) {
            return loop;
        }
        if (networks.stream().noneMatch(network -> network.contains(ip))) {
            return Optional.of(
                    new FetchFailure.Forbidden(where, "this address is outside the lab"));
        }
        if (isNobodysBusiness(ip) && networks.stream().noneMatch(one -> isMeant(one, ip))) {
            return Optional.of(
                    new FetchFailure.Forbidden(where, "this address is not for clients to reach"));
        }
        if (refusedPorts.contains(to.getPort())) {
            return Optional.of(
                    new FetchFailure.Forbidden(where, "this port is closed to the proxy"));
        }
        if (tunnel && !tunnelPorts.contains(to.getPort())) {
            return Optional.of(new FetchFailure.Forbidden(where, "no tunnels to this port"));
        }
        return Optional.empty();
    }

    /** Why a connection would come back to this proxy. */
    static Optional<FetchFailure> loop(InetSocketAddress to, InetSocketAddress own) {
        var ip = to.getAddress();
        return to.getPort() == own.getPort() && reaches(ip, own.getAddress())
                ? Optional.of(new FetchFailure.Loop(ip.getHostAddress() + ":" + to.getPort()))
                : Optional.empty();
    }

    // What hosts offer to themselves or to their own link, cloud metadata among it.
    private static boolean isNobodysBusiness(InetAddress ip) {
        return ip.isLoopbackAddress()
                || ip.isLinkLocalAddress()
                || ip.isAnyLocalAddress()
                || ip.isMulticastAddress();
    }

    // A network that contains one of these by the way, such as 0.0.0.0/0, does not open it.
    private static boolean isMeant(Network network, InetAddress ip) {
        return network.contains(ip) && isNobodysBusiness(network.address()) && isNarrow(network);
    }

    private static boolean isNarrow(Network network) {
        return network.prefixBits() >= Byte.SIZE;
    }

    // A listener on the wildcard address has every address of this host, on Linux all of 127/8.
    private static boolean reaches(InetAddress to, InetAddress own) {
        return to.equals(own) || to.isAnyLocalAddress() || (own.isAnyLocalAddress() && isHere(to));
    }

    private static boolean isHere(InetAddress address) {
        return address.isLoopbackAddress();
    }
}
