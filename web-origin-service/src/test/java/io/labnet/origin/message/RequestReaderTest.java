package io.labnet.origin.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.message.Incoming.Refused;
import io.labnet.origin.message.Incoming.Request;
import io.labnet.origin.message.Incoming.Unfinished;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private static final MessageLimits LIMITS = new MessageLimits(100, 200, 5, 50);
    private static final String TWO_REQUESTS =
            """
            POST /first HTTP/1.1\r
            Host: a\r
            Transfer-Encoding: chunked\r
            \r
            c\r
            Hello\r
            x\r
             y\r
            2;q="x"\r
            ab\r
            0\r
            Trailer: t\r
            \r
            PUT /second?q HTTP/1.0\r
            Content-Length: 3\r
            \r
            abc\
            """;

    private final RequestReader reader = new RequestReader(LIMITS);

    @Test
    void reads_the_same_requests_however_the_bytes_were_cut() {
        var whole = readAll(List.of(TWO_REQUESTS));
        assertThat(whole).hasSize(2);
        assertThat(whole.getFirst()).isInstanceOf(Request.class);
        for (int seed = 0; seed < 300; seed++) {
            assertThat(readAll(cut(TWO_REQUESTS, new Random(seed))))
                    .as("%d", seed)
                    .isEqualTo(whole);
        }
        assertThat(readAll(List.of(TWO_REQUESTS.split("")))).isEqualTo(whole);
    }

    @Test
    void counts_the_body_and_keeps_the_fields_in_order() {
        var request = (Request) readAll(List.of(TWO_REQUESTS)).getFirst();
        assertThat(request.bodyBytes()).isEqualTo(14);
        assertThat(request.head().line()).isEqualTo("POST /first HTTP/1.1");
        assertThat(request.head().fields().all())
                .containsExactly(new Field("Host", "a"), new Field("Transfer-Encoding", "chunked"));
    }

    @Test
    void hands_content_over_as_it_comes_without_its_chunks() {
        var content = new StringBuilder();
        var bytes = Unpooled.buffer();
        for (var packet : cut(TWO_REQUESTS, new Random(7))) {
            bytes.writeCharSequence(packet, ISO_8859_1);
            for (var next = reader.read(bytes); !isEnd(next); next = reader.read(bytes)) {
                if (next instanceof Incoming.Part(var part)) {
                    content.append(part.toString(ISO_8859_1));
                }
            }
        }
        assertThat(content).hasToString("Hello\r\nx\r\n yababc");
    }

    @Test
    void one_request_may_be_allowed_more_than_others() {
        var request = "POST / HTTP/1.1\r\nContent-Length: 60\r\n\r\n";
        var bytes = bytes((request + "x".repeat(60)).repeat(2));
        assertThat(reader.read(bytes)).isInstanceOf(Incoming.Begun.class);
        reader.allow(60);
        assertThat(reader.read(bytes)).isInstanceOf(Incoming.Part.class);
        assertThat(reader.read(bytes)).isInstanceOf(Request.class);
        assertThat(reader.read(bytes)).isInstanceOf(Incoming.Begun.class);
        assertThat(reader.read(bytes))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.status()).isEqualTo(Status.CONTENT_TOO_LARGE));
    }

    @Test
    void waits_while_any_byte_is_missing() {
        var head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        for (int length = 0; length < head.length(); length++) {
            var fresh = new RequestReader(LIMITS);
            assertThat(fresh.read(bytes(head.substring(0, length))))
                    .as("%d bytes", length)
                    .isEqualTo(new Unfinished());
        }
    }

    @Test
    void takes_a_request_line_of_just_the_limit_even_in_two_packets() {
        var line = "GET /" + "a".repeat(86) + " HTTP/1.1";
        assertThat(line).hasSize(100);
        var bytes = Unpooled.buffer();
        bytes.writeCharSequence(line + "\r", ISO_8859_1);
        assertThat(reader.read(bytes)).isEqualTo(new Unfinished());
        bytes.writeCharSequence("\n\r\n", ISO_8859_1);
        assertThat(reader.read(bytes)).isInstanceOf(Request.class);
    }

    @Test
    void does_not_skip_empty_lines_for_ever() {
        assertThat(reader.read(bytes("\r\n".repeat(60))))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.status()).isEqualTo(Status.URI_TOO_LONG));
    }

    @Test
    void a_trailer_has_the_header_s_limit() {
        var body = "0\r\n" + "X: 1234567890\r\n".repeat(20);
        var request = "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
        assertThat(readAll(List.of(request)).getFirst())
                .isInstanceOfSatisfying(
                        Refused.class,
                        r ->
                                assertThat(r.status())
                                        .isEqualTo(Status.REQUEST_HEADER_FIELDS_TOO_LARGE));
    }

    @Test
    void stays_lost_after_a_refusal() {
        assertThat(reader.read(bytes("nonsense\r\n"))).isInstanceOf(Refused.class);
        var more = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(reader.read(more)).isInstanceOf(Refused.class);
        assertThat(more.isReadable()).isFalse();
    }

    @Test
    void noise_is_refused_or_waited_for_and_never_thrown() {
        var random = new Random(42);
        for (int round = 0; round < 5000; round++) {
            var noisy = TWO_REQUESTS.getBytes(ISO_8859_1);
            for (int i = 0; i < 3; i++) {
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt(256);
            }
            var bytes = Unpooled.wrappedBuffer(noisy);
            var fresh = new RequestReader(LIMITS);
            var found = fresh.read(bytes);
            for (int i = 0; i < 30 && !isEnd(found); i++) {
                found = fresh.read(bytes);
            }
            assertThat(isEnd(found)).isTrue();
        }
    }

    private static List<Incoming> readAll(List<String> packets) {
        var reader = new RequestReader(LIMITS);
        var found = new ArrayList<Incoming>();
        var bytes = Unpooled.buffer();
        for (var packet : packets) {
            bytes.writeCharSequence(packet, ISO_8859_1);
            var next = reader.read(bytes);
            while (!isEnd(next)) {
                if (next instanceof Request) {
                    found.add(next);
                }
                next = reader.read(bytes);
            }
            if (next instanceof Refused) {
                found.add(next);
            }
        }
        return found;
    }

    private static boolean isEnd(Incoming found) {
        return found instanceof Unfinished || found instanceof Refused;
    }

    private static List<String> cut(String text, Random random) {
        var packets = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            var to = Math.min(text.length(), from + 1 + random.nextInt(40));
            packets.add(text.substring(from, to));
            from = to;
        }
        return packets;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }
}
