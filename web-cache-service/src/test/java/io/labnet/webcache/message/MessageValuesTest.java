package io.labnet.webcache.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
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
        assertThat(Fields.of("A", "\"never closed, b").members("A"))
                .containsExactly("\"never closed", "b");
        assertThat(Fields.of("A", "\"a\", \"\\\"b, c").members("A"))
                .containsExactly("\"a\"", "\"\\\"b", "c");
        assertThat(Fields.of("A", "\"open", "A", "shut\"").members("A"))
                .containsExactly("\"open", "shut\"");
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
                "Sun Nov  6 08:49:37 1994",
                "sun, 06 NOV 1994 08:49:37 gmt",
                "Mon, 06 Nov 1994 08:49:37 GMT"
            })
    void dates_have_three_forms(String text) {
        assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "Sun, 06 Nov 1994",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Wed, 30 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06-Nov-1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 08.49.37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun 06 Nov 1994 08:49:37 GMT",
                "Sun,  06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void what_is_no_date_is_none(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Test
    void two_digits_of_a_year_mean_the_nearest_and_a_leap_second_the_one_before() {
        assertThat(HttpDate.parse("Sunday, 06-Nov-76 08:49:37 GMT", NOW))
                .contains(Instant.parse("2076-11-06T08:49:37Z"));
        assertThat(HttpDate.parse("Sunday, 06-Nov-77 08:49:37 GMT", NOW))
                .contains(Instant.parse("1977-11-06T08:49:37Z"));
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW))
                .contains(Instant.parse("2016-12-31T23:59:59Z"));
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

    // As RFC 3986 section 5.4 has it, as far as it is about http.
    @ParameterizedTest
    @CsvSource({
        "/z, http://a.edu:1080/z",
        "z, http://a.edu:1080/x/z",
        "./z#f, http://a.edu:1080/x/z",
        "../../z/., http://a.edu:1080/z/",
        "z/../w?a/../b, http://a.edu:1080/x/w?a/../b",
        "?q, http://a.edu:1080/x/y?q",
        "'', http://a.edu:1080/x/y?old",
        "//b.edu/, http://b.edu/",
        "http://b.edu/, http://b.edu/"
    })
    void a_location_is_read_from_where_it_was_said(String reference, String uri) {
        var page = Target.absolute("http://a.edu:1080/x/y?old").orElseThrow();
        assertThat(page.resolve(reference).map(Target::uri)).contains(uri);
    }

    @Test
    void a_location_that_is_elsewhere_or_nonsense_names_no_target() {
        var page = Target.absolute("http://a.edu/x").orElseThrow();
        assertThat(page.resolve("mailto:alice@crepes.fr")).isEmpty();
        assertThat(page.resolve("a b")).isEmpty();
        assertThat(page.resolve("http://")).isEmpty();
    }

    @Test
    void of_a_directive_said_in_two_ways_nothing_is_left() {
        var control =
                CacheControl.of(
                        Fields.of(
                                "Cache-Control",
                                "Max-Age=\"10\", s-maxage=5, s-maxage=6, x",
                                "cache-control",
                                "max-age=10"));
        assertThat(control.seconds("max-age")).contains(Duration.ofSeconds(10));
        assertThat(control.seconds("s-maxage")).contains(Duration.ZERO);
        assertThat(control.seconds("min-fresh")).isEmpty();
        assertThat(control.has("x")).isTrue();
        assertThat(control.hasBare("x")).isTrue();
        assertThat(control.hasBare("max-age")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "private=\"A, b\"; a b",
                "private=\"a\", private=b; a b",
                "private=a; a",
                "private; ``",
                "private=\"\"; ``",
                "private=\"a\", private; ``",
                "private=\"a b\"; ``",
                "private= \"a\"; ``",
                "no-cache=\"a\"; ``"
            })
    void a_directive_may_be_about_some_fields_only(String line, String names) {
        var control = CacheControl.of(Fields.of("Cache-Control", line));
        assertThat(String.join(" ", new TreeSet<>(control.fieldNames("private")))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "-5, 0",
        "1.5, 0",
        "7, 7",
        "000000000000007, 7",
        "0, 0",
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
