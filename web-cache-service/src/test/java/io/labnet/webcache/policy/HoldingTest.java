package io.labnet.webcache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.policy.ByteRange.Part;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bytes of a hundred are there, and which are missing. */
class HoldingTest {
    private static Part part(String text) {
        var ends = text.split("-", 2);
        return new Part(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }

    private static String text(Part part) {
        return part.first() + "-" + part.last();
    }

    private static Holding holding(String parts) {
        var holding = new Holding(List.of(), 100);
        for (var part : Arrays.stream(parts.split(" ")).map(HoldingTest::part).toList()) {
            holding = holding.with(part);
        }
        return holding;
    }

    @ParameterizedTest
    @CsvSource({
        "5-9, 5-9",
        "5-9 20-29, 5-9 20-29",
        "20-29 5-9, 5-9 20-29",
        "5-9 10-19, 5-19",
        "10-19 5-9, 5-19",
        "5-9 11-19, 5-9 11-19",
        "5-9 11-19 10-10, 5-19",
        "5-15 10-19, 5-19",
        "5-19 7-9, 5-19",
        "5-9 20-29 40-49 8-44, 5-49"
    })
    void parts_that_touch_are_one(String parts, String joined) {
        var all = holding(parts).parts().stream().map(HoldingTest::text);
        assertThat(all.collect(Collectors.joining(" "))).isEqualTo(joined);
    }

    @ParameterizedTest
    @CsvSource({
        "20-39, 20-39, ''",
        "20-39, 25-30, ''",
        "20-39, 10-30, 10-19",
        "20-39, 30-50, 40-50",
        "20-39, 0-99, 0-99",
        "20-39, 50-60, 50-60",
        "0-9 20-39 60-99, 5-70, 10-59",
        "0-9 20-39 60-99, 0-99, 10-59",
        "0-9 20-39 60-99, 15-25, 15-19",
        "0-49 50-99, 0-99, ''"
    })
    void one_request_brings_all_that_is_missing(String parts, String wanted, String missing) {
        var gap = holding(parts).missing(part(wanted)).map(HoldingTest::text);
        assertThat(gap.orElse("")).isEqualTo(missing);
    }

    @ParameterizedTest
    @CsvSource({
        "0-99, true",
        "0-49 50-99, true",
        "0-49 51-99, false",
        "1-99, false",
        "0-98, false"
    })
    void it_is_whole_when_nothing_is_missing(String parts, boolean whole) {
        assertThat(holding(parts).isWhole()).isEqualTo(whole);
    }
}
