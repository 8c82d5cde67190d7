package io.labnet.peer.torrent;

import io.labnet.bittorrent.wire.PeerMessage.Choke;
import io.labnet.bittorrent.wire.PeerMessage.Unchoke;
import io.labnet.peer.choke.Choker;
import io.labnet.peer.choke.Choker.Decision;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whom a peer serves at the moment (BEP 3), and when that is decided anew. Used under its torrent's
 * lock only.
 */
final class Serving {
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final Choker choker;
    private Decision<Neighbour> served = Decision.nobody();
    private long lastRoundNanos;
    private int round;

    Serving(RandomGenerator random, long nowNanos) {
        this.choker = new Choker(random);
        this.lastRoundNanos = nowNanos;
    }

    /** Decides anew if the last round is ten seconds ago; every third the optimist's time is up. */
    void tick(Collection<Neighbour> neighbours, boolean weHaveAll, long nowNanos) {
        if (nowNanos - lastRoundNanos >= ROUND.toNanos()) {
            lastRoundNanos = nowNanos;
            var rotate = ++round % Choker.ROUNDS_PER_OPTIMIST == 0;
            decide(List.copyOf(neighbours), weHaveAll, rotate, nowNanos);
        }
    }

    /** Somebody began or ceased to want something, or is gone: that may not wait for a round. */
    void review(Collection<Neighbour> neighbours, boolean weHaveAll, long nowNanos) {
        var all = List.copyOf(neighbours);
        var interested = all.stream().filter(n -> n.peerInterested).toList();
        if (Choker.isDueEarly(interested, served)) {
            decide(all, weHaveAll, false, nowNanos);
        }
    }

    private void decide(List<Neighbour> all, boolean weHaveAll, boolean rotate, long nowNanos) {
        var candidates = all.stream().map(n -> n.candidate(weHaveAll, nowNanos)).toList();
        served = choker.decide(candidates, served, rotate);
        all.forEach(neighbour -> choke(neighbour, !served.unchoked().contains(neighbour)));
    }

    private static void choke(Neighbour neighbour, boolean choke) {
        if (choke == neighbour.amChoking) {
            return;
        }
        neighbour.amChoking = choke;
        if (choke) {
            neighbour.connection.withdrawAnswers();
        }
        neighbour.send(choke ? new Choke() : new Unchoke());
    }
}
