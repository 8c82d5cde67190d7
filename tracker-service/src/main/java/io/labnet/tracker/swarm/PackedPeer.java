package io.labnet.tracker.swarm;

import io.labnet.bittorrent.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A peer as bytes: its id, uploaded, downloaded, left, when it announced in milliseconds, and its
 * address as BEP 23 has it, 4 or 16 bytes and a port.
 */
final class PackedPeer {
    private static final int NUMBERS = 4;

    private PackedPeer() {}

    static byte[] of(SwarmPeer peer) {
        var address = address(peer.address());
        return ByteBuffer.allocate(PeerId.LENGTH + NUMBERS * Long.BYTES + address.length)
                .put(peer.id().bytes())
                .putLong(peer.uploadedBytes())
                .putLong(peer.downloadedBytes())
                .putLong(peer.leftBytes())
                .putLong(peer.announced().toEpochMilli())
                .put(address)
                .array();
    }

    static SwarmPeer read(byte[] packed) {
        var bytes = ByteBuffer.wrap(packed);
        var id = new byte[PeerId.LENGTH];
        bytes.get(id);
        var uploaded = bytes.getLong();
        var downloaded = bytes.getLong();
        var left = bytes.getLong();
        var announced = Instant.ofEpochMilli(bytes.getLong());
        var address = address(bytes);
        return new SwarmPeer(PeerId.of(id), address, uploaded, downloaded, left, announced);
    }

    static byte[] address(InetSocketAddress address) {
        var ip = address.getAddress().getAddress();
        return ByteBuffer.allocate(ip.length + Short.BYTES)
                .put(ip)
                .putShort((short) address.getPort())
                .array();
    }

    private static InetSocketAddress address(ByteBuffer bytes) {
        var ip = new byte[bytes.remaining() - Short.BYTES];
        bytes.get(ip);
        try {
            var port = Short.toUnsignedInt(bytes.getShort());
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
