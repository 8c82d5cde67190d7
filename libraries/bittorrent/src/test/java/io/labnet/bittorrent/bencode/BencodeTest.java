package io.labnet.bittorrent.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.BencodeValue.Int;
import io.labnet.bittorrent.bencode.BencodeValue.ListValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {
    @Test
    void reads_the_examples_of_bep_3() throws Exception {
        assertThat(decode("4:spam")).isEqualTo(ByteString.of("spam"));
        assertThat(decode("i3e")).isEqualTo(new Int(3));
        assertThat(decode("i-3e")).isEqualTo(new Int(-3));
        assertThat(decode("i0e")).isEqualTo(new Int(0));
        assertThat(decode("l4:spam4:eggse"))
                .isEqualTo(new ListValue(List.of(ByteString.of("spam"), ByteString.of("eggs"))));
        assertThat(decode("d3:cow3:moo4:spam4:eggse"))
                .isEqualTo(Dictionary.EMPTY.with("cow", "moo").with("spam", "eggs"));
    }

    @Test
    void keeps_bytes_that_are_no_text() throws Exception {
        var bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        var encoded = Bencode.encode(ByteString.of(bytes));

        assertThat(((ByteString) Bencode.decode(encoded)).bytes()).isEqualTo(bytes);
    }

    @Test
    void reads_the_largest_and_the_smallest_number() throws Exception {
        assertThat(decode("i9223372036854775807e")).isEqualTo(new Int(Long.MAX_VALUE));
        assertThat(decode("i-9223372036854775808e")).isEqualTo(new Int(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "i", "i1", "i-", "4", "4:", "4:spa", "l", "li1e", "d", "d1:a", "d1:ai1e"
            })
    void refuses_what_ends_too_early(String text) {
        assertThatThrownBy(() -> decode(text)).isInstanceOf(BencodeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "x, 0",
        "i-0e, 2",
        "i03e, 1",
        "i-03e, 2",
        "ie, 1",
        "i+3e, 1",
        "i3.5e, 2",
        "i9223372036854775808e, 1",
        "i-9223372036854775809e, 2",
        "04:spam, 0",
        "-1:a, 0",
        "di1ei2ee, 1",
        "d1:ai1e1:ai2ee, 7",
        "i1ei2e, 3",
        "e, 0",
        "l-e, 1"
    })
    void refuses_what_bep_3_forbids_and_says_where(String text, int offset) {
        assertThatThrownBy(() -> decode(text))
                .isInstanceOfSatisfying(
                        BencodeException.class, e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5:spam", "2147483648:a", "9223372036854775807:a", "99999999999999999999:a"})
    void refuses_a_length_that_lies(String text) {
        assertThatThrownBy(() -> decode(text)).isInstanceOf(BencodeException.class);
    }

    @Test
    void refuses_too_many_levels_instead_of_overflowing_the_stack() {
        var deepest = "l".repeat(Bencode.DEPTH_MAX) + "e".repeat(Bencode.DEPTH_MAX);

        assertThatThrownBy(() -> decode("l" + deepest + "e")).hasMessageContaining("levels");
        assertThatThrownBy(() -> decode("l".repeat(1_000_000))).hasMessageContaining("levels");
    }

    @Test
    void reads_as_many_levels_as_it_says() throws Exception {
        var deepest = "l".repeat(Bencode.DEPTH_MAX) + "e".repeat(Bencode.DEPTH_MAX);

        assertThat(decode(deepest)).isInstanceOf(ListValue.class);
    }

    @Test
    void refuses_too_many_values() {
        var many = "l" + "le".repeat(Bencode.VALUES_MAX) + "e";

        assertThatThrownBy(() -> decode(many)).hasMessageContaining("values");
    }

    @Test
    void sorts_keys_by_their_raw_bytes() {
        var dictionary =
                Dictionary.EMPTY.with("b", 1).with("a", 2).with("é", 3).with("aa", 4).with("Z", 5);

        assertThat(new String(Bencode.encode(dictionary), ISO_8859_1))
                .isEqualTo("d1:Zi5e1:ai2e2:aai4e1:bi1e2:\u00C3\u00A9i3ee");
    }

    @Test
    void tolerates_keys_in_another_order_and_keeps_the_raw_bytes() throws Exception {
        var unsorted = bytes("d4:infod1:bi1e1:ai2ee8:announce1:xe");

        assertThat(Bencode.decodeDictionary(unsorted).text("announce")).isEqualTo("x");
        assertThat(Bencode.raw(unsorted, "info")).isEqualTo(bytes("d1:bi1e1:ai2ee"));
        assertThat(Bencode.raw(unsorted, "other")).isNull();
    }

    @Test
    void says_where_a_value_ends_when_something_else_follows() throws Exception {
        var prefix = Bencode.decodePrefix(bytes("d8:msg_typei1eerest"));

        assertThat(prefix.end()).isEqualTo(15);
        assertThat(prefix.value()).isEqualTo(Dictionary.EMPTY.with("msg_type", 1));
    }

    @Test
    void a_dictionary_gives_nothing_where_another_kind_of_value_stands() throws Exception {
        var dictionary = Bencode.decodeDictionary(bytes("d1:ai1e1:b1:xe"));

        assertThat(dictionary.text("a")).isNull();
        assertThat(dictionary.string("none")).isNull();
        assertThat(dictionary.integer("b")).isNull();
        assertThat(dictionary.integer("b", 7)).isEqualTo(7);
        assertThat(dictionary.integer("a", 7)).isEqualTo(1);
        assertThat(dictionary.list("a")).isEmpty();
        assertThat(dictionary.dictionary("a")).isNull();
    }

    @Test
    void whatever_is_written_is_read_again() throws Exception {
        var random = new Random(20_080_110);
        for (int round = 0; round < 2_000; round++) {
            var value = anything(random, 4);
            var encoded = Bencode.encode(value);

            assertThat(Bencode.decode(encoded)).isEqualTo(value);
            assertThat(Bencode.encode(Bencode.decode(encoded))).isEqualTo(encoded);
        }
    }

    @Test
    void damaged_bytes_are_read_or_refused_but_never_worse() {
        var random = new Random(20_080_111);
        for (int round = 0; round < 20_000; round++) {
            var damaged = Bencode.encode(anything(random, 4));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                var value =
                        Bencode.decode(Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)));
                assertThat(Bencode.encode(value)).isNotEmpty();
            } catch (BencodeException refused) {
                assertThat(refused.offset()).isBetween(0, damaged.length);
            }
        }
    }

    private static BencodeValue anything(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> new Int(random.nextLong() >> random.nextInt(64));
            case 1 -> anyString(random);
            case 2 -> {
                var items = new ArrayList<BencodeValue>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    items.add(anything(random, depth - 1));
                }
                yield new ListValue(items);
            }
            default -> {
                var dictionary = Dictionary.EMPTY;
                for (int left = random.nextInt(4); left > 0; left--) {
                    var key = Integer.toString(random.nextInt(50));
                    dictionary = dictionary.with(key, anything(random, depth - 1));
                }
                yield dictionary;
            }
        };
    }

    private static ByteString anyString(Random random) {
        var bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteString.of(bytes);
    }

    private static BencodeValue decode(String text) throws BencodeException {
        return Bencode.decode(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
