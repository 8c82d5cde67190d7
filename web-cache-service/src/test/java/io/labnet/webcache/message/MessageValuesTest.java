package io.labnet.webcache.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that messages are made of, read from what may be anything. */
class MessageValuesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void lists_are_split_at_commas_but_not_within_quotes() {
        var fields = Fields.of("A", "one, \"two, \\\"three\" ,, ", "B", "x", "a", "four");
        assertThat(fields.members("a")).containsExactly("one", "\"two, \\\"three\"", "four");
        assertThat(Fields.of("A", "\"never closed, b").members("A")).hasSize(1);
        assertThat(Fields.of("A", "").members("A")).isEmpty();
    }

    @Test
    void newer_fields_replace_older_ones_name_by_name() {
        var old = Fields.of("A", "1", "B", "2", "a", "3");
        assertThat(old.updatedBy(Fields.of("a", "4", "C", "5")))
                .isEqualTo(Fields.of("B", "2", "a", "4", "C", "5"));
        assertThat(old.with("B", "9")).isEqualTo(Fields.of("A", "1", "a", "3", "B", "9"));
    }

    // RFC 9110 section 5.6.7 gives these three for one and the same instant.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void dates_have_three_forms(String text) {
        assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "Sun, 06 Nov 1994", "Sun, 32 Nov 1994 08:49:37 GMT"})
    void what_is_no_date_is_none(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Test
    void a_date_is_written_in_the_first_form() {
        assertThat(HttpDate.text(Instant.parse("1994-11-06T08:49:37Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP://WWW.SomeSchool.EDU:80/A?b, http://www.someschool.edu/A?b",
        "http://a.edu, http://a.edu/",
        "http://a.edu:1080, http://a.edu:1080/",
        "http://a.edu:, http://a.edu/",
        "http://a.edu?q=/x, http://a.edu/?q=/x",
        "http://[::1]:1080/x, http://[::1]:1080/x",
    })
    void a_uri_has_one_normal_form(String uri, String normal) {
        assertThat(Target.absolute(uri).map(Target::uri)).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "http:/a",
                "http://",
                "http://a b/",
                "http://a/ b",
                "http://a:99999/",
                "http://a:-1/",
                "http://a/\u0000",
                "http://a/#f",
                "http://u:p@a/",
                "gopher://a/",
                "http://[::1/",
                "http://a:80:80/"
            })
    void what_is_no_http_uri_is_refused(String uri) {
        assertThat(Target.absolute(uri)).isEmpty();
    }

    @Test
    void a_location_is_read_from_where_it_was_said() {
        var page = Target.absolute("http://a.edu:1080/x/y").orElseThrow();
        assertThat(page.resolve("/z").map(Target::uri)).contains("http://a.edu:1080/z");
        assertThat(page.resolve("http://b.edu/").map(Target::uri)).contains("http://b.edu/");
        assertThat(page.resolve("//b.edu/")).isEmpty();
    }

    @Test
    void of_a_directive_said_twice_the_first_counts() {
        var control = CacheControl.of(Fields.of("Cache-Control", "Max-Age=\"10\", max-age=20, x"));
        assertThat(control.seconds("max-age")).contains(Duration.ofSeconds(10));
        assertThat(control.has("x")).isTrue();
        assertThat(control.seconds("s-maxage")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "-5, 0",
        "1.5, 0",
        "7, 7",
        "2147483649, 2147483648",
        "99999999999999999999, 2147483648"
    })
    void seconds_are_never_negative_nor_endless(String digits, long seconds) {
        assertThat(CacheControl.deltaSeconds(digits)).isEqualTo(Duration.ofSeconds(seconds));
    }

    // The table of RFC 9110 section 8.8.3.2.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "W/\"1\", W/\"1\", false, true",
                "W/\"1\", W/\"2\", false, false",
                "W/\"1\", \"1\", false, true",
                "\"1\", \"1\", true, true"
            })
    void tags_are_compared_in_two_ways(String one, String other, boolean strong, boolean weak) {
        var first = EntityTag.parse(one).orElseThrow();
        var second = EntityTag.parse(other).orElseThrow();
        assertThat(first.stronglyEquals(second)).isEqualTo(strong);
        assertThat(first.weaklyEquals(second)).isEqualTo(weak);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "\"1", "1\"", "\"", "w/\"1\"", "\"a\"b\""})
    void what_is_no_tag_is_none(String text) {
        assertThat(EntityTag.parse(text)).isEmpty();
    }

    @Test
    void a_connection_persists_as_its_version_has_it() {
        assertThat(Hop.persists(Fields.NONE, 1)).isTrue();
        assertThat(Hop.persists(Fields.NONE, 0)).isFalse();
        assertThat(Hop.persists(Fields.of("Connection", "Keep-Alive"), 0)).isTrue();
        assertThat(Hop.persists(Fields.of("Connection", "x, Close"), 1)).isFalse();
    }

    @Test
    void nobody_can_have_the_host_cut_off() {
        var fields = Fields.of("Connection", "Host, Content-Length, X", "Host", "a", "X", "y");
        assertThat(Hop.stripped(fields)).isEqualTo(Fields.of("Host", "a"));
    }
}
