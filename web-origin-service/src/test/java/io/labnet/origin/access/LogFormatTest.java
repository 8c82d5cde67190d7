package io.labnet.origin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class LogFormatTest {
    private static final Access PAGE = access("/hello?a=b", "http://a.edu/", "curl/8.0");

    @Test
    void the_common_form_is_that_of_ncsa() {
        assertThat(LogFormat.COMMON.line(PAGE))
                .isEqualTo(
                        "127.80.0.9 - - [01/Jun/2026:12:00:00 +0000]"
                                + " \"GET /hello?a=b HTTP/1.1\" 200 15");
    }

    @Test
    void the_combined_form_has_referer_and_agent_too() {
        assertThat(LogFormat.COMBINED.line(PAGE))
                .endsWith(" 200 15 \"http://a.edu/\" \"curl/8.0\"");
        assertThat(LogFormat.COMBINED.line(access("/", "", ""))).endsWith(" \"-\" \"-\"");
    }

    @Test
    void json_is_an_object_a_line() {
        var object = JsonMapper.shared().readTree(LogFormat.JSON.line(PAGE));
        assertThat(object.get("target").asString()).isEqualTo("/hello?a=b");
        assertThat(object.get("time").asString()).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(object.get("site").asString()).isEqualTo("www.someschool.edu");
        assertThat(object.get("status").asInt()).isEqualTo(200);
    }

    @Test
    void what_no_request_could_be_read_of_has_hyphens() {
        var none =
                new Access(
                        1, Instant.EPOCH, "127.0.0.1:5", "", "", "-", "-", "", 400, 0, "", "", 1);
        assertThat(LogFormat.COMBINED.line(none))
                .isEqualTo("127.0.0.1 - - [01/Jan/1970:00:00:00 +0000] \"-\" 400 - \"-\" \"-\"");
    }

    @ParameterizedTest
    @EnumSource
    void no_client_can_forge_a_line(LogFormat format) {
        for (var evil :
                List.of(
                        "\" 200 1\n127.0.0.1 - - forged",
                        "a\r\nb",
                        "\u2028\u0085",
                        "\u001b[2J\\",
                        "\u00e9\u007f")) {
            var line = format.line(access(evil, evil, evil));
            assertThat(line.lines()).hasSize(1);
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x80);
        }
    }

    @Test
    void quotes_end_only_where_the_log_ends_them() {
        var line = LogFormat.COMBINED.line(access("/", "a\"b\\", "\u00e9"));
        assertThat(line).endsWith(" \"a\\\"b\\\\\" \"\\xc3\\xa9\"");
    }

    private static Access access(String target, String referer, String agent) {
        return new Access(
                7,
                Instant.parse("2026-06-01T12:00:00Z"),
                "127.80.0.9:4711",
                "www.someschool.edu",
                "www.someschool.edu:1080",
                "GET",
                target,
                "HTTP/1.1",
                200,
                15,
                referer,
                agent,
                3);
    }
}
