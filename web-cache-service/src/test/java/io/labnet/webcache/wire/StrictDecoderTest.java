package io.labnet.webcache.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages as bytes: whole, in pieces, cut off and changed at random. */
class StrictDecoderTest {
    private static final String REQUESTS =
            """
            GET http://a.test/ HTTP/1.1
            Host: a.test
            Empty:
            Spaced: \t one two\t\s

            POST http://a.test/form HTTP/1.1
            Host: a.test
            Content-Length: 5

            hello
            PUT http://a.test/chunks HTTP/1.1
            Host: a.test
            Transfer-Encoding: chunked

            3;name="a value"
            abc
            A ; b
            0123456789
            00
            Trailer: dropped

            DELETE http://a.test/ HTTP/1.0

            """;

    @Test
    void requests_come_out_as_they_went_in() {
        assertThat(read(bytes(REQUESTS), 1 << 20))
                .containsExactly(
                        "GET http://a.test/ 1.1 {Host=a.test, Empty=, Spaced=one two}",
                        "POST http://a.test/form 1.1 {Host=a.test, Content-Length=5}+",
                        "hello|",
                        "PUT http://a.test/chunks 1.1 {Host=a.test, Transfer-Encoding=chunked}+",
                        "abc0123456789|",
                        "DELETE http://a.test/ 1.0 {}");
    }

    @Test
    void where_the_bytes_are_cut_makes_no_difference() {
        var bytes = bytes(REQUESTS);
        var whole = read(bytes, bytes.length);
        for (int piece = 1; piece < 60; piece++) {
            assertThat(read(bytes, piece)).as("pieces of %d bytes", piece).isEqualTo(whole);
        }
    }

    @Test
    void whatever_comes_it_never_throws_and_says_nothing_after_a_fault() {
        var random = new Random(20261126);
        for (int round = 0; round < 3000; round++) {
            var bytes = bytes(REQUESTS);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var read = read(bytes, 1 + random.nextInt(bytes.length));
            var fault = read.stream().filter(r -> r.startsWith("fault")).findFirst();
            assertThat(fault.map(read::indexOf).orElse(read.size() - 1)).isEqualTo(read.size() - 1);
        }
    }

    @Test
    void a_request_that_is_cut_off_is_none() {
        var bytes = bytes("GET http://a.test/ HTTP/1.1\nHost: a.test\n");
        assertThat(read(bytes, 7)).isEmpty();
    }

    @Test
    void one_empty_line_before_a_request_is_overlooked_and_no_more() {
        assertThat(read(bytes("\nGET / HTTP/1.0\n\n"), 1)).containsExactly("GET / 1.0 {}");
        assertThat(read(bytes("\n\nGET / HTTP/1.0\n\n"), 1)).containsExactly("...", "fault 400");
    }

    @Test
    void what_follows_a_connect_is_left_alone() {
        var channel = new EmbeddedChannel(new StrictRequestDecoder(100, 1000));
        channel.writeInbound(buffer("CONNECT a.test:443 HTTP/1.1\r\n\r\n\u0016\u0003\u0001"));
        assertThat(channel.<RequestHead>readInbound().method()).isEqualTo("CONNECT");
        assertThat(channel.<Object>readInbound()).isNull();
        channel.pipeline().remove(StrictRequestDecoder.class);
        ByteBuf left = channel.readInbound();
        assertThat(left.readableBytes()).isEqualTo(3);
        left.release();
    }

    @Test
    void answers_end_with_their_length_their_last_chunk_or_the_connection() {
        assertThat(answers("HTTP/1.1 200 OK\nContent-Length: 2\n\nokHTTP/1.1 204 \n\n", "GET"))
                .containsExactly("200", "ok|", "204", "|");
        assertThat(answers("HTTP/1.1 200\nTransfer-Encoding: Chunked\n\n1\nx\n0\n\n", "GET"))
                .containsExactly("200", "x|");
        assertThat(answers("HTTP/1.0 200 Fine\n\nto the end", "GET"))
                .containsExactly("200", "to the end|");
        assertThat(answers("HTTP/1.1 200 OK\nContent-Length: 9\n\n", "HEAD"))
                .containsExactly("200", "|");
        assertThat(answers("HTTP/1.1 304 So\nContent-Length: 9\n\n", "GET"))
                .containsExactly("304", "|");
        assertThat(answers("HTTP/1.1 200 OK\nContent-Length: 9\n\nshort", "GET"))
                .containsExactly("200", "short");
    }

    private static List<String> read(byte[] bytes, int piece) {
        var channel = new EmbeddedChannel(new StrictRequestDecoder(200, 1000));
        for (int from = 0; from < bytes.length; from += piece) {
            var length = Math.min(piece, bytes.length - from);
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, length));
        }
        channel.finish();
        return told(channel);
    }

    private static List<String> answers(String text, String method) {
        var decoder = new StrictResponseDecoder(200, 1000);
        decoder.expectAnswerTo(method);
        var channel = new EmbeddedChannel(decoder);
        channel.writeInbound(Unpooled.wrappedBuffer(bytes(text)));
        channel.finish();
        return told(channel);
    }

    // Heads as one line each, content put together, its end as a bar.
    private static List<String> told(EmbeddedChannel channel) {
        var told = new ArrayList<String>();
        var content = new StringBuilder();
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            switch (one) {
                case RequestHead head -> told.add(text(head));
                case HttpResponse head -> told.add(String.valueOf(head.status().code()));
                case Malformed fault -> {
                    told.add(content + "...");
                    content.setLength(0);
                    told.add("fault " + fault.status());
                }
                case LastHttpContent last -> {
                    told.add(content + text(last) + "|");
                    content.setLength(0);
                }
                case HttpContent piece -> content.append(text(piece));
                default -> throw new AssertionError(one);
            }
        }
        if (!content.isEmpty()) {
            told.add(content.toString());
        }
        return told;
    }

    private static String text(RequestHead head) {
        var fields = new ArrayList<String>();
        head.fields().lines().forEach(line -> fields.add(line.name() + "=" + line.value()));
        return "%s %s %d.%d {%s}%s"
                .formatted(
                        head.method(),
                        head.target(),
                        head.majorVersion(),
                        head.minorVersion(),
                        String.join(", ", fields),
                        head.hasContent() ? "+" : "");
    }

    private static String text(HttpContent content) {
        var text = content.content().toString(StandardCharsets.ISO_8859_1);
        content.release();
        return text;
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
