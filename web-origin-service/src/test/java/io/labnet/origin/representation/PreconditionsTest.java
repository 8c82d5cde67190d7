package io.labnet.origin.representation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 13.2.2, for a page with tag "now", last modified on 2 January 2026. */
class PreconditionsTest {
    private static final Instant CLOCK = Instant.parse("2026-06-01T12:00:00Z");
    private static final Validators PAGE =
            new Validators(
                    List.of(EntityTag.strong("now"), EntityTag.strong("now-gzip")),
                    Instant.parse("2026-01-02T00:00:00Z"));

    @ParameterizedTest
    @CsvFileSource(
            resources = "/preconditions.csv",
            delimiter = '|',
            numLinesToSkip = 2,
            quoteCharacter = '\0')
    void of_a_page_come_in_the_order_of_the_standard(
            @Nullable String ifMatch,
            @Nullable String ifUnmodifiedSince,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince,
            Preconditions verdict) {
        var fields = new ArrayList<Field>();
        add(fields, "If-Match", ifMatch);
        add(fields, "If-Unmodified-Since", day(ifUnmodifiedSince));
        add(fields, "If-None-Match", ifNoneMatch);
        add(fields, "If-Modified-Since", day(ifModifiedSince));
        var all = new Fields(fields);
        assertThat(Preconditions.of(all, true, PAGE, CLOCK)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "If-Match, '\"now\"', true, true",
                "If-Match, '\"now-gzip\"', true, true",
                "If-Match, '\"old\"', true, false",
                "If-Match, *, true, true",
                "If-Match, *, false, false",
                "If-Match, '\"now\"', false, false",
                "If-None-Match, *, true, false",
                "If-None-Match, *, false, true",
                "If-None-Match, '\"now\"', true, false",
                "If-None-Match, '\"old\"', true, true",
                "If-Unmodified-Since, 'Thu, 01 Jan 2026 23:59:59 GMT', true, false",
                "If-Unmodified-Since, 'Thu, 01 Jan 2026 23:59:59 GMT', false, true",
                "If-Modified-Since, 'Sat, 03 Jan 2026 00:00:00 GMT', true, true"
            })
    void of_a_change_have_two_outcomes(String name, String value, boolean there, boolean goes) {
        var verdict = Preconditions.of(Fields.of(name, value), false, there ? PAGE : null, CLOCK);
        assertThat(verdict).isEqualTo(goes ? Preconditions.GO_AHEAD : Preconditions.FAILED);
    }

    private static void add(List<Field> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add(new Field(name, value));
        }
    }

    private static @Nullable String day(@Nullable String day) {
        if (day == null) {
            return null;
        }
        return switch (day) {
            case "before" -> "Thu, 01 Jan 2026 23:59:59 GMT";
            case "same" -> "Fri, 02 Jan 2026 00:00:00 GMT";
            case "after" -> "Sat, 03 Jan 2026 00:00:00 GMT";
            default -> day;
        };
    }
}
