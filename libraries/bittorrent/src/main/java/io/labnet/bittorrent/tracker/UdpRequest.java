package io.labnet.bittorrent.tracker;

import static io.labnet.bittorrent.tracker.UdpResponse.ANNOUNCE;
import static io.labnet.bittorrent.tracker.UdpResponse.CONNECT;
import static io.labnet.bittorrent.tracker.UdpResponse.SCRAPE;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One packet from a peer to a tracker over UDP (BEP 15). */
public sealed interface UdpRequest {
    /** Chosen by the peer; the answer repeats it. */
    int transactionId();

    /** Asks for a connection id, which proves later that the sender's address is its own. */
    record Connect(int transactionId) implements UdpRequest {}

    /** An announce; {@code request.compact()} is true always. */
    record Announce(long connectionId, int transactionId, AnnounceRequest request)
            implements UdpRequest {}

    record Scrape(long connectionId, int transactionId, ScrapeRequest request)
            implements UdpRequest {}

    /** BEP 15's magic constant, which a first packet begins with. */
    long PROTOCOL_ID = 0x41727101980L;

    /** No packet of ours is longer. */
    int LENGTH_MAX = 16 + ScrapeRequest.MOST * InfoHash.LENGTH;

    /** The shortest packet of all. */
    int LENGTH_MIN = 16;

    /** An announce without the options of BEP 41, which are passed over. */
    int ANNOUNCE_LENGTH = 98;

    /**
     * Reads one packet.
     *
     * @param packet from its position to its limit
     * @throws InvalidTrackerMessageException when it is no request of BEP 15
     */
    static UdpRequest parse(ByteBuffer packet) throws InvalidTrackerMessageException {
        require(packet, LENGTH_MIN);
        var connectionId = packet.getLong();
        var action = packet.getInt();
        var transactionId = packet.getInt();
        return switch (action) {
            case CONNECT -> connect(connectionId, transactionId);
            case ANNOUNCE -> announce(connectionId, transactionId, packet);
            case SCRAPE -> scrape(connectionId, transactionId, packet);
            default -> throw new InvalidTrackerMessageException("there is no action " + action);
        };
    }

    /** Writes this packet into a buffer, which has room for {@link #LENGTH_MAX} bytes. */
    default void write(ByteBuffer packet) {
        switch (this) {
            case Connect(var transaction) ->
                    packet.putLong(PROTOCOL_ID).putInt(CONNECT).putInt(transaction);
            case Announce(var connection, var transaction, var request) -> {
                packet.putLong(connection).putInt(ANNOUNCE).putInt(transaction);
                write(request, packet);
            }
            case Scrape(var connection, var transaction, var request) -> {
                packet.putLong(connection).putInt(SCRAPE).putInt(transaction);
                request.infoHashes().forEach(hash -> packet.put(hash.bytes()));
            }
        }
    }

    private static UdpRequest connect(long protocolId, int transactionId)
            throws InvalidTrackerMessageException {
        if (protocolId != PROTOCOL_ID) {
            throw new InvalidTrackerMessageException("a connect without the protocol id");
        }
        return new Connect(transactionId);
    }

    private static UdpRequest announce(long connectionId, int transactionId, ByteBuffer packet)
            throws InvalidTrackerMessageException {
        require(packet, ANNOUNCE_LENGTH - LENGTH_MIN);
        var infoHash = InfoHash.of(bytes(packet, InfoHash.LENGTH));
        var peerId = PeerId.of(bytes(packet, PeerId.LENGTH));
        var downloaded = packet.getLong();
        var left = packet.getLong();
        var uploaded = packet.getLong();
        var event = AnnounceEvent.ofNumber(packet.getInt());
        var ip = bytes(packet, CompactPeers.IPV4_LENGTH);
        var key = HexFormat.of().toHexDigits(packet.getInt());
        var numWant = Math.max(packet.getInt(), AnnounceRequest.NUM_WANT_DEFAULT);
        var port = packet.getShort() & 0xFFFF;
        if (port == 0) {
            throw new InvalidTrackerMessageException("port must be 1 to 65535");
        }
        return new Announce(
                connectionId,
                transactionId,
                new AnnounceRequest(
                        infoHash,
                        peerId,
                        port,
                        Math.max(0, uploaded),
                        Math.max(0, downloaded),
                        // libtorrent and others say -1 while they do not know the length yet.
                        left < 0 ? Long.MAX_VALUE : left,
                        event,
                        numWant,
                        true,
                        key,
                        address(ip)));
    }

    private static UdpRequest scrape(long connectionId, int transactionId, ByteBuffer packet)
            throws InvalidTrackerMessageException {
        if (packet.remaining() < InfoHash.LENGTH || packet.remaining() % InfoHash.LENGTH != 0) {
            throw new InvalidTrackerMessageException("a scrape needs whole info-hashes");
        }
        if (packet.remaining() > ScrapeRequest.MOST * InfoHash.LENGTH) {
            throw new InvalidTrackerMessageException(
                    "a scrape of more than " + ScrapeRequest.MOST + " info-hashes");
        }
        var hashes = new ArrayList<InfoHash>();
        while (packet.hasRemaining()) {
            hashes.add(InfoHash.of(bytes(packet, InfoHash.LENGTH)));
        }
        return new Scrape(connectionId, transactionId, new ScrapeRequest(hashes));
    }

    private static void write(AnnounceRequest request, ByteBuffer packet) {
        packet.put(request.infoHash().bytes()).put(request.peerId().bytes());
        packet.putLong(request.downloadedBytes());
        packet.putLong(request.leftBytes());
        packet.putLong(request.uploadedBytes());
        packet.putInt(request.event().number());
        packet.put(request.ip() instanceof Inet4Address ip ? ip.getAddress() : new byte[4]);
        packet.putInt(key(request.key()));
        packet.putInt(request.numWant());
        packet.putShort((short) request.port());
    }

    // A key of another form than ours still has to give the same four bytes each time.
    private static int key(@Nullable String key) {
        if (key == null) {
            return 0;
        }
        try {
            return HexFormat.fromHexDigits(key);
        } catch (IllegalArgumentException notHexadecimal) {
            return key.hashCode();
        }
    }

    private static @Nullable InetAddress address(byte[] ip) {
        var address = CompactPeers.inet(ip);
        // BEP 15: zero means that the sender's own address is to be used.
        return address.isAnyLocalAddress() ? null : address;
    }

    private static byte[] bytes(ByteBuffer packet, int length) {
        var bytes = new byte[length];
        packet.get(bytes);
        return bytes;
    }

    private static void require(ByteBuffer packet, int length)
            throws InvalidTrackerMessageException {
        if (packet.remaining() < length) {
            throw new InvalidTrackerMessageException("a packet that ends too early");
        }
    }
}
