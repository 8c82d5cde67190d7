package io.labnet.tracker.udp;

import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.InvalidTrackerMessageException;
import io.labnet.bittorrent.tracker.ScrapeRequest;
import io.labnet.bittorrent.tracker.TrackerPeer;
import io.labnet.bittorrent.tracker.UdpRequest;
import io.labnet.bittorrent.tracker.UdpResponse;
import io.labnet.tracker.journal.Journal;
import io.labnet.tracker.journal.Journal.Ends;
import io.labnet.tracker.redis.RedisAwayException;
import io.labnet.tracker.swarm.Tracker;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What each packet is answered, if at all.
 *
 * <p>Nothing is said to a sender that has not proved its address, but for a short error: a forged
 * sender must not be flooded by us. Not safe for use by several threads.
 */
final class UdpAnswers {
    private final Tracker tracker;
    private final Journal journal;
    private final ConnectionIds connectionIds;

    UdpAnswers(Tracker tracker, Journal journal, ConnectionIds connectionIds) {
        this.tracker = tracker;
        this.journal = journal;
        this.connectionIds = connectionIds;
    }

    Optional<UdpResponse> answer(ByteBuffer packet, Ends ends) {
        journal.udpPacket();
        var start = packet.slice();
        try {
            return Optional.of(answerOrApology(UdpRequest.parse(packet), ends));
        } catch (InvalidTrackerMessageException e) {
            return complaint(start, e, ends);
        }
    }

    private UdpResponse answerOrApology(UdpRequest request, Ends ends) {
        try {
            return answer(request, ends);
        } catch (RedisAwayException e) {
            journal.refused(ends, e.reason());
            return new UdpResponse.Failed(request.transactionId(), e.reason());
        }
    }

    private UdpResponse answer(UdpRequest request, Ends ends) {
        return switch (request) {
            case UdpRequest.Connect(var transaction) ->
                    new UdpResponse.Connected(transaction, connectionIds.issue(ends.peer()));
            case UdpRequest.Announce(var connection, var transaction, var announce) ->
                    connectionIds.isValid(connection, ends.peer())
                            ? announce(transaction, announce, ends)
                            : stranger(transaction, ends);
            case UdpRequest.Scrape(var connection, var transaction, var scrape) ->
                    connectionIds.isValid(connection, ends.peer())
                            ? scrape(transaction, scrape, ends)
                            : stranger(transaction, ends);
        };
    }

    private UdpResponse announce(int transaction, AnnounceRequest request, Ends ends) {
        var response = tracker.announce(request, ends.peer().getAddress());
        journal.announced(ends, request, response);
        return switch (response) {
            case AnnounceResponse.Failure(var reason) ->
                    new UdpResponse.Failed(transaction, reason);
            case AnnounceResponse.Success success ->
                    new UdpResponse.Announced(
                            transaction,
                            success.intervalSeconds(),
                            success.incomplete(),
                            success.complete(),
                            reachable(success.peers(), ends.peer().getAddress()));
        };
    }

    // BEP 15: addresses are of the kind that the packet came from, as nothing says which they are.
    private static List<TrackerPeer> reachable(List<TrackerPeer> peers, InetAddress from) {
        return peers.stream()
                .filter(peer -> peer.address().getAddress().getClass() == from.getClass())
                .limit(UdpResponse.PEERS_MAX)
                .toList();
    }

    private UdpResponse scrape(int transaction, ScrapeRequest request, Ends ends) {
        journal.scraped(ends, request);
        var swarms = tracker.scrape(request).swarms();
        return new UdpResponse.Scraped(
                transaction, request.infoHashes().stream().map(swarms::get).toList());
    }

    private UdpResponse stranger(int transaction, Ends ends) {
        var reason = "connection id unknown or too old: connect again";
        journal.refused(ends, reason);
        return new UdpResponse.Failed(transaction, reason);
    }

    // A packet that makes no sense is worth an answer only to a peer that has connected.
    private Optional<UdpResponse> complaint(
            ByteBuffer packet, InvalidTrackerMessageException cause, Ends ends) {
        var reason = String.valueOf(cause.getMessage());
        journal.refused(ends, reason);
        return packet.remaining() >= UdpRequest.LENGTH_MIN && hasConnected(packet.getLong(0), ends)
                ? Optional.of(new UdpResponse.Failed(packet.getInt(12), reason))
                : Optional.empty();
    }

    private boolean hasConnected(long connectionId, Ends ends) {
        try {
            return connectionIds.isValid(connectionId, ends.peer());
        } catch (RedisAwayException e) {
            return false;
        }
    }
}
