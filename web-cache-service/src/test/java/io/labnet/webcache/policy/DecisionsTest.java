package io.labnet.webcache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided about one response and one request, with nothing around them. */
class DecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Discretion DISCRETION =
            new Discretion(List.of("Our-Cache-Control", "CDN-Cache-Control"), Duration.ZERO, false);

    /** Fields as in "Age: 3 | ETag: x". */
    private static Fields fields(String lines) {
        return new Fields(
                List.of(lines.split("\\s*\\|\\s*")).stream()
                        .filter(line -> !line.isBlank())
                        .map(line -> line.split(":\\s*", 2))
                        .flatMap(parts -> Fields.of(parts[0], parts[1]).lines().stream())
                        .toList());
    }

    private static Received received(int status, String fields, int secondsAgo) {
        var then = NOW.minusSeconds(secondsAgo);
        var response = new Response(status, "", fields(fields));
        return new Received(response, then, then, DISCRETION);
    }

    private static Request get(String fields) {
        var target = Target.absolute("http://a.edu/").orElseThrow();
        return new Request("GET", target, fields(fields));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ETag: \"a\"; Cache-Control: max-age=0; 0; validate",
                "Cache-Control: max-age=10; ''; 9; serve",
                "Cache-Control: max-age=10; ''; 10; validate",
                "Cache-Control: max-age=10, stale-while-revalidate=5; ''; 15; meanwhile",
                "Cache-Control: max-age=10, stale-while-revalidate=5; ''; 16; validate",
                "Cache-Control: max-age=10, stale-while-revalidate=x; ''; 11; validate",
                "Cache-Control: max-age=9, stale-while-revalidate=5; Pragma: no-cache; 9; validate",
                "Cache-Control: s-maxage=10, stale-while-revalidate=5; ''; 15; validate",
                "Cache-Control: max-age=10, no-cache, stale-while-revalidate=5; ''; 1; validate",
                "Cache-Control: max-age=10; Cache-Control: max-stale=x; 11; validate",
                "Cache-Control: max-age=10; Cache-Control: max-stale=1; 11; serve",
                "Cache-Control: max-age=10, immutable; Cache-Control: max-age=0; 9; serve",
                "Cache-Control: max-age=10, immutable; Cache-Control: min-fresh=5; 9; validate",
                "Cache-Control: max-age=10; Authorization: x; 1; withhold"
            })
    void a_stored_response_is_worth_what_was_said(
            String response, String request, int secondsAgo, String worth) {
        var judged = Reuse.judge(get(request), received(200, response, secondsAgo), NOW);
        assertThat(
                        switch (judged) {
                            case Reuse.Serve _ -> "serve";
                            case Reuse.ServeWhileRevalidating _ -> "meanwhile";
                            case Reuse.Validate _ -> "validate";
                            case Reuse.Withhold _ -> "withhold";
                        })
                .isEqualTo(worth);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "200; Last-Modified: Sun, 22 Nov 2026 11:50:00 GMT; 60",
                "200; Last-Modified: Sun, 22 Nov 2020 11:50:00 GMT; 86400",
                "200; Last-Modified: Sun, 22 Nov 2027 11:50:00 GMT; 0",
                "200; Last-Modified: once; 0",
                "302; Last-Modified: Sun, 22 Nov 2026 11:50:00 GMT; 0",
                "599; Last-Modified: Sun, 22 Nov 2026 11:50:00 GMT; 0",
                "599; Last-Modified: Sun, 22 Nov 2026 11:50:00 GMT | Cache-Control: public; 60",
                "200; Expires: Sun, 22 Nov 2026 12:01:00 GMT | Date: x; 60",
                "200; Expires: -1; 0",
                "200; Expires: Sun, 22 Nov 2026 12:01:00 GMT | Expires: 0; 0"
            })
    void a_lifetime_is_said_or_guessed_within_bounds(int status, String fields, long seconds) {
        var lifetime = received(status, fields, 0).terms().lifetime();
        assertThat(lifetime.duration()).isEqualTo(Duration.ofSeconds(seconds));
    }

    // The sums of RFC 9111 section 4.2.3: the answer took 2 seconds and came 5 seconds ago.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "'' ~ 7",
                "Age: 10 ~ 17",
                "Age: 10 | Date: Sun, 22 Nov 2026 11:59:35 GMT ~ 25",
                "Age: 30 | Date: Sun, 22 Nov 2026 11:59:35 GMT ~ 37",
                "Date: Sun, 22 Nov 2026 13:00:00 GMT ~ 7",
                "Age: 3, 100 ~ 10",
                "Age: 7;x=y ~ 7",
                "Age: 99999999999 ~ 2147483655"
            })
    void an_age_counts_all_the_way(String fields, long seconds) {
        var response = new Response(200, "", fields(fields));
        var came = NOW.minusSeconds(5);
        var stored = new Received(response, came.minusSeconds(2), came, DISCRETION);
        assertThat(Freshness.of(stored, NOW).age()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Cache-Control: max-age=10; 3; RFC 9111 section 5.2.2.1; fresh for 7 s more",
                "Cache-Control: s-maxage=10; 13; RFC 9111 section 5.2.2.10; stale for 3 s",
                "Expires: 0; 3; RFC 9111 section 5.3; stale for 3 s",
                "Last-Modified: Sun, 22 Nov 2026 11:50:00 GMT; 0; a tenth; fresh for 60 s more",
                "Cache-Control: max-age=9, no-cache; 0; 5.2.2.4; validated at each use",
                "Cache-Control: max-age=9, private=\"x\"; 0; 5.2.2; kept without x",
                "Cache-Control: max-age=9, stale-if-error=8; 9; RFC 5861; stale-if-error for 8 s",
                "Cache-Control: max-age=9, must-revalidate; 9; 4.2.4; must not be used stale"
            })
    void it_says_why(String fields, int secondsAgo, String source, String words) {
        var explained = Explanation.of(received(200, fields, secondsAgo), NOW).toString();
        assertThat(explained).contains(source).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "200; Cache-Control: max-age=9; ''; kept: max-age (RFC 9111 section 5.2.2.1)",
                "200; Cache-Control: private; ''; not kept: private (RFC 9111 section 5.2.2.7)",
                "206; Cache-Control: max-age=9; ''; not kept: a 206 that does not say",
                "200; Cache-Control: max-age=9; Cache-Control: no-store; section 5.2.1.5",
                "200; Vary: *; ''; section 4.1"
            })
    void it_says_why_an_answer_is_kept_or_not(
            int status, String response, String request, String words) {
        var answer = received(status, response, 0);
        assertThat(Explanation.ofStoring(get(request), answer).toString()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "CDN-Cache-Control: max-age=60 | Cache-Control: no-store ~ 60",
                "CDN-Cache-Control: max-age=60 | Our-Cache-Control: max-age=5 ~ 5",
                "CDN-Cache-Control: max-age=60 | Our-Cache-Control: max-age=x ~ 60",
                "CDN-Cache-Control: max-age=60 | Their-Cache-Control: max-age=5 ~ 60",
                "CDN-Cache-Control: max-age=60 | Expires: 0 ~ 60",
                "CDN-Cache-Control: none | Cache-Control: max-age=9 | Expires: 0 ~ 0",
                "CDN-Cache-Control: | Cache-Control: max-age=9 ~ 9",
                "CDN-Cache-Control: max-age=60, &&& | Cache-Control: max-age=9 ~ 9",
                "CDN-Cache-Control: Max-Age=60 | Cache-Control: max-age=9 ~ 9",
                "CDN-Cache-Control: max-age=\"60\" | Cache-Control: max-age=9 ~ 9",
                "CDN-Cache-Control: max-age=60.0 | Cache-Control: max-age=9 ~ 9",
                "CDN-Cache-Control: max-age=60, no-store=?0 | Cache-Control: max-age=9 ~ 9",
                "CDN-Cache-Control: max-age=60, private=x | Cache-Control: max-age=9 ~ 9",
                "CDN-Cache-Control: max-age=-1 | Cache-Control: max-age=9 ~ 0",
                "CDN-Cache-Control: max-age=99999999999 ~ 2147483648",
                "CDN-Cache-Control: max-age=60;x=1, max-age=50;y, foo=1.5 ~ 50",
                "CDN-Cache-Control: max-age=60 | CDN-Cache-Control: max-age=50 ~ 50"
            })
    void a_field_for_this_cache_goes_before_those_for_all(String fields, long seconds) {
        var lifetime = received(200, fields, 0).terms().lifetime();
        assertThat(lifetime.duration()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"private, false", "no-store, false", "must-understand, true", "max-age=5, true"})
    void a_field_for_this_cache_says_whether_it_is_kept(String directives, boolean kept) {
        var answer = received(200, "CDN-Cache-Control: " + directives + " | ETag: \"a\"", 0);
        assertThat(Storability.judge(get(""), answer))
                .isInstanceOf(kept ? Storability.Storable.class : Storability.Unstorable.class);
    }

    /** Answers as in "110", the oldest first: 1 was for all. */
    private static Experience experience(String answers) {
        var experience = Experience.NONE;
        for (var answer : answers.strip().toCharArray()) {
            experience = experience.with(answer == '1');
        }
        return experience;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // Of the path, of its folder.
                "URI_MISS; ''; ''; ''; BRIEFLY",
                "URI_MISS; ''; 1; ''; PATIENTLY",
                "URI_MISS; ''; ''; 1; PATIENTLY",
                "URI_MISS; ''; ''; 000; BRIEFLY",
                "URI_MISS; ''; ''; 0000; NEVER",
                "URI_MISS; ''; 0000; 1111; NEVER",
                "URI_MISS; ''; 1; 0000; PATIENTLY",
                "URI_MISS; ''; 0; 1111; BRIEFLY",
                "URI_MISS; ''; ''; 00010000; BRIEFLY",
                "URI_MISS; ''; ''; 0001000000001; BRIEFLY",
                "URI_MISS; ''; ''; 000100000000; NEVER",
                "URI_MISS; Authorization: x; 1; 1; NEVER",
                "URI_MISS; Cache-Control: no-store; 1; 1; NEVER",
                // Something of this very URL is stored.
                "STALE; ''; 0000; 0000; PATIENTLY",
                "VARY_MISS; ''; ''; ''; PATIENTLY",
                "PARTIAL; ''; ''; ''; PATIENTLY",
                "REQUEST; ''; 1; 1; NEVER"
            })
    void who_waits_for_whom(
            Forward why, String request, String path, String folder, Collapsing expected) {
        var known = new Collapsing.Known(false, experience(path), experience(folder));
        assertThat(Collapsing.judge(get(request), why, known)).isEqualTo(expected);
        var uncacheable = new Collapsing.Known(true, experience(path), experience(folder));
        assertThat(Collapsing.judge(get(request), why, uncacheable)).isEqualTo(Collapsing.NEVER);
    }
}
