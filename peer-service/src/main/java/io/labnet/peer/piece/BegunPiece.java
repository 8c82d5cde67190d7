package io.labnet.peer.piece;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A piece of which some blocks were asked for: which, of whom, and which have come. */
final class BegunPiece<P> {
    private final List<Block> blocks;
    private final List<Set<P>> asked;
    private final BitSet received;
    private final Set<P> givers = new HashSet<>();
    private @Nullable P onlyFrom;

    /**
     * A piece of which nothing has come.
     *
     * @param onlyFrom the one peer that may give all of it; null when all may
     */
    BegunPiece(List<Block> blocks, @Nullable P onlyFrom) {
        this.blocks = blocks;
        this.onlyFrom = onlyFrom;
        this.asked = blocks.stream().<Set<P>>map(_ -> new LinkedHashSet<>()).toList();
        this.received = new BitSet(blocks.size());
    }

    private Stream<Block> where(IntPredicate condition) {
        return IntStream.range(0, blocks.size()).filter(condition).mapToObj(blocks::get);
    }

    /** What nobody was asked for yet and this peer may give. */
    Stream<Block> unasked(P peer) {
        return isOpenTo(peer)
                ? where(i -> !received.get(i) && asked.get(i).isEmpty())
                : Stream.empty();
    }

    /** What is still to come but was not asked of this peer. */
    Stream<Block> askedOfOthers(P peer) {
        return isOpenTo(peer)
                ? where(i -> !received.get(i) && !asked.get(i).contains(peer))
                : Stream.empty();
    }

    private boolean isOpenTo(P peer) {
        return onlyFrom == null || onlyFrom.equals(peer);
    }

    boolean isAllAskedOrReceived() {
        return IntStream.range(0, blocks.size())
                .allMatch(i -> received.get(i) || !asked.get(i).isEmpty());
    }

    boolean isComplete() {
        return received.cardinality() == blocks.size();
    }

    void ask(P peer, Block block) {
        asked.get(blocks.indexOf(block)).add(peer);
    }

    /** Takes a block that came; false when this peer was not asked, or another was faster. */
    boolean take(P peer, Block block) {
        var number = blocks.indexOf(block);
        if (number < 0 || received.get(number) || !asked.get(number).contains(peer)) {
            return false;
        }
        received.set(number);
        givers.add(peer);
        return true;
    }

    /** Who else was asked for a block, and need not send it any more. */
    List<P> forgetAsked(P giver, Block block) {
        var all = asked.get(blocks.indexOf(block));
        var others = all.stream().filter(peer -> !peer.equals(giver)).toList();
        all.clear();
        return others;
    }

    void release(P peer) {
        asked.forEach(peers -> peers.remove(peer));
        if (peer.equals(onlyFrom)) {
            onlyFrom = null;
        }
    }

    boolean isUntouched() {
        return received.isEmpty() && asked.stream().allMatch(Set::isEmpty);
    }

    Set<P> givers() {
        return givers;
    }
}
