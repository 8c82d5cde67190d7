package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as they go over the wire: heads made once and heads made anew, small and large. */
class AnswerWritingTest {
    private static final String CACHEABLE =
            "200 Fine\nCache-Control: max-age=60\nX-Odd: \u00e9\n"
                    + "Cache-Status: Other; hit\nX-Odd: 2";

    private static TestProxy proxy;
    private static ScriptedOrigin origin;

    @BeforeAll
    static void open() throws IOException {
        proxy = new TestProxy();
        origin = ScriptedOrigin.saying(CACHEABLE, "hello");
    }

    @AfterAll
    static void close() throws IOException {
        proxy.close();
        origin.close();
    }

    // A range that cannot be read means nothing, but its answer is made by another way.
    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: close"})
    void a_head_made_once_says_the_same_as_one_made_anew(String field) throws IOException {
        var url = origin.url("/same");
        proxy.get(url);
        var once = field.isEmpty() ? proxy.get(url) : proxy.get(url, field);
        var anew = proxy.get(url, field.isEmpty() ? "X: y" : field, "Range: nothing");
        assertThat(once.field("Cache-Status")).startsWith("Other; hit, LabnetCache; hit");
        assertThat(once.field("X-Odd")).isEqualTo("\u00e9, 2");
        assertThat(once).isEqualTo(anew);
    }

    @Test
    void to_an_old_client_each_says_whether_the_connection_stays() throws IOException {
        var url = origin.url("/old");
        proxy.get(url);
        try (var client = proxy.connect()) {
            client.send("GET " + url + " HTTP/1.0\nConnection: keep-alive\n\n");
            assertThat(client.hear().field("Connection")).isEqualTo("keep-alive");
            client.send("GET " + url + " HTTP/1.0\n\n");
            assertThat(client.hear().field("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void what_is_asked_together_is_answered_in_order_whatever_it_is() throws IOException {
        origin.nowAnswers((request, out) -> {
            var size = Integer.parseInt(request.line().replaceAll("\\D+(\\d+) .*", "$1"));
            out.write(ScriptedOrigin.answer(CACHEABLE, "x".repeat(size)));
        });
        var sizes = new int[] {1, 16_000, 200_000, 16_384, 5, 70_000, 16_385};
        for (var size : sizes) {
            if (size != 5) {
                proxy.get(origin.url("/" + size));
            }
        }
        var lines = new StringBuilder();
        for (var size : sizes) {
            lines.append("GET ").append(origin.url("/" + size)).append(" HTTP/1.1\nHost: a\n\n");
        }
        try (var client = proxy.connect()) {
            for (int round = 0; round < 3; round++) {
                client.send(lines.toString());
                var heard = new ArrayList<Integer>();
                for (int each = 0; each < sizes.length; each++) {
                    heard.add(client.hear().text().length());
                }
                assertThat(heard).containsExactly(1, 16_000, 200_000, 16_384, 5, 70_000, 16_385);
            }
        } finally {
            origin.nowAnswers(
                    (request, out) -> out.write(ScriptedOrigin.answer(CACHEABLE, "hello")));
        }
    }

    @Test
    void what_was_answered_before_nonsense_is_heard() throws IOException {
        var url = origin.url("/before");
        proxy.get(url);
        try (var client = proxy.connect()) {
            client.send("GET " + url + " HTTP/1.1\nHost: a\n\nnonsense\n\n");
            assertThat(client.hear().text()).isEqualTo("hello");
            assertThat(client.hear().status()).isEqualTo(400);
            assertThat(client.isClosed()).isTrue();
        }
    }

    // RFC 9110 section 15.3.6
    @Test
    void a_205_has_no_content_whatever_its_origin_sends() throws IOException {
        try (var odd = ScriptedOrigin.saying("205 Reset Content", "surplus");
                var client = proxy.connect()) {
            var answer = client.ask("POST", odd.url("/form"), "Content-Length: 0");
            assertThat(answer.status()).isEqualTo(205);
            assertThat(answer.field("Content-Length")).isEqualTo("0");
            assertThat(client.ask("GET", origin.url("/next")).text()).isEqualTo("hello");
        }
    }

    @Test
    void content_without_a_length_comes_in_chunks_and_to_old_clients_to_the_end()
            throws IOException {
        var head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        var chunks = head + "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n";
        try (var streaming =
                        new ScriptedOrigin((request, out) ->
                                out.write(chunks.getBytes(StandardCharsets.US_ASCII)));
                var client = proxy.connect()) {
            var answer = client.ask("GET", streaming.url("/s"));
            assertThat(answer.field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(answer.text()).isEqualTo("abcdefg");
            client.send("GET " + streaming.url("/s") + " HTTP/1.0\nConnection: keep-alive\n\n");
            var old = client.hear();
            assertThat(old.field("Connection")).isEqualTo("close");
            assertThat(old.text()).isEqualTo("abcdefg");
        }
    }
}
