package io.labnet.peer.session;

import io.labnet.bittorrent.wire.Handshake;
import io.labnet.bittorrent.wire.PeerMessage;
import io.labnet.bittorrent.wire.PeerMessage.Bitfield;
import io.labnet.bittorrent.wire.PeerMessage.Cancel;
import io.labnet.bittorrent.wire.PeerMessage.Choke;
import io.labnet.bittorrent.wire.PeerMessage.Have;
import io.labnet.bittorrent.wire.PeerMessage.Interested;
import io.labnet.bittorrent.wire.PeerMessage.KeepAlive;
import io.labnet.bittorrent.wire.PeerMessage.NotInterested;
import io.labnet.bittorrent.wire.PeerMessage.Piece;
import io.labnet.bittorrent.wire.PeerMessage.Request;
import io.labnet.bittorrent.wire.PeerMessage.Unchoke;
import io.labnet.bittorrent.wire.PeerMessage.Unknown;
import io.labnet.peer.piece.Block;
import io.labnet.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tells the trace what peers say, once: what two peers of ours say to each other is told by the one
 * that speaks. Of the requests and blocks of a piece only the first is told, or they would drown
 * everything else.
 */
public final class Wiretap {
    private static final String PROTOCOL = "PEER";

    private final Trace trace;
    private final Predicate<InetAddress> isOurs;

    /**
     * A wiretap.
     *
     * @param isOurs whether a peer of this process has that address
     */
    public Wiretap(Trace trace, Predicate<InetAddress> isOurs) {
        this.trace = trace;
        this.isOurs = isOurs;
    }

    void said(InetSocketAddress from, InetSocketAddress to, Handshake handshake) {
        trace.record(PROTOCOL, from, to, () -> summary(handshake));
    }

    void heard(InetSocketAddress from, InetSocketAddress to, Handshake handshake) {
        if (!isOurs.test(from.getAddress())) {
            said(from, to, handshake);
        }
    }

    void said(InetSocketAddress from, InetSocketAddress to, PeerMessage message) {
        switch (message) {
            case Bitfield(var bits) -> {
                var length = bits.remaining();
                record(from, to, () -> "bitfield of " + length + " bytes");
            }
            case Request(int piece, int begin, _) -> {
                if (begin == 0) {
                    record(from, to, () -> "request piece " + piece);
                }
            }
            case Piece(int piece, int begin, _) -> said(from, to, new Block(piece, begin, 0));
            case KeepAlive() -> record(from, to, () -> "keep-alive");
            case Choke() -> record(from, to, () -> "choke");
            case Unchoke() -> record(from, to, () -> "unchoke");
            case Interested() -> record(from, to, () -> "interested");
            case NotInterested() -> record(from, to, () -> "not interested");
            case Have(int piece) -> record(from, to, () -> "have piece " + piece);
            case Cancel(int piece, int begin, _) ->
                    record(from, to, () -> "cancel piece " + piece + " at " + begin);
            case Unknown(int id) -> record(from, to, () -> "message " + id + " of an extension");
        }
    }

    void said(InetSocketAddress from, InetSocketAddress to, Block block) {
        if (block.begin() == 0) {
            record(from, to, () -> "piece " + block.piece());
        }
    }

    void heard(InetSocketAddress from, InetSocketAddress to, PeerMessage message) {
        if (!isOurs.test(from.getAddress())) {
            said(from, to, message);
        }
    }

    private void record(InetSocketAddress from, InetSocketAddress to, Supplier<String> summary) {
        trace.record(PROTOCOL, from, to, summary);
    }

    private static String summary(Handshake handshake) {
        return "handshake " + handshake.infoHash().hex() + " from " + handshake.peerId().text();
    }
}
