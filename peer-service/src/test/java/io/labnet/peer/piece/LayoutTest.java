package io.labnet.peer.piece;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
    private static final int KIB = 1024;
    private static final Layout THREE_PIECES = new Layout(2 * 64 * KIB + 20 * KIB + 1, 64 * KIB);

    @Test
    void the_last_piece_and_its_last_block_are_what_is_left() {
        assertThat(THREE_PIECES.pieces()).isEqualTo(3);
        assertThat(THREE_PIECES.pieceLengthBytes(1)).isEqualTo(64 * KIB);
        assertThat(THREE_PIECES.blocksOf(1)).hasSize(4);
        assertThat(THREE_PIECES.blocksOf(2))
                .containsExactly(new Block(2, 0, 16 * KIB), new Block(2, 16 * KIB, 4 * KIB + 1));
    }

    @Test
    void a_block_beyond_two_gibibytes_has_its_place() {
        var large = new Layout(5L << 30, 1 << 20);

        assertThat(large.offsetBytes(new Block(4096, 16 * KIB, 1))).isEqualTo((4L << 30) + 16384);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 16384, true",
        "1, 49152, 16384, true",
        "2, 16384, 4097, true",
        "2, 16384, 4098, false",
        "1, 49153, 16384, false",
        "3, 0, 1, false",
        "-1, 0, 1, false",
        "0, -1, 1, false",
        "0, 0, 0, false",
        "0, 0, -1, false",
        "0, 0, 16385, false",
        "0, 2147483647, 16384, false",
        "2147483647, 0, 16384, false",
    })
    void only_what_lies_inside_a_piece_may_be_asked_for(
            int piece, int begin, int length, boolean allowed) {
        assertThat(THREE_PIECES.holds(new Block(piece, begin, length))).isEqualTo(allowed);
    }
}
