package io.labnet.webcache.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of the access log, of well-meaning clients and of others. */
class LogFormTest {
    private static final Instant TIME = Instant.parse("2026-11-26T18:05:07.042Z");
    private static final String URL = "http://www.someschool.edu/someDepartment/home.index";

    @Test
    void squids_native_form() {
        assertThat(LogForm.SQUID.line(access("alice", URL, "curl/8", "hit; ttl=3", 200)))
                .isEqualTo(
                        "1795716307.042     12 127.0.0.1 TCP_MEM_HIT/200 1500 GET "
                                + URL
                                + " alice HIER_NONE/- text/html");
    }

    @Test
    void the_combined_form() {
        assertThat(LogForm.COMBINED.line(access("", URL, "curl/8", "hit; ttl=3", 200)))
                .isEqualTo(
                        "127.0.0.1 - - [26/Nov/2026:18:05:07 +0000] \"GET "
                                + URL
                                + " HTTP/1.1\" 200 1500 \"-\" \"curl/8\"");
    }

    @Test
    void json_lines() {
        assertThat(LogForm.JSON.line(access("", URL, "say \"hi\"\n", "fwd=uri-miss", 200)))
                .startsWith("{\"number\":1,")
                .contains("\"time\":\"2026-11-26T18:05:07.042Z\"", "\"milliseconds\":12.345")
                .contains("\"outcome\":\"uri-miss\"", "\"agent\":\"say \\\"hi\\\"\\n\"")
                .endsWith("}")
                .doesNotContain("\n");
    }

    @Test
    void nobody_writes_a_line_or_a_place_of_his_own() {
        var evil = "x\" 200 1\n127.0.0.9 - \u001b[2J\\ \u00fc";
        for (var form : LogForm.values()) {
            var line = form.line(access(evil, evil, evil, "hit", 200));
            assertThat(line.chars()).allMatch(c -> c >= ' ');
        }
        assertThat(LogForm.SQUID.line(access(evil, "http://a/", "", "hit", 200)).split(" +"))
                .hasSize(10);
        assertThat(LogForm.COMBINED.line(access(evil, "http://a/", evil, "hit", 200)))
                .startsWith("127.0.0.1 - x%22%20200%201%0a127.0.0.9%20-%20%1b[2J\\%20%c3%bc [")
                .endsWith("\"x\\\" 200 1\\x0a127.0.0.9 - \\x1b[2J\\\\ \\xc3\\xbc\"");
    }

    @ParameterizedTest
    @CsvSource({
        "hit; ttl=3,                            200, TCP_MEM_HIT/200, HIER_NONE/-",
        "hit; ttl=3,                            304, TCP_IMS_HIT/304, HIER_NONE/-",
        "fwd=uri-miss; stored,                  200, TCP_MISS/200, HIER_DIRECT/www.someschool.edu",
        "fwd=uri-miss; collapsed,               200, TCP_CF_HIT/200, HIER_NONE/-",
        "fwd=stale; fwd-status=304,             200, TCP_REFRESH_UNMODIFIED/200, HIER_DIRECT/",
        "fwd=stale; stored,                     200, TCP_REFRESH_MODIFIED/200, HIER_DIRECT/",
        "fwd=request; stored,                   200, TCP_CLIENT_REFRESH_MISS/200, HIER_DIRECT/",
        "fwd=stale; detail=stale-if-error,      200, TCP_REFRESH_FAIL_OLD/200, HIER_DIRECT/",
        "fwd=method,                            201, TCP_MISS/201, HIER_DIRECT/",
        "detail=made-here,                      403, TCP_DENIED/403, HIER_NONE/-",
        "detail=made-here,                      407, TCP_DENIED/407, HIER_NONE/-",
        "detail=made-here,                      400, NONE/400, HIER_NONE/-",
        "detail=made-here,                      502, TCP_MISS/502, HIER_NONE/-",
    })
    void squids_names_for_outcomes(String status, int code, String result, String hierarchy) {
        assertThat(LogForm.SQUID.line(access("", URL, "", status, code)))
                .contains(" " + result + " ")
                .contains(" " + hierarchy);
    }

    @Test
    void an_answer_that_was_not_taken_to_its_end_says_so() {
        var cut = access("", URL, "", "hit", 200, false);
        assertThat(LogForm.SQUID.line(cut)).contains(" TCP_MEM_HIT_ABORTED/200 ");
    }

    private static Access access(
            String user, String url, String agent, String cacheStatus, int status) {
        return access(user, url, agent, cacheStatus, status, true);
    }

    private static Access access(
            String user,
            String url,
            String agent,
            String cacheStatus,
            int status,
            boolean complete) {
        return new Access(
                1,
                TIME,
                12_345,
                InetAddress.ofLiteral("127.0.0.1"),
                user,
                "GET",
                url,
                "www.someschool.edu",
                "1.1",
                status,
                1500,
                0,
                Handling.of("LabnetCache; " + cacheStatus),
                complete,
                "text/html; charset=utf-8",
                "",
                agent);
    }
}
