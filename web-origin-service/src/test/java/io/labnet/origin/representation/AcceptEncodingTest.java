package io.labnet.origin.representation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.message.Fields;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 12.5.3. */
class AcceptEncodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "gzip | GZIP IDENTITY",
                "GZip | GZIP IDENTITY",
                "x-gzip | GZIP IDENTITY",
                "gzip, deflate, br | BR GZIP IDENTITY",
                "gzip;q=1.0, br;q=0.5 | GZIP BR IDENTITY",
                "gzip ; q=0.001, br;Q=0 | GZIP IDENTITY",
                "gzip;q=0 | IDENTITY",
                "identity, gzip;q=0.5 | IDENTITY GZIP",
                "identity;q=0.5, gzip;q=0.5 | GZIP IDENTITY",
                "* | BR GZIP IDENTITY",
                "*;q=0.1, gzip | GZIP BR IDENTITY",
                "br;q=0, * | GZIP IDENTITY",
                "gzip, identity;q=0 | GZIP",
                "gzip, *;q=0 | GZIP",
                "*;q=0, identity;q=0.1 | IDENTITY",
                "deflate | IDENTITY",
                "gzip;q=2, br;q=x | IDENTITY",
                "gzip;q=0.1234 | IDENTITY",
                ", ,gzip, | GZIP IDENTITY",
                "'' | IDENTITY"
            })
    void codings_come_by_weight(String field, String codings) {
        var wanted = Stream.of(codings.split(" ")).map(Coding::valueOf).toList();
        assertThat(AcceptEncoding.of(Fields.of("Accept-Encoding", field))).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"*;q=0", "identity;q=0", "deflate, *;q=0"})
    void a_client_may_rule_out_all_there_is(String field) {
        assertThat(AcceptEncoding.of(Fields.of("Accept-Encoding", field))).isEmpty();
    }

    @Test
    void who_says_nothing_gets_it_plain() {
        assertThat(AcceptEncoding.of(Fields.of())).isEqualTo(List.of(Coding.IDENTITY));
    }
}
