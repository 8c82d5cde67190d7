package io.labnet.origin.representation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** RFC 9110 section 13.2.2, for a page with tag "now", last modified on 2 January 2026. */
class PreconditionsTest {
    private static final Instant CLOCK = Instant.parse("2026-06-01T12:00:00Z");
    private static final Representation PAGE =
            new Representation(
                    "text/plain",
                    new Content.InMemory(ByteBuffer.allocate(1)),
                    EntityTag.strong("now"),
                    Instant.parse("2026-01-02T00:00:00Z"));

    @ParameterizedTest
    @CsvFileSource(
            resources = "/preconditions.csv",
            delimiter = '|',
            numLinesToSkip = 2,
            quoteCharacter = '\0')
    void come_in_the_order_of_the_standard(
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
        assertThat(Preconditions.of(new Fields(fields), PAGE, CLOCK)).isEqualTo(verdict);
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
