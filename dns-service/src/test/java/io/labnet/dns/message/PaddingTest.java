package io.labnet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard.Edns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;

class PaddingTest {
    private static final int LIMIT = 65_535;

    @ParameterizedTest
    @CsvSource({
        "29, 468",
        "463, 468",
        "464, 468",
        "465, 936",
        "468, 936",
        "932, 936",
        "65516, 65520",
        // The last block is not whole.
        "65517, 65535",
        "65531, 65535",
    })
    void a_reply_is_filled_up_to_whole_blocks(int replyBytes, int paddedBytes) {
        var option = Padding.filling(replyBytes, LIMIT).orElseThrow();
        assertThat(replyBytes + option.toWire().length).isEqualTo(paddedBytes);
        assertThat(option.toWire()).startsWith(0, 12);
    }

    @ParameterizedTest
    @CsvSource({"65532", "65535"})
    void where_there_is_no_room_there_is_no_padding(int replyBytes) {
        assertThat(Padding.filling(replyBytes, LIMIT)).isEmpty();
    }

    @Test
    void it_carries_nothing() {
        var wire = Padding.filling(100, LIMIT).orElseThrow().toWire();
        assertThat(wire).hasSize(368);
        for (int i = 4; i < wire.length; i++) {
            assertThat(wire[i]).isZero();
        }
    }

    @Test
    void only_who_pads_wants_padding() {
        var padding = new GenericEDNSOption(EDNSOption.Code.PADDING, new byte[7]);
        assertThat(Padding.isWanted(new Edns(1232, false, List.of(padding)))).isTrue();
        assertThat(Padding.isWanted(new Edns(1232, false))).isFalse();
    }
}
