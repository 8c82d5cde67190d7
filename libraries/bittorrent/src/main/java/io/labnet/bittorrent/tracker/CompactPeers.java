package io.labnet.bittorrent.tracker;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Peers as bytes: address and port of each, end to end (BEP 23; BEP 7 for IPv6). */
final class CompactPeers {
    static final int IPV4_LENGTH = 4;
    static final int IPV6_LENGTH = 16;
    private static final int PORT_LENGTH = 2;

    private CompactPeers() {}

    static byte[] ipv4(List<TrackerPeer> peers) {
        var found = peers.stream().filter(p -> p.ip() instanceof Inet4Address).toList();
        return encoded(found, IPV4_LENGTH);
    }

    static byte[] ipv6(List<TrackerPeer> peers) {
        var found = peers.stream().filter(p -> p.ip() instanceof Inet6Address).toList();
        return encoded(found, IPV6_LENGTH);
    }

    private static byte[] encoded(List<TrackerPeer> peers, int addressLength) {
        var bytes = ByteBuffer.allocate(peers.size() * (addressLength + PORT_LENGTH));
        for (var peer : peers) {
            bytes.put(peer.ip().getAddress());
            bytes.putShort((short) peer.address().getPort());
        }
        return bytes.array();
    }

    /**
     * Reads peers to the end of the bytes.
     *
     * @param addressLength {@link #IPV4_LENGTH} or {@link #IPV6_LENGTH}
     */
    static List<TrackerPeer> decoded(ByteBuffer bytes, int addressLength)
            throws InvalidTrackerMessageException {
        if (bytes.remaining() % (addressLength + PORT_LENGTH) != 0) {
            throw new InvalidTrackerMessageException(
                    "peers of " + bytes.remaining() + " bytes end in the middle of one");
        }
        var peers = new ArrayList<TrackerPeer>();
        var address = new byte[addressLength];
        while (bytes.hasRemaining()) {
            bytes.get(address);
            var port = bytes.getShort() & 0xFFFF;
            // Nobody can be called at port 0.
            if (port != 0) {
                peers.add(TrackerPeer.of(new InetSocketAddress(inet(address), port)));
            }
        }
        return peers;
    }

    static InetAddress inet(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("4 or 16 bytes are an address", e);
        }
    }
}
