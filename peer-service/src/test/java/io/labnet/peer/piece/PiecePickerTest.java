package io.labnet.peer.piece;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.peer.piece.PiecePicker.Receipt.Unwanted;
import io.labnet.peer.piece.PiecePicker.Receipt.Wanted;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PiecePickerTest {
    private static final int BLOCK = Block.LENGTH_BYTES_MAX;
    private static final int PIECES = 8;

    // Two blocks a piece.
    private static final Layout LAYOUT = new Layout(PIECES * 2L * BLOCK, 2 * BLOCK);

    private final PieceSet ours = PieceSet.none(PIECES);
    private final Random random = new Random(1);
    private final PiecePicker<String> picker = new PiecePicker<>(LAYOUT, ours, random);

    @Test
    void the_first_piece_is_any_of_those_that_can_be_had() {
        var firsts = new HashSet<Integer>();
        for (int i = 0; i < 200; i++) {
            var fresh = new PiecePicker<String>(LAYOUT, ours, random);
            fresh.seen(PieceSet.all(PIECES));
            firsts.add(fresh.pick("seed", PieceSet.all(PIECES), 1).getFirst().piece());
        }

        assertThat(firsts).hasSize(PIECES);
    }

    @Test
    void then_the_rarest_piece_comes_before_all_others() {
        ours.add(0);
        for (int piece = 0; piece < PIECES; piece++) {
            for (int peer = 0; peer < (piece == 5 ? 1 : piece == 2 ? 2 : 3); peer++) {
                picker.seen(piece);
            }
        }

        var picked = picker.pick("seed", PieceSet.all(PIECES), 4);
        assertThat(picked).extracting(Block::piece).containsExactly(5, 5, 2, 2);
    }

    @Test
    void what_is_rare_changes_as_peers_come_and_go() {
        ours.add(0);
        var two = pieces(1, 2);
        picker.seen(two);
        picker.seen(2);
        assertThat(picker.availability(2)).isEqualTo(2);

        picker.gone("left", two);
        assertThat(picker.availability(1)).isZero();
        assertThat(picker.availability(2)).isEqualTo(1);
    }

    @Test
    void a_peer_is_only_asked_for_what_it_has() {
        assertThat(picker.pick("a", pieces(3), 10)).extracting(Block::piece).containsOnly(3);
        assertThat(picker.pick("b", PieceSet.none(PIECES), 10)).isEmpty();
    }

    @Test
    void what_was_begun_is_finished_first_and_no_block_is_asked_twice() {
        var first = picker.pick("a", PieceSet.all(PIECES), 1).getFirst();
        var next = picker.pick("b", PieceSet.all(PIECES), 1).getFirst();

        assertThat(next).isEqualTo(new Block(first.piece(), BLOCK, BLOCK));
        var rest = picker.pick("b", PieceSet.all(PIECES), 100);
        assertThat(rest)
                .hasSize(2 * PIECES - 2)
                .doesNotContain(first, next)
                .doesNotHaveDuplicates();
    }

    @Test
    void what_a_peer_will_not_send_is_asked_of_another() {
        var lost = picker.pick("a", pieces(3), 2);
        assertThat(picker.pick("b", pieces(3, 4), 2)).extracting(Block::piece).containsOnly(4);

        picker.release("a");
        assertThat(picker.pick("c", pieces(3), 2)).isEqualTo(lost);
        assertThat(picker.received("a", lost.getFirst())).isInstanceOf(Unwanted.class);
    }

    @Test
    void the_end_game_asks_everybody_and_cancels_when_the_first_delivers() {
        for (int piece = 1; piece < PIECES; piece++) {
            ours.add(piece);
        }
        var slow = picker.pick("slow", PieceSet.all(PIECES), 10);
        assertThat(slow).hasSize(2);
        assertThat(picker.isEndGame()).isTrue();

        assertThat(picker.pick("fast", PieceSet.all(PIECES), 10)).isEqualTo(slow);
        assertThat(picker.pick("fast", PieceSet.all(PIECES), 10)).isEmpty();
        assertThat(picker.received("fast", slow.get(0)))
                .isEqualTo(new Wanted<>(List.of("slow"), false));
        assertThat(picker.received("slow", slow.get(0))).isInstanceOf(Unwanted.class);
        assertThat(picker.received("slow", slow.get(1)))
                .isEqualTo(new Wanted<>(List.of("fast"), true));
    }

    @Test
    void there_is_no_end_game_while_something_was_not_asked_for() {
        picker.pick("a", pieces(0, 1, 2, 3, 4, 5, 6), 100);

        assertThat(picker.isEndGame()).isFalse();
        assertThat(picker.pick("b", pieces(0), 100)).isEmpty();
    }

    @Test
    void a_block_that_nobody_asked_for_is_unwanted() {
        picker.pick("a", pieces(3), 2);

        assertThat(picker.received("a", new Block(3, 1, BLOCK))).isInstanceOf(Unwanted.class);
        assertThat(picker.received("a", new Block(4, 0, BLOCK))).isInstanceOf(Unwanted.class);
        assertThat(picker.received("b", new Block(3, 0, BLOCK))).isInstanceOf(Unwanted.class);
    }

    @Test
    void a_piece_that_failed_is_fetched_again_from_one_peer_alone() {
        give("a", picker.pick("a", pieces(3), 1));
        give("b", picker.pick("b", pieces(3), 1));
        assertThat(picker.failed(3)).isEqualTo(Set.of("a", "b"));

        assertThat(picker.pick("a", pieces(3), 1)).extracting(Block::piece).containsExactly(3);
        assertThat(picker.pick("b", pieces(3), 2)).isEmpty();

        picker.gone("a", pieces());
        give("b", picker.pick("b", pieces(3), 2));
        assertThat(picker.failed(3)).isEqualTo(Set.of("b"));
    }

    @Test
    void all_pieces_come_once_from_many_peers_that_come_and_go() {
        for (int step = 0; !ours.isComplete() && step < 10_000; step++) {
            var peer = "peer" + random.nextInt(5);
            for (var block : picker.pick(peer, PieceSet.all(PIECES), 1 + random.nextInt(3))) {
                if (random.nextInt(4) > 0
                        && picker.received(peer, block) instanceof Wanted<String> wanted
                        && wanted.completesPiece()) {
                    assertThat(ours.has(block.piece())).isFalse();
                    picker.verified(block.piece());
                }
            }
            picker.release("peer" + random.nextInt(5));
        }

        assertThat(ours.isComplete()).isTrue();
    }

    private void give(String peer, List<Block> blocks) {
        blocks.forEach(block -> picker.received(peer, block));
    }

    private static PieceSet pieces(int... pieces) {
        var set = PieceSet.none(PIECES);
        for (var piece : pieces) {
            set.add(piece);
        }
        return set;
    }
}
