package io.labnet.dns.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3492, with examples of its section 7.1. */
class PunycodeTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "ليهمابتكلموشعربي؟, egbpdaj6bu4bxfgehfvwxn",
        "他们为什么不说中文, ihqwcrb4cv8a8dqg056pqjye",
        "なぜみんな日本語を話してくれないのか, n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
        "3年b組金八先生, 3b-ww4c5e180e575a65lsy2b",
        "安室奈美恵-with-super-monkeys, -with-super-monkeys-pc58ag80a8qai00g7n9n",
        "パフィーdeルンバ, de-jg4avhby1noc0d",
        "bücher, bcher-kva"
    })
    void it_encodes_and_decodes_as_the_rfc_says(String text, String encoded) throws BadName {
        assertThat(Punycode.encode(text)).isEqualTo(encoded);
        assertThat(Punycode.decode(encoded)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"bcher-kv", "99999999", "bcher-kvä", "a-99999999999999999999999", "zzzzzzzzzzzz"})
    void what_is_no_punycode_is_refused(String text) {
        assertThatThrownBy(() -> Punycode.decode(text)).isInstanceOf(BadName.class);
    }

    @Test
    void whatever_is_encoded_is_decoded_again() throws BadName {
        var random = new Random(3492);
        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(1, 30); length > 0; length--) {
                text.appendCodePoint(character(random));
            }
            assertThat(Punycode.decode(Punycode.encode(text.toString())))
                    .isEqualTo(text.toString());
        }
    }

    private static int character(Random random) {
        var c = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'a' : c;
    }

    @Test
    void noise_is_refused_or_decoded_but_nothing_else() {
        var random = new Random(5891);
        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
            }
            try {
                assertThat(Punycode.decode(text.toString()).length()).isLessThanOrEqualTo(120);
            } catch (BadName refused) {
                assertThat(refused.reason()).startsWith("its Punycode");
            }
        }
    }
}
