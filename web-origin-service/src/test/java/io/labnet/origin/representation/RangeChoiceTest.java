package io.labnet.origin.representation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.message.Fields;
import io.labnet.origin.representation.RangeChoice.Part;
import io.labnet.origin.representation.RangeChoice.Parts;
import io.labnet.origin.representation.RangeChoice.Unsatisfiable;
import io.labnet.origin.representation.RangeChoice.Whole;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 14, for a page of ten bytes. */
class RangeChoiceTest {
    private static final Instant CLOCK = Instant.parse("2026-06-01T12:00:00Z");
    private static final String MODIFIED = "Mon, 01 Jun 2026 11:59:50 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0 | 0 | 0",
                "bytes=0- | 0 | 9",
                "bytes=3-5 | 3 | 5",
                "Bytes = 3-5 | 3 | 5",
                "bytes=9-9 | 9 | 9",
                "bytes=5-99 | 5 | 9",
                "bytes=5-99999999999999999999999 | 5 | 9",
                "bytes=-1 | 9 | 9",
                "bytes=-10 | 0 | 9",
                "bytes=-99 | 0 | 9"
            })
    void one_part(String range, long first, long last) {
        assertThat(choice(range)).isEqualTo(new Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=99999999999999999999-", "bytes=-0"})
    void nothing_of_it_exists(String range) {
        assertThat(choice(range)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=5-3",
                "bytes=-",
                "bytes=a-b",
                "bytes 0-1",
                "lines=0-1",
                "bytes=0-1,x",
                "bytes=0-1,5-3",
                "bytes=",
                "bytes=,",
                "=0-1"
            })
    void what_is_invalid_or_unknown_is_ignored(String range) {
        assertThat(choice(range)).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-1,500-501 | 0-1 500-501",
                "bytes=900-,0-1 | 900-999 0-1",
                "bytes=0-1 , ,-1 | 0-1 999-999",
                "bytes=0-1,2000-,500-600 | 0-1 500-600",
                "bytes=0-1,500-600,400-550 | 0-1 400-600",
                "bytes=400-550,0-1,500-600 | 400-600 0-1",
                "bytes=0-1,81-90 | 0-90",
                "bytes=0-1,82-90,300-300 | 0-1 82-90 300-300",
                "bytes=0-0,200-200,0-200 | 0-200"
            })
    void several_parts_that_lie_apart(String range, String parts) {
        var fields = Fields.of("Range", range);
        var expected =
                Stream.of(parts.split(" "))
                        .map(part -> part.split("-"))
                        .map(ends -> new Part(Long.parseLong(ends[0]), Long.parseLong(ends[1])))
                        .toList();
        assertThat(RangeChoice.of(fields, page(1000, Instant.EPOCH), CLOCK))
                .isEqualTo(expected.size() == 1 ? expected.getFirst() : new Parts(expected));
    }

    @Test
    void too_many_parts_are_one_whole() {
        var sixteen =
                IntStream.range(0, 16)
                        .mapToObj(i -> i * 100 + "-" + i * 100)
                        .collect(Collectors.joining(",", "bytes=", ""));
        var page = page(10_000, Instant.EPOCH);
        assertThat(RangeChoice.of(Fields.of("Range", sixteen), page, CLOCK))
                .isInstanceOfSatisfying(Parts.class, p -> assertThat(p.parts()).hasSize(16));
        assertThat(RangeChoice.of(Fields.of("Range", sixteen + ",9000-9000"), page, CLOCK))
                .isEqualTo(new Whole());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"now\" | true",
                "\"old\" | false",
                "W/\"now\" | false",
                MODIFIED + " | true",
                "Mon, 01 Jun 2026 11:59:51 GMT | false",
                "nonsense | false"
            })
    void if_range_lets_a_part_go_only_of_the_same_version(String ifRange, boolean part) {
        var fields = Fields.of("Range", "bytes=0-4", "If-Range", ifRange);
        var now = page(10, Instant.parse("2026-06-01T11:59:50Z"));
        assertThat(RangeChoice.of(fields, now, CLOCK))
                .isEqualTo(part ? new Part(0, 4) : new Whole());
    }

    @Test
    void the_date_of_what_just_changed_is_no_strong_validator() {
        var fields = Fields.of("Range", "bytes=0-4", "If-Range", "Mon, 01 Jun 2026 12:00:00 GMT");
        assertThat(RangeChoice.of(fields, page(10, CLOCK), CLOCK)).isEqualTo(new Whole());
    }

    @Test
    void a_page_without_bytes_has_no_parts() {
        assertThat(RangeChoice.of(Fields.of("Range", "bytes=0-"), page(0, CLOCK), CLOCK))
                .isEqualTo(new Unsatisfiable());
        assertThat(RangeChoice.of(Fields.of("Range", "bytes=-5"), page(0, CLOCK), CLOCK))
                .isEqualTo(new Whole());
    }

    private static RangeChoice choice(String range) {
        return RangeChoice.of(Fields.of("Range", range), page(10, Instant.EPOCH), CLOCK);
    }

    private static Representation page(int length, Instant modified) {
        return new Representation(
                "text/plain",
                new Content.InMemory(ByteBuffer.allocate(length)),
                EntityTag.strong("now"),
                modified);
    }
}
