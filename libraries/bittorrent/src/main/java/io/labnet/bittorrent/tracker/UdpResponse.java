package io.labnet.bittorrent.tracker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One packet from a tracker to a peer over UDP (BEP 15). */
public sealed interface UdpResponse {
    int CONNECT = 0;
    int ANNOUNCE = 1;
    int SCRAPE = 2;
    int ERROR = 3;

    /** No packet of ours is longer: what passes an Ethernet link in one piece. */
    int LENGTH_MAX = 1472;

    /** How many peers an answer can name: what fits, by IPv6's longer addresses. */
    int PEERS_MAX = (LENGTH_MAX - 20) / 18;

    /** Repeats the request's. */
    int transactionId();

    /** Answers a connect; the id is good for a minute or two from this address. */
    record Connected(int transactionId, long connectionId) implements UdpResponse {}

    /** Answers an announce; peers all have the kind of address that the packet came from. */
    record Announced(
            int transactionId,
            int intervalSeconds,
            int leechers,
            int seeds,
            List<TrackerPeer> peers)
            implements UdpResponse {
        public Announced {
            peers = List.copyOf(peers);
        }

        /** This as it would have come over HTTP. */
        public AnnounceResponse.Success toSuccess() {
            return new AnnounceResponse.Success(intervalSeconds, 0, seeds, leechers, peers);
        }
    }

    /** Answers a scrape, in the order of the asked-for info-hashes. */
    record Scraped(int transactionId, List<SwarmCounts> swarms) implements UdpResponse {
        public Scraped {
            swarms = List.copyOf(swarms);
        }
    }

    /** The tracker refuses; the message is for people to read. */
    record Failed(int transactionId, String message) implements UdpResponse {}

    /**
     * Reads one packet, whose sender has an IPv4 address.
     *
     * @param packet from its position to its limit
     * @throws InvalidTrackerMessageException when it is no response of BEP 15
     */
    static UdpResponse parse(ByteBuffer packet) throws InvalidTrackerMessageException {
        return parse(packet, false);
    }

    /**
     * Reads one packet.
     *
     * @param packet from its position to its limit
     * @param fromIpv6 whether its sender has an IPv6 address, as the named peers then have too
     * @throws InvalidTrackerMessageException when it is no response of BEP 15
     */
    static UdpResponse parse(ByteBuffer packet, boolean fromIpv6)
            throws InvalidTrackerMessageException {
        require(packet, 8);
        var action = packet.getInt();
        var transactionId = packet.getInt();
        return switch (action) {
            case CONNECT -> {
                require(packet, Long.BYTES);
                yield new Connected(transactionId, packet.getLong());
            }
            case ANNOUNCE -> announced(transactionId, packet, fromIpv6);
            case SCRAPE -> scraped(transactionId, packet);
            case ERROR -> new Failed(transactionId, text(packet));
            default -> throw new InvalidTrackerMessageException("there is no action " + action);
        };
    }

    /** Writes this packet into a buffer, which has room for {@link #LENGTH_MAX} bytes. */
    default void write(ByteBuffer packet) {
        switch (this) {
            case Connected(var transaction, var connection) ->
                    packet.putInt(CONNECT).putInt(transaction).putLong(connection);
            case Announced(var transaction, var interval, var leechers, var seeds, var peers) -> {
                packet.putInt(ANNOUNCE).putInt(transaction);
                packet.putInt(interval).putInt(leechers).putInt(seeds);
                packet.put(CompactPeers.ipv4(peers)).put(CompactPeers.ipv6(peers));
            }
            case Scraped(var transaction, var swarms) -> {
                packet.putInt(SCRAPE).putInt(transaction);
                for (var swarm : swarms) {
                    packet.putInt(swarm.seeds()).putInt(swarm.completed());
                    packet.putInt(swarm.leechers());
                }
            }
            case Failed(var transaction, var message) -> {
                var text = message.getBytes(StandardCharsets.UTF_8);
                packet.putInt(ERROR).putInt(transaction);
                packet.put(Arrays.copyOf(text, Math.min(text.length, 256)));
            }
        }
    }

    private static Announced announced(int transactionId, ByteBuffer packet, boolean fromIpv6)
            throws InvalidTrackerMessageException {
        require(packet, 3 * Integer.BYTES);
        var interval = Math.max(0, packet.getInt());
        var leechers = Math.max(0, packet.getInt());
        var seeds = Math.max(0, packet.getInt());
        var addressLength = fromIpv6 ? CompactPeers.IPV6_LENGTH : CompactPeers.IPV4_LENGTH;
        return new Announced(
                transactionId,
                interval,
                leechers,
                seeds,
                CompactPeers.decoded(packet, addressLength));
    }

    private static Scraped scraped(int transactionId, ByteBuffer packet)
            throws InvalidTrackerMessageException {
        if (packet.remaining() % (3 * Integer.BYTES) != 0) {
            throw new InvalidTrackerMessageException(
                    "an answer that ends in the middle of a swarm");
        }
        var swarms = new ArrayList<SwarmCounts>();
        while (packet.hasRemaining()) {
            var seeds = Math.max(0, packet.getInt());
            var completed = Math.max(0, packet.getInt());
            var leechers = Math.max(0, packet.getInt());
            swarms.add(new SwarmCounts(seeds, leechers, completed));
        }
        return new Scraped(transactionId, swarms);
    }

    private static String text(ByteBuffer packet) {
        var bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void require(ByteBuffer packet, int length)
            throws InvalidTrackerMessageException {
        if (packet.remaining() < length) {
            throw new InvalidTrackerMessageException("a packet that ends too early");
        }
    }
}
