package io.labnet.bittorrent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final String HEX = "000102030405060708090a0b0c0d0e0f10111213";

    @Test
    void an_info_hash_is_its_twenty_bytes() {
        var hash = InfoHash.parse(HEX);

        assertThat(hash.hex()).isEqualTo(HEX);
        assertThat(InfoHash.of(hash.bytes())).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(hash).isNotEqualTo(InfoHash.ofInfo(new byte[0]));
        assertThat(hash).isLessThan(InfoHash.parse("ff" + HEX.substring(2)));
        assertThatThrownBy(() -> InfoHash.of(new byte[19]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InfoHash.parse("zz" + HEX.substring(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobody_can_change_an_info_hash_from_outside() {
        var bytes = new byte[20];
        var hash = InfoHash.of(bytes);
        bytes[0] = 1;
        hash.bytes()[1] = 1;

        assertThat(hash).isEqualTo(InfoHash.of(new byte[20]));
    }

    @Test
    void an_info_hash_is_the_sha_1_of_the_info_dictionary() {
        assertThat(InfoHash.ofInfo("de".getBytes(US_ASCII)))
                .isEqualTo(InfoHash.parse("600ccd1b71569232d01d110bc63e906beab04d8c"));
    }

    @Test
    void a_random_peer_id_begins_with_the_client_and_never_comes_twice() {
        var one = PeerId.random("-LN0100-");
        var other = PeerId.random("-LN0100-");

        assertThat(one.text()).startsWith("-LN0100-").hasSize(20);
        assertThat(one).isNotEqualTo(other);
        assertThat(PeerId.parse(one.hex())).isEqualTo(one).hasSameHashCodeAs(one);
        assertThatThrownBy(() -> PeerId.of(new byte[21]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_peer_id_for_people_has_dots_for_what_cannot_be_printed() {
        assertThat(PeerId.parse("2d4c4e303130302d00ff0a207f" + "41".repeat(7)).text())
                .isEqualTo("-LN0100-.....AAAAAAA");
    }
}
