package io.labnet.webcache.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Dictionary.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dictionaries of RFC 9651: each type, each fault, and anything at all. */
class DictionaryTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a | BOOLEAN | true",
                "a=?1 | BOOLEAN | true",
                "a=?0;x=1 | BOOLEAN | false",
                "a=-15 | INTEGER | -15",
                "a=999999999999999 | INTEGER | 999999999999999",
                "a=1.5 | DECIMAL | 1.5",
                "a=\"x \\\" \\\\\" | STRING | x \" \\",
                "a=*x:y/z | TOKEN | *x:y/z",
                "a=:aGVsbG8=: | BYTES | aGVsbG8=",
                "a=@-1 | DATE | -1",
                "a=%\"f%c3%bc\" | DISPLAY_STRING | f\u00fc",
                "a=(1 \"x\";y  z);w | INNER_LIST | ``",
                "a=() | INNER_LIST | ``",
                "b=1, a=2 ,\tc;x;y=?0, a=3 | INTEGER | 3"
            })
    void a_member_has_one_of_nine_types(String text, Kind kind, String value) {
        var member = Dictionary.parse(text).orElseThrow().members().get("a");
        assertThat(member).isEqualTo(new Dictionary.Member(kind, value));
    }

    @Test
    void nothing_is_a_dictionary_too() {
        assertThat(Dictionary.parse("  ").orElseThrow().members()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "a=",
                "a =1",
                "a= 1",
                "a,",
                "a,,b",
                ",a",
                "a b",
                "a;",
                "a;B",
                "a=1;b=",
                "1",
                "a=1000000000000000",
                "a=1.",
                "a=.5",
                "a=1.2345",
                "a=1234567890123.1",
                "a=-",
                "a=--1",
                "a=\"x",
                "a=\"\\x\"",
                "a=\"\u00fc\"",
                "a=?2",
                "a=?",
                "a=:x:",
                "a=:aGVs",
                "a=:a_b=:",
                "a=@1.5",
                "a=@",
                "a=%x",
                "a=%\"%C3%BC\"",
                "a=%\"%c3\"",
                "a=%\"%c",
                "a=(1",
                "a=(1,2)",
                "a=(1\t2)",
                "a=((1))",
                "a=&",
                "a=1 2",
                "a\u0000"
            })
    void one_fault_makes_all_of_it_none(String text) {
        assertThat(Dictionary.parse(text)).isEmpty();
    }

    @Test
    void whatever_comes_is_read_or_refused() {
        var random = new Random(1);
        var letters = "ab1.-;,=?@%:\"\\() \t*&\u0000\u00fc0";
        var read = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            read += Dictionary.parse(text.toString()).isPresent() ? 1 : 0;
        }
        assertThat(read).isBetween(1, 19_999);
    }
}
