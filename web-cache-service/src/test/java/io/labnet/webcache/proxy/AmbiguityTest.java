package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.webcache.upstream.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that can be read in two ways is passed on, in either direction (RFC 9112 section 11.2).
 *
 * <p>In the tables, ~ is a line's end (CR LF) and U the origin's URL.
 */
class AmbiguityTest {
    private static final Guard PATIENT =
            new Guard(256, 1024, 100, 1000, 1000, Duration.ofSeconds(10), Duration.ZERO);

    private static TestProxy proxy;
    private static ScriptedOrigin origin;

    @BeforeAll
    static void open() throws IOException {
        // Whatever the origin says, it is asked again.
        proxy = new TestProxy(TestProxy.As.USUAL.with(PATIENT));
        origin = ScriptedOrigin.saying("200 OK", "hello");
    }

    @AfterAll
    static void close() throws IOException {
        proxy.close();
        origin.close();
    }

    @BeforeEach
    void forget() {
        origin.heard().clear();
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer("200 OK", "hello")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3~Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked~Content-Length: 3",
                "Content-Length: 3~Content-Length: 4",
                "Content-Length: 3~Content-Length: 3",
                "Content-Length: 3, 3",
                "Content-Length: +3",
                "Content-Length: -3",
                "Content-Length: 3 4",
                "Content-Length: 0x3",
                "Content-Length: 99999999999999999999",
                "Content-Length:",
                "Transfer-Encoding:",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: chunked~Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: chunked~Transfer-Encoding: chunked",
                "Host: second.test",
                "X: folded~ Transfer-Encoding: chunked",
                "X: folded~\tTransfer-Encoding: chunked",
                "X: nul\u0000",
                "X: bell\u0007",
                "X: delete\u007f",
                "X: bare\rCarriage: return",
                "X: bare\nLine: feed",
                "no colon",
                ": no name",
                "two words: x",
                "b(racket: x",
                "\u00fcmlaut: x",
            })
    void fields_with_two_readings_are_refused(String fields) throws IOException {
        refused("POST U HTTP/1.1~Host: x~" + fields + "~~0~~GET U HTTP/1.1~Host: x~~");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\tU HTTP/1.1~Host: x~~",
                "GET U\tHTTP/1.1~Host: x~~",
                "GET  U HTTP/1.1~Host: x~~",
                "GET U  HTTP/1.1~Host: x~~",
                " GET U HTTP/1.1~Host: x~~",
                "GET U HTTP/1.1 ~Host: x~~",
                "GET U with spaces HTTP/1.1~Host: x~~",
                "GET U~Host: x~~",
                "GET U#fragment HTTP/1.1~Host: x~~",
                "GET U\u00e9 HTTP/1.1~Host: x~~",
                "GET U\u0000 HTTP/1.1~Host: x~~",
                "G(T U HTTP/1.1~Host: x~~",
                "G\u0000T U HTTP/1.1~Host: x~~",
                "GET U HTTP/1.11~Host: x~~",
                "GET U http/1.1~Host: x~~",
                "GET U HTTP/one~Host: x~~",
                "GET U HTTP/1.1~ Host: x~~",
                "GET U HTTP/1.1\nHost: x\n\n",
                "GET U HTTP/1.1\rHost: x~~",
                "GET U HTTP/1.1~Host: x~\n",
                "GET U HTTP/1.1~~",
                "GET U HTTP/1.1~Host: x~Host: x~~",
                "GET U HTTP/1.1~Host: a b~~",
                "GET U HTTP/1.1~Host: a, b~~",
                "GET U HTTP/1.1~Host: user@a~~",
                "GET U HTTP/1.1~Host: a/b~~",
                "GET U HTTP/1.1~Host: a:b~~",
                "~~GET U HTTP/1.1~Host: x~~",
                "POST U HTTP/1.0~Transfer-Encoding: chunked~~0~~",
                "CONNECT origin.test:443 HTTP/1.1~Host: x~Content-Length: 1~~x",
                "CONNECT U HTTP/1.1~Host: x~~",
            })
    void heads_with_two_readings_are_refused(String text) throws IOException {
        refused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\nabc~0~~",
                "3 ~abc~0~~",
                " 3~abc~0~~",
                "0x3~abc~0~~",
                "+3~abc~0~~",
                "-3~abc~0~~",
                "~abc~0~~",
                "3;x=\ny~abc~0~~",
                "3;x=\ry~abc~0~~",
                "3;x=\u0000~abc~0~~",
                "3 x~abc~0~~",
                "3~abcd~0~~",
                "3~ab~0~~",
                "3~abc\n0~~",
                "3~abc\r0~~",
                "ffffffffffffffff~abc~0~~",
                "3~abc~0~X: y\n~",
                "3~abc~0~ folded: y~~",
                "3~abc~0~no colon~~",
            })
    void chunks_with_two_readings_are_refused(String chunks) throws IOException {
        refused("POST U HTTP/1.1~Host: x~Transfer-Encoding: chunked~~" + chunks);
    }

    private static void refused(String text) throws IOException {
        var answer = answerTo(text);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.field("Connection")).isEqualTo("close");
        assertThat(origin.heard()).isEmpty();
    }

    private static Message answerTo(String text) throws IOException {
        try (var client = proxy.connect()) {
            client.sendAsIs(wire(text));
            var answer = client.hear();
            client.socket.shutdownOutput();
            assertThat(client.isClosed()).isTrue();
            return answer;
        }
    }

    private static byte[] wire(String text) {
        return text.replace("~", "\r\n")
                .replace("U", origin.url("/"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"1, 200", "126, 200", "127, 431"})
    void there_may_be_so_many_fields(int others, int status) throws IOException {
        var fields = "X: y~".repeat(others);
        var close = "Connection: close~";
        assertThat(answerTo("GET U HTTP/1.1~Host: x~" + close + fields + "~").status())
                .isEqualTo(status);
    }

    @Test
    void lines_heads_and_chunk_lines_have_a_length() throws IOException {
        assertThat(answerTo("GET U" + "x".repeat(5000)).status()).isEqualTo(414);
        assertThat(answerTo("GET U HTTP/1.1~X: " + "x".repeat(20_000)).status()).isEqualTo(431);
        var chunked = "POST U HTTP/1.1~Host: x~Transfer-Encoding: chunked~~";
        assertThat(answerTo(chunked + "1;" + "x".repeat(300)).status()).isEqualTo(400);
        assertThat(answerTo(chunked + "0~X: " + "x".repeat(20_000)).status()).isEqualTo(431);
    }

    // RFC 9112 section 3.2.2: what Host says is replaced, so nobody after us can be misled by it.
    @Test
    void a_host_that_differs_from_the_target_is_not_passed_on() throws IOException {
        assertThat(proxy.get(origin.url("/"), "Connection: close").status()).isEqualTo(200);
        assertThat(origin.heard().getFirst().fields().all("Host"))
                .isEqualTo(List.of("origin.test:" + origin.port()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
                "HTTP/1.1 200 OK~Content-Length: 3~Content-Length: 4~~abc",
                "HTTP/1.1 200 OK~Content-Length: abc~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~0~~",
                "HTTP/1.0 200 OK~Transfer-Encoding: chunked~~0~~",
                "HTTP/1.1 204 None~Content-Length: 5~~hello",
                "HTTP/1.1 204 None~Transfer-Encoding: chunked~~0~~",
                "HTTP/1.1 200 OK~X: y\nContent-Length: 3~~abc",
                "HTTP/1.1 200 OK~X: folded~ Content-Length: 3~~abc",
                "HTTP/1.1 200 OK~ X: y~~",
                "HTTP/1.1 200 OK~X: nul\u0000~~",
                "HTTP/1.1 200 OK~X: bare\rreturn~~",
                "HTTP/1.1 200 OK~two words: y~~",
                "HTTP/1.1 200 OK~no colon~~",
                "HTTP/1.1\t200\tOK~~",
                "HTTP/1.1  200 OK~~",
                "HTTP/1.1 2000 OK~~",
                "HTTP/1.1 20 OK~~",
                "HTTP/1.1 200 O\u0000K~~",
                "HTTP/2.0 200 OK~~",
                "http/1.1 200 OK~~",
                "~HTTP/1.1 200 OK~Content-Length: 0~~",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "220 mail.crepes.fr~",
            })
    void answers_with_two_readings_are_not_passed_on(String text) throws IOException {
        origin.nowAnswers((request, out) -> {
            out.write(wire(text.replaceFirst("~", "~Cache-Control: max-age=60~")));
            out.flush();
            throw new IOException("that was all");
        });
        assertThat(proxy.get(origin.url("/")).status()).isEqualTo(502);
        assertThat(proxy.store.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\nabc~0~~", "3 ~abc~0~~", "3~abcd~0~~", "3~abc~0~no colon~~"})
    void an_answer_that_becomes_ambiguous_ends_there(String chunks) throws IOException {
        var head = "HTTP/1.1 200 OK~Cache-Control: max-age=60~Transfer-Encoding: chunked~~";
        origin.nowAnswers((request, out) -> out.write(wire(head + "1~a~" + chunks)));
        assertThatThrownBy(() -> proxy.get(origin.url("/"))).isInstanceOf(IOException.class);
        assertThat(proxy.store.count()).isZero();
    }

    // RFC 9112 section 5.1 asks a proxy for just this.
    @Test
    void white_space_before_the_colon_of_an_answer_is_removed() throws IOException {
        origin.nowAnswers((request, out) ->
                out.write(wire("HTTP/1.1 200 OK~X\t : y~Content-Length : 2~~ok")));
        var answer = proxy.get(origin.url("/"));
        assertThat(answer.field("X")).isEqualTo("y");
        assertThat(answer.text()).isEqualTo("ok");
    }
}
