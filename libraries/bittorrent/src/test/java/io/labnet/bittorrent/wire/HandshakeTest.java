package io.labnet.bittorrent.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final Handshake OURS =
            Handshake.plain(
                    InfoHash.parse("00112233445566778899aabbccddeeff00112233"),
                    PeerId.random("-LN0100-"));

    @Test
    void stands_on_the_wire_as_bep_3_draws_it() {
        var bytes = OURS.encoded().array();

        assertThat(bytes)
                .hasSize(68)
                .startsWith(19)
                .containsSubsequence("BitTorrent".getBytes(US_ASCII));
        assertThat(Arrays.copyOfRange(bytes, 20, 28)).containsOnly(0);
        assertThat(Arrays.copyOfRange(bytes, 28, 48)).isEqualTo(OURS.infoHash().bytes());
        assertThat(Arrays.copyOfRange(bytes, 48, 68)).isEqualTo(OURS.peerId().bytes());
    }

    @Test
    void comes_back_as_it_went() throws Exception {
        assertThat(Handshake.decode(OURS.encoded().array())).isEqualTo(OURS);
    }

    @Test
    void tells_the_extensions_that_a_peer_offers() throws Exception {
        var bytes = OURS.encoded().array();
        bytes[25] = 0x10;
        bytes[27] = 0x05;
        var theirs = Handshake.decode(bytes);

        assertThat(theirs.offersExtensionProtocol()).isTrue();
        assertThat(theirs.offersFastExtension()).isTrue();
        assertThat(OURS.offersExtensionProtocol()).isFalse();
        assertThat(OURS.offersFastExtension()).isFalse();
    }

    @Test
    void refuses_one_that_is_cut_short() {
        var half = Arrays.copyOf(OURS.encoded().array(), 40);

        assertThatThrownBy(() -> Handshake.decode(half))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("68 bytes, not 40");
    }

    @Test
    void refuses_another_protocol() {
        var http = Arrays.copyOf("GET / HTTP/1.1\r\n".getBytes(US_ASCII), 68);

        assertThatThrownBy(() -> Handshake.decode(http))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("another protocol");
    }
}
