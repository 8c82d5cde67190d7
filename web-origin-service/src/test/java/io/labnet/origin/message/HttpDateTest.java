package io.labnet.origin.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 5.6.7. */
class HttpDateTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void writes_the_one_form_that_may_be_sent() {
        assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.9Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void writes_any_moment_as_it_is_read() {
        var moment = Instant.parse("2023-12-30T23:59:58Z");
        for (int i = 0; i < 1000; i++) {
            assertThat(HttpDate.parse(HttpDate.format(moment), NOW)).isEqualTo(moment);
            moment = moment.plusSeconds(86_400 + 3_661);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void reads_all_three_forms(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo("1994-11-06T08:49:37Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Monday, 01-Jun-76 00:00:00 GMT   | 2076-06-01T00:00:00Z",
                "Wednesday, 01-Jun-77 00:00:00 GMT | 1977-06-01T00:00:00Z"
            })
    void a_year_more_than_fifty_ahead_lies_in_the_past(String text, String date) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "1780315200",
                "2026-06-01T12:00:00Z",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT"
            })
    void what_is_no_date_is_none(String text) {
        assertThat(HttpDate.parse(text, NOW)).isNull();
    }
}
