package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.store.DiskLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from disk, as clients see them. */
class DiskServingTest {
    private static final int MB = 1024 * 1024;
    private static final String CACHEABLE = "200 OK\nCache-Control: max-age=600\nETag: \"a\"";

    @TempDir Path folder;
    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        proxy = proxy();
        origin = ScriptedOrigin.saying(CACHEABLE, "hello");
    }

    private TestProxy proxy() throws IOException {
        return new TestProxy(new DiskLimits(folder, 32L * MB, 8L * MB, 4L * MB, 4L * MB, MB));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    private void restart() throws IOException {
        proxy.close();
        proxy = proxy();
    }

    @Test
    void after_a_restart_the_cache_is_not_empty() throws IOException {
        proxy.get(origin.url("/p"));
        restart();
        assertThat(proxy.get(origin.url("/p")).field("Cache-Status")).contains("hit");
        assertThat(proxy.get(origin.url("/p")).text()).isEqualTo("hello");
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void a_large_answer_is_sent_from_its_file_whole_and_in_parts() throws Exception {
        var content = text(5 * MB);
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(CACHEABLE, content)));
        var url = origin.url("/video");
        assertThat(proxy.get(url).text()).isEqualTo(content);
        proxy.store.settled().get(20, TimeUnit.SECONDS);
        for (int round = 0; round < 2; round++) {
            try (var client = proxy.connect()) {
                var whole = client.ask("GET", url);
                assertThat(whole.field("Cache-Status")).contains("hit");
                assertThat(whole.text()).isEqualTo(content);
                var part = client.ask("GET", url, "Range: bytes=3000000-3000009");
                assertThat(part.status()).isEqualTo(206);
                assertThat(part.text()).isEqualTo(content.substring(3_000_000, 3_000_010));
                assertThat(client.ask("HEAD", url).field("Content-Length")).isEqualTo("" + 5 * MB);
                assertThat(client.ask("GET", url).text()).isEqualTo(content);
            }
            restart();
        }
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void a_client_that_leaves_in_the_middle_of_a_file_does_no_harm() throws Exception {
        var content = text(5 * MB);
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(CACHEABLE, content)));
        var url = origin.url("/video");
        proxy.get(url);
        proxy.store.settled().get(20, TimeUnit.SECONDS);
        try (var client = proxy.connect()) {
            client.send("GET " + url + " HTTP/1.1\nHost: x\n\n");
            assertThat(client.in.readNBytes(100_000)).hasSize(100_000);
        }
        await().until(() -> proxy.count("open-connections") == 0);
        assertThat(proxy.get(url).text()).isEqualTo(content);
    }

    @Test
    void what_was_invalidated_by_a_post_is_not_back_after_a_restart() throws Exception {
        proxy.get(origin.url("/p"));
        proxy.ask("POST", origin.url("/p"), "Content-Length: 0");
        proxy.store.settled().get(20, TimeUnit.SECONDS);
        restart();
        assertThat(proxy.get(origin.url("/p")).field("Cache-Status")).contains("uri-miss");
    }

    private static String text(int length) {
        var random = new Random(1);
        var text = new StringBuilder(length);
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
