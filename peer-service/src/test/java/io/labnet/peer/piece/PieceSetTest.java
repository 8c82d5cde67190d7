package io.labnet.peer.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceSetTest {
    @Test
    void the_first_piece_is_the_highest_bit() {
        var set = PieceSet.none(10);
        set.add(0);
        set.add(9);

        assertThat(HexFormat.of().formatHex(set.bitfield().array())).isEqualTo("8040");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "804000", "8020", "80ff"})
    void a_bitfield_of_another_length_or_with_spare_bits_set_is_none(String hex) {
        assertThat(PieceSet.ofBitfield(bytes(hex), 10)).isEmpty();
    }

    @Test
    void any_set_comes_back_as_it_went() {
        var random = new Random(3);
        for (int pieces = 1; pieces < 200; pieces++) {
            var set = PieceSet.none(pieces);
            for (int i = 0; i < pieces / 2; i++) {
                set.add(random.nextInt(pieces));
            }
            var back = PieceSet.ofBitfield(set.bitfield(), pieces);
            assertThat(back.orElseThrow().stream().toArray()).isEqualTo(set.stream().toArray());
        }
    }

    @Test
    void knows_who_has_more() {
        var some = PieceSet.none(3);
        some.add(1);

        assertThat(PieceSet.all(3).hasMoreThan(some)).isTrue();
        assertThat(some.hasMoreThan(PieceSet.all(3))).isFalse();
        assertThat(some.hasMoreThan(PieceSet.none(3))).isTrue();
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
