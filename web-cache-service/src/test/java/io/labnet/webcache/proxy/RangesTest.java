package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several ranges of a stored whole at once (RFC 9110 sections 14.2, 14.6 and 15.3.7.2). */
class RangesTest {
    private static final String TEXT = "0123456789";

    private static TestProxy proxy;
    private static ScriptedOrigin origin;

    @BeforeAll
    static void store_one() throws IOException {
        proxy = new TestProxy();
        var terms = "200 OK\nCache-Control: max-age=60\nContent-Type: text/plain";
        origin = ScriptedOrigin.saying(terms, TEXT);
        proxy.get(origin.url("/page"));
    }

    @AfterAll
    static void close() throws IOException {
        proxy.close();
        origin.close();
    }

    private static Message ask(String ranges) throws IOException {
        return proxy.get(origin.url("/page"), "Range: bytes=" + ranges);
    }

    @Test
    void each_part_says_which_it_is() throws IOException {
        var answer = ask("7-, 1-2 ,,4-4");
        var type = answer.field("Content-Type");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        assertThat(answer.fields().has("Content-Range")).isFalse();
        var boundary = "--" + type.substring(type.indexOf('=') + 1);
        assertThat(answer.text())
                .isEqualTo(
                        part(boundary, "7-9", "789")
                                + part(boundary, "1-2", "12")
                                + part(boundary, "4-4", "4")
                                + boundary
                                + "--\r\n");
        assertThat(answer.field("Content-Length"))
                .isEqualTo(String.valueOf(answer.text().length()));
        assertThat(answer.field("Cache-Status")).isEqualTo("LabnetCache; hit; ttl=60");
    }

    private static String part(String boundary, String range, String text) {
        return boundary
                + "\r\nContent-Type: text/plain\r\nContent-Range: bytes "
                + range
                + "/10\r\n\r\n"
                + text
                + "\r\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1-2, 20-30 | 12", "20-, -2 | 89", "3-3 | 3", "0-0, 10-, 11- | 0"})
    void of_several_the_only_one_that_is_there_comes_alone(String ranges, String text)
            throws IOException {
        var answer = ask(ranges);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.field("Content-Type")).isEqualTo("text/plain");
        assertThat(answer.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"10-, 11-12", "-0, 20-"})
    void of_several_none_may_be_there(String ranges) throws IOException {
        assertThat(ask(ranges).status()).isEqualTo(416);
        assertThat(ask(ranges).field("Content-Range")).isEqualTo("bytes */10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1-4, 4-5", "0-, 0-", "1-2, x", "1-2, 4-3", "1-2; 4-5", ",", "-", "1-2, -"})
    void what_overlaps_or_makes_no_sense_gets_all_of_it(String ranges) throws IOException {
        var answer = ask(ranges);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(TEXT);
    }

    @Test
    void many_are_too_many() throws IOException {
        var url = origin.url("/long");
        var text = "x".repeat(1000);
        origin.nowAnswers((request, out) ->
                out.write(ScriptedOrigin.answer("200 OK\nCache-Control: max-age=60", text)));
        proxy.get(url);
        assertThat(proxy.get(url, "Range: bytes=" + ranges(16)).status()).isEqualTo(206);
        assertThat(proxy.get(url, "Range: bytes=" + ranges(17)).status()).isEqualTo(200);
    }

    private static String ranges(int count) {
        return IntStream.range(0, count)
                .map(i -> 10 * i)
                .mapToObj(at -> at + "-" + at)
                .collect(Collectors.joining(","));
    }
}
