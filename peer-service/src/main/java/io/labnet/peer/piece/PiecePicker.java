package io.labnet.peer.piece;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Decides which blocks to ask a peer for, in the order of B. Cohen, "Incentives Build Robustness in
 * BitTorrent" (2003), section 2.4: finish what was begun; a random piece first, so that there is
 * something to trade soon; then the rarest; in the end game everything of everybody.
 *
 * <p>A piece that failed its check is asked of one peer alone the next time, which shows who lies.
 * Not safe for use by several threads at once.
 *
 * @param <P> what stands for a peer
 */
public final class PiecePicker<P> {
    /** What became of a block that came. */
    public sealed interface Receipt<P> {
        /** Not asked for, not asked of this peer, or came from another before: to be dropped. */
        record Unwanted<P>() implements Receipt<P> {}

        /**
         * One that was missing.
         *
         * @param cancel who else was asked for it, in the end game
         * @param completesPiece whether the piece can be checked now
         */
        record Wanted<P>(List<P> cancel, boolean completesPiece) implements Receipt<P> {}
    }

    private final Layout layout;
    private final PieceSet verified;
    private final RandomGenerator random;
    private final int[] availability;
    private final Map<Integer, BegunPiece<P>> begun = new LinkedHashMap<>();
    private final Set<Integer> failedBefore = new HashSet<>();

    /**
     * A picker for what is missing.
     *
     * @param verified what we have, which is kept up to date by {@link #verified(int)}
     */
    public PiecePicker(Layout layout, PieceSet verified, RandomGenerator random) {
        this.layout = layout;
        this.verified = verified;
        this.random = random;
        this.availability = new int[layout.pieces()];
    }

    /** A peer told that it has these. */
    public void seen(PieceSet theirs) {
        theirs.stream().forEach(this::seen);
    }

    /** A peer told that it has one more. */
    public void seen(int piece) {
        availability[piece]++;
    }

    /** A peer is gone, with what it had and what it was asked for. */
    public void gone(P peer, PieceSet theirs) {
        theirs.stream().forEach(piece -> availability[piece]--);
        release(peer);
    }

    /** How many of the peers that we know have this piece. */
    public int availability(int piece) {
        return availability[piece];
    }

    /** What was asked of a peer will not come from it: it choked us, or it is too slow. */
    public void release(P peer) {
        begun.values().forEach(piece -> piece.release(peer));
        begun.values().removeIf(BegunPiece::isUntouched);
    }

    /**
     * Picks what to ask a peer for, and remembers it as asked.
     *
     * @param theirs what the peer has
     * @param most how many blocks at most
     */
    public List<Block> pick(P peer, PieceSet theirs, int most) {
        var picked = new ArrayList<Block>(most);
        begun.forEach((piece, begunPiece) -> {
            if (theirs.has(piece)) {
                ask(peer, begunPiece, begunPiece.unasked(peer), picked, most);
            }
        });
        for (int piece = next(theirs); piece >= 0 && picked.size() < most; piece = next(theirs)) {
            var begunPiece = begin(piece, peer);
            ask(peer, begunPiece, begunPiece.unasked(peer), picked, most);
        }
        if (picked.isEmpty() && isEndGame()) {
            pickInEndGame(peer, theirs, picked, most);
        }
        return picked;
    }

    private void pickInEndGame(P peer, PieceSet theirs, List<Block> picked, int most) {
        begun.forEach((piece, begunPiece) -> {
            if (theirs.has(piece)) {
                ask(peer, begunPiece, begunPiece.askedOfOthers(peer), picked, most);
            }
        });
    }

    private static <P> void ask(
            P peer, BegunPiece<P> piece, Stream<Block> from, List<Block> picked, int most) {
        for (var block : from.limit(most - picked.size()).toList()) {
            piece.ask(peer, block);
            picked.add(block);
        }
    }

    /** Whether every block that is missing was asked of somebody. */
    public boolean isEndGame() {
        return verified.count() + begun.size() == layout.pieces()
                && begun.values().stream().allMatch(BegunPiece::isAllAskedOrReceived);
    }

    private BegunPiece<P> begin(int piece, P peer) {
        var onlyFrom = failedBefore.contains(piece) ? peer : null;
        var begunPiece = new BegunPiece<>(layout.blocksOf(piece).toList(), onlyFrom);
        begun.put(piece, begunPiece);
        return begunPiece;
    }

    /** The next piece to begin; -1 when this peer has none. */
    private int next(PieceSet theirs) {
        var candidates =
                theirs.stream()
                        .filter(piece -> !verified.has(piece) && !begun.containsKey(piece))
                        .toArray();
        if (candidates.length == 0) {
            return -1;
        }
        return verified.isEmpty()
                ? candidates[random.nextInt(candidates.length)]
                : rarest(candidates);
    }

    // Ties are broken at random, lest all peers that see the same fetch the same.
    private int rarest(int[] candidates) {
        var rarest = candidates[0];
        var ties = 0;
        for (var piece : candidates) {
            if (availability[piece] < availability[rarest]) {
                rarest = piece;
                ties = 1;
            } else if (availability[piece] == availability[rarest] && random.nextInt(++ties) == 0) {
                rarest = piece;
            }
        }
        return rarest;
    }

    /** A block came from a peer; only one that is wanted may be written. */
    public Receipt<P> received(P peer, Block block) {
        var piece = begun.get(block.piece());
        if (piece == null || !piece.take(peer, block)) {
            return new Receipt.Unwanted<>();
        }
        return new Receipt.Wanted<>(piece.forgetAsked(peer, block), piece.isComplete());
    }

    /** A piece passed its check. */
    public void verified(int piece) {
        begun.remove(piece);
        failedBefore.remove(piece);
        verified.add(piece);
    }

    /**
     * A piece failed its check and is missing again.
     *
     * @return who gave its blocks
     */
    public Set<P> failed(int piece) {
        failedBefore.add(piece);
        var failed = begun.remove(piece);
        return failed == null ? Set.of() : Set.copyOf(failed.givers());
    }
}
