package io.labnet.bittorrent.tracker;

import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.bencode.Bencode;
import io.labnet.bittorrent.bencode.BencodeException;
import io.labnet.bittorrent.bencode.BencodeValue;
import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.BencodeValue.ListValue;
import io.labnet.bittorrent.bencode.ByteString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tracker answers to an announce (BEP 3). */
public sealed interface AnnounceResponse {

    /**
     * The tracker takes note of the peer and names others.
     *
     * @param intervalSeconds how long to wait before the next regular announce
     * @param minIntervalSeconds how long to wait at least, 0 when the tracker does not say
     * @param complete how many seeds there are
     * @param incomplete how many other peers there are
     */
    record Success(
            int intervalSeconds,
            int minIntervalSeconds,
            int complete,
            int incomplete,
            List<TrackerPeer> peers)
            implements AnnounceResponse {
        public Success {
            peers = List.copyOf(peers);
        }

        /** Where the named peers listen. */
        public List<InetSocketAddress> addresses() {
            return peers.stream().map(TrackerPeer::address).toList();
        }

        /**
         * This as a body for HTTP.
         *
         * @param compact peers as bytes (BEP 23, BEP 7) rather than as dictionaries (BEP 3)
         */
        public byte[] toBytes(boolean compact) {
            var answer =
                    Dictionary.EMPTY
                            .with("interval", intervalSeconds)
                            .with("complete", complete)
                            .with("incomplete", incomplete);
            if (minIntervalSeconds > 0) {
                answer = answer.with("min interval", minIntervalSeconds);
            }
            return Bencode.encode(compact ? withCompact(answer) : withDictionaries(answer));
        }

        private Dictionary withCompact(Dictionary answer) {
            var ipv6 = CompactPeers.ipv6(peers);
            var more = answer.with("peers", ByteString.of(CompactPeers.ipv4(peers)));
            return ipv6.length == 0 ? more : more.with("peers6", ByteString.of(ipv6));
        }

        private Dictionary withDictionaries(Dictionary answer) {
            var list = new ArrayList<BencodeValue>();
            for (var peer : peers) {
                var dictionary =
                        Dictionary.EMPTY
                                .with("ip", peer.ip().getHostAddress())
                                .with("port", peer.address().getPort());
                var id = peer.id();
                list.add(
                        id == null
                                ? dictionary
                                : dictionary.with("peer id", ByteString.of(id.bytes())));
            }
            return answer.with("peers", new ListValue(list));
        }
    }

    /**
     * The tracker refuses.
     *
     * @param reason for people to read
     */
    record Failure(String reason) implements AnnounceResponse {
        /** This as a body for HTTP, which BEP 3 sends with status 200. */
        public byte[] toBytes() {
            return Bencode.encode(Dictionary.EMPTY.with("failure reason", reason));
        }
    }

    /**
     * Reads the body of an answer over HTTP, peers in either form.
     *
     * @throws InvalidTrackerMessageException when it is no answer of a tracker
     */
    static AnnounceResponse parse(byte[] body) throws InvalidTrackerMessageException {
        var answer = dictionary(body);
        var failure = answer.text("failure reason");
        if (failure != null) {
            return new Failure(failure);
        }
        var interval = answer.integer("interval");
        if (interval == null || interval < 0) {
            throw new InvalidTrackerMessageException("the tracker's answer has no interval");
        }
        return new Success(
                bounded(interval),
                bounded(answer.integer("min interval", 0)),
                bounded(answer.integer("complete", 0)),
                bounded(answer.integer("incomplete", 0)),
                peers(answer));
    }

    private static Dictionary dictionary(byte[] body) throws InvalidTrackerMessageException {
        try {
            return Bencode.decodeDictionary(body);
        } catch (BencodeException e) {
            throw new InvalidTrackerMessageException(
                    "the tracker's answer is not bencoded: " + e.getMessage(), e);
        }
    }

    private static int bounded(long number) {
        return (int) Math.clamp(number, 0, (long) Integer.MAX_VALUE);
    }

    private static List<TrackerPeer> peers(Dictionary answer)
            throws InvalidTrackerMessageException {
        var peers = new ArrayList<TrackerPeer>();
        var compact = answer.string("peers");
        if (compact != null) {
            peers.addAll(CompactPeers.decoded(compact.buffer(), CompactPeers.IPV4_LENGTH));
        }
        var compact6 = answer.string("peers6");
        if (compact6 != null) {
            peers.addAll(CompactPeers.decoded(compact6.buffer(), CompactPeers.IPV6_LENGTH));
        }
        for (var item : answer.list("peers")) {
            var peer = item instanceof Dictionary dictionary ? peer(dictionary) : null;
            if (peer != null) {
                peers.add(peer);
            }
        }
        return peers;
    }

    // A peer named by a host name (BEP 3 allows it) or without a port is passed over.
    private static @Nullable TrackerPeer peer(Dictionary peer) {
        var ip = peer.text("ip");
        var port = peer.integer("port", 0);
        if (ip == null || port < 1 || port > 65_535) {
            return null;
        }
        var id = peer.string("peer id");
        try {
            return new TrackerPeer(
                    new InetSocketAddress(InetAddress.ofLiteral(ip), (int) port),
                    id == null || id.length() != PeerId.LENGTH ? null : PeerId.of(id.bytes()));
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
