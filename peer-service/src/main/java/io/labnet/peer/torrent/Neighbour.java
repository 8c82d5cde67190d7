package io.labnet.peer.torrent;

import io.labnet.bittorrent.wire.MalformedMessage;
import io.labnet.bittorrent.wire.PeerMessage;
import io.labnet.bittorrent.wire.PeerMessage.Cancel;
import io.labnet.bittorrent.wire.PeerMessage.Request;
import io.labnet.peer.choke.Candidate;
import io.labnet.peer.piece.Block;
import io.labnet.peer.piece.PieceSet;
import io.labnet.peer.rate.RateMeter;
import io.labnet.peer.session.Connection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What we know of one other peer (BEP 3): who chokes whom, who wants something, what it has, what
 * we asked it for. Used under its torrent's lock only.
 */
final class Neighbour {
    /** How long a peer may let all our requests lie before it snubs us. */
    static final Duration SNUBBED_AFTER = Duration.ofSeconds(60);

    private static final Duration NEW_FOR = Duration.ofSeconds(60);
    private static final int REQUESTS_MIN = 8;
    private static final int REQUESTS_MAX = 128;
    private static final double SECONDS_AHEAD = 2;
    private static final int WASTED_MAX = 2 * REQUESTS_MAX;

    final Connection connection;
    final RateMeter given;
    final RateMeter taken;
    private final long joinedAtNanos;
    private final Set<Block> asked = new HashSet<>();
    private long activeAtNanos;
    private int wasted;
    final PieceSet theirs;
    boolean amChoking = true;
    boolean amInterested;
    boolean peerChoking = true;
    boolean peerInterested;
    boolean isSnubbing;

    Neighbour(Connection connection, int pieces, long nowNanos) {
        this.connection = connection;
        this.theirs = PieceSet.none(pieces);
        this.given = new RateMeter(nowNanos);
        this.taken = new RateMeter(nowNanos);
        this.joinedAtNanos = nowNanos;
        this.activeAtNanos = nowNanos;
    }

    void send(PeerMessage message) {
        connection.send(message);
    }

    /**
     * How many more blocks to ask for now, so that two seconds' worth is always on its way.
     *
     * <p>A peer that snubs us is asked for one block at a time.
     */
    int room(long nowNanos) {
        var ahead = given.bytesPerSecond(nowNanos) * SECONDS_AHEAD / Block.LENGTH_BYTES_MAX;
        var wanted = isSnubbing ? 1 : Math.clamp((long) ahead, REQUESTS_MIN, REQUESTS_MAX);
        return Math.max(0, wanted - asked.size());
    }

    void ask(List<Block> blocks, long nowNanos) {
        if (asked.isEmpty()) {
            activeAtNanos = nowNanos;
        }
        for (var block : blocks) {
            asked.add(block);
            send(new Request(block.piece(), block.begin(), block.lengthBytes()));
        }
    }

    void gave(Block block, long nowNanos) {
        asked.remove(block);
        given.add(block.lengthBytes(), nowNanos);
        activeAtNanos = nowNanos;
        isSnubbing = false;
        wasted = 0;
    }

    /**
     * A block came that was not wanted: asked for, and then taken back too late, at best.
     *
     * @throws MalformedMessage when nothing else has come for long
     */
    void wasted(Block block) throws MalformedMessage {
        wasted++;
        if (wasted > WASTED_MAX) {
            throw new MalformedMessage("the peer sends what nobody asked for, such as " + block);
        }
    }

    /** Another peer was faster (BEP 3, end game). */
    void cancel(Block block) {
        if (asked.remove(block)) {
            send(new Cancel(block.piece(), block.begin(), block.lengthBytes()));
        }
    }

    void forgetAsked() {
        asked.clear();
    }

    boolean isOverdue(long nowNanos) {
        return !asked.isEmpty() && nowNanos - activeAtNanos > SNUBBED_AFTER.toNanos();
    }

    Candidate<Neighbour> candidate(boolean weHaveAll, long nowNanos) {
        return new Candidate<>(
                this,
                peerInterested,
                nowNanos - joinedAtNanos < NEW_FOR.toNanos(),
                // Whoever has all wants nothing back, and cannot be snubbed.
                isSnubbing && !weHaveAll,
                (weHaveAll ? taken : given).bytesPerSecond(nowNanos));
    }

    NeighbourView view(long nowNanos) {
        return new NeighbourView(
                connection.remote(),
                connection.remoteId(),
                connection.isIncoming(),
                amChoking,
                amInterested,
                peerChoking,
                peerInterested,
                theirs.count(),
                Math.round(given.bytesPerSecond(nowNanos)),
                Math.round(taken.bytesPerSecond(nowNanos)),
                given.total(),
                taken.total());
    }
}
