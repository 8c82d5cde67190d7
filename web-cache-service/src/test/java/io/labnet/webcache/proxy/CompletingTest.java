package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stored parts, and what is missing of them on its way (RFC 9111 section 3.4). */
class CompletingTest {
    private static final String TEXT = "0123456789";
    private static final String PART =
            "206 Partial Content\nCache-Control: max-age=60\nETag: \"a\"\nContent-Range: bytes ";

    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void store_the_middle() throws IOException {
        proxy = new TestProxy();
        origin = new ScriptedOrigin(CompletingTest::part);
        get("bytes=3-5");
        origin.heard().clear();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    private static void part(Message request, OutputStream out) throws IOException {
        var range = request.field("Range").substring("bytes=".length());
        var ends = range.split("-", 2);
        var text = TEXT.substring(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
        out.write(ScriptedOrigin.answer(PART + range + "/10", text));
    }

    private Message get(String range) throws IOException {
        return proxy.get(origin.url("/page"), "Range: " + range);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private CountDownLatch half(String now, String later) {
        var gate = new CountDownLatch(1);
        origin.nowAnswers((request, out) -> {
            var range = request.field("Range").substring("bytes=".length());
            var length = "\nContent-Length: " + (now + later).length() + "\n\n";
            var head = "HTTP/1.1 " + PART + range + "/10" + length;
            out.write(ascii(head.replace("\n", "\r\n")));
            out.write(ascii(now));
            out.flush();
            gate.await();
            out.write(ascii(later));
        });
        return gate;
    }

    @Test
    void a_hole_between_two_parts_is_filled() throws IOException {
        assertThat(get("bytes=8-9").text()).isEqualTo("89");
        assertThat(get("bytes=4-8").text()).isEqualTo("45678");
        assertThat(origin.heard().getLast().field("Range")).isEqualTo("bytes=6-7");
        assertThat(get("bytes=3-9").field("Cache-Status")).isEqualTo("LabnetCache; hit; ttl=60");
        assertThat(origin.heard()).hasSize(2);
        assertThat(proxy.store.all()).singleElement().matches(one -> one.isPartial());
    }

    @Test
    void only_what_was_there_counts_as_out_of_the_store() throws IOException {
        assertThat(get("bytes=0-9").text()).isEqualTo(TEXT);
        // It came in one piece, from 0 to 9: a hole at each end is one gap.
        assertThat(get("bytes=2-6").text()).isEqualTo("23456");
        await().until(() -> proxy.log.newest() == 3);
        assertThat(proxy.count("bytes-from-origin")).isEqualTo(3 + 10);
        assertThat(proxy.count("bytes-from-cache")).isEqualTo(5);
        assertThat(proxy.count("bytes-saved")).isEqualTo(5);
    }

    @Test
    void what_a_completion_fetches_counts_as_from_the_origin() throws IOException {
        assertThat(get("bytes=3-8").text()).isEqualTo("345678");
        await().until(() -> proxy.log.newest() == 2);
        assertThat(proxy.count("bytes-from-origin")).isEqualTo(3 + 3);
        assertThat(proxy.count("bytes-from-cache")).isEqualTo(3);
        assertThat(proxy.count("bytes-saved")).isEqualTo(3);
        var logged = proxy.log.since(1).getFirst();
        assertThat(logged.bytes()).isEqualTo(6);
        assertThat(logged.bytesFromStore()).isEqualTo(3);
    }

    @Test
    void what_is_there_does_not_wait_for_what_is_missing() throws Exception {
        var gate = half("6", "78");
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/page") + " HTTP/1.1\nHost: x\nRange: bytes=3-8\n\n");
            until(client, "\r\n\r\n3456");
            gate.countDown();
            until(client, "78");
        }
    }

    @Test
    void who_all_want_the_whole_cost_one_completion() throws Exception {
        get("bytes=0-2");
        origin.heard().clear();
        var gate = half("67", "89");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var before = proxy.count("requests");
            var asked =
                    IntStream.range(0, 6)
                            .mapToObj(i -> threads.submit(() -> proxy.get(origin.url("/page"))))
                            .toList();
            await().until(() -> proxy.count("requests") == before + 6);
            gate.countDown();
            for (var one : asked) {
                assertThat(one.get().status()).isEqualTo(200);
                assertThat(one.get().text()).isEqualTo(TEXT);
            }
        }
        assertThat(origin.heard()).hasSize(1);
        await().until(() -> proxy.store.all().stream().noneMatch(one -> one.isPartial()));
        assertThat(proxy.store.all())
                .singleElement()
                .matches(one -> one.content().lengthBytes() == 10);
    }

    @Test
    void an_origin_that_breaks_off_leaves_what_was_there() throws Exception {
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 206 Part\r\nETag: \"a\"\r\nCache-Control: max-age=60\r\n"));
            out.write(ascii("Content-Range: bytes 6-9/10\r\nContent-Length: 4\r\n\r\n67"));
            out.flush();
            throw new IOException("as planned");
        });
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/page") + " HTTP/1.1\nHost: x\nRange: bytes=3-9\n\n");
            assertThatThrownBy(() -> until(client, "3456789")).isInstanceOf(EOFException.class);
        }
        assertThat(get("bytes=3-5").field("Cache-Status")).isEqualTo("LabnetCache; hit; ttl=60");
    }

    // An origin that does not heed If-Range: the parts must not be mixed.
    @Test
    void a_part_of_another_version_has_the_request_sent_anew() throws IOException {
        origin.nowAnswers((request, out) -> {
            var other = PART.replace("\"a\"", "\"b\"");
            var range = request.field("Range");
            out.write(
                    range.equals("bytes=4-8")
                            ? ScriptedOrigin.answer(other + "4-8/10", "efghi")
                            : ScriptedOrigin.answer(other + "6-8/10", "ghi"));
        });
        var answer = get("bytes=4-8");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo("efghi");
        assertThat(origin.heard()).hasSize(2);
        assertThat(origin.heard().getLast().fields().has("If-Range")).isFalse();
        assertThat(get("bytes=4-5").text()).isEqualTo("ef");
    }

    @Test
    void what_is_purged_meanwhile_does_not_come_back() throws Exception {
        var gate = half("6", "789");
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/page") + " HTTP/1.1\nHost: x\nRange: bytes=3-9\n\n");
            until(client, "3456");
            proxy.store.purge(origin.url("/page"));
            gate.countDown();
            until(client, "789");
        }
        await().until(() -> proxy.log.newest() == 2);
        assertThat(proxy.store.all()).isEmpty();
    }

    private static void until(TestProxy.Client client, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            var next = client.in.read();
            if (next < 0) {
                throw new EOFException("only " + text);
            }
            text.append((char) next);
        }
    }
}
