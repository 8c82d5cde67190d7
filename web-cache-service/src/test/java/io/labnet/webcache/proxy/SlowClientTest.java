package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.store.DiskLimits;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that would hold a connection for next to nothing, and those that only seem to. */
class SlowClientTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path folder;
    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        origin = ScriptedOrigin.saying("200 OK", "hello");
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
    }

    private static ClientLimits limits(Duration idle, Duration grace, Duration stall) {
        return new ClientLimits(
                10, 1, 16, idle, grace, stall, 500, TestProxy.WAITING, 4096, 16_384);
    }

    @Test
    void a_head_that_comes_too_slowly_is_answered_with_408() throws IOException {
        try (var proxy = TestProxy.with(limits(HOUR, SHORT, HOUR));
                var client = proxy.connect()) {
            client.send("GET " + origin.url("/") + " HTTP/1.1\nHost:");
            var answer = client.hear();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).isEqualTo("the request came too slowly\n");
            client.socket.shutdownOutput();
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void content_that_comes_too_slowly_is_answered_with_408_and_taken_back() throws IOException {
        try (var proxy = TestProxy.with(limits(HOUR, SHORT, HOUR));
                var client = proxy.connect()) {
            var url = origin.url("/");
            client.send("POST " + url + " HTTP/1.1\nHost: x\nContent-Length: 100\n\nonly this");
            assertThat(client.hear().status()).isEqualTo(408);
            await().until(() -> origin.openConnections() == 0);
        }
        assertThat(origin.heard()).isEmpty();
    }

    @Test
    void a_client_that_does_not_read_its_answer_is_given_up() throws IOException {
        var block = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        origin.nowAnswers((request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            while (true) {
                out.write(ascii(block));
            }
        });
        try (var proxy = TestProxy.with(limits(HOUR, HOUR, SHORT));
                var client = proxy.connect()) {
            client.send("GET " + origin.url("/") + " HTTP/1.1\nHost: x\n\n");
            await().until(() -> !origin.heard().isEmpty());
            await().until(() -> proxy.count("open-connections") == 0);
            await().until(() -> origin.openConnections() == 0);
        }
    }

    @Test
    void so_is_one_that_does_not_read_what_comes_from_disk() throws Exception {
        var content = "x".repeat(8_000_000);
        origin.nowAnswers((request, out) ->
                out.write(ScriptedOrigin.answer("200 OK\nCache-Control: max-age=60", content)));
        var mb = 1024L * 1024;
        var disk = new DiskLimits(folder, 64 * mb, 16 * mb, 4 * mb, 16 * mb, mb);
        try (var proxy = TestProxy.with(limits(HOUR, HOUR, SHORT), disk)) {
            proxy.get(origin.url("/film"));
            proxy.store.settled().get(20, TimeUnit.SECONDS);
            try (var client = proxy.connect()) {
                client.send("GET " + origin.url("/film") + " HTTP/1.1\nHost: x\n\n");
                await().until(() -> proxy.count("hits") == 1);
                await().until(() -> proxy.count("open-connections") == 0);
            }
        }
    }

    @Test
    void whoever_reads_a_part_of_a_file_at_the_rate_may_take_hours() {
        var lost = new ArrayList<Patience.Lost>();
        var limits = limits(HOUR, HOUR, Duration.ofSeconds(60));
        var channel = new EmbeddedChannel();
        channel.freezeTime();
        var patience = new Patience(limits, new Sent());
        patience.watch(channel, lost::add);
        var region = new FilePart(10_000_000);
        patience.sends(region);
        for (int second = 0; second < 7200; second++) {
            region.transferred += 600;
            pass(1, channel);
        }
        assertThat(lost).isEmpty();
        pass(200, channel);
        assertThat(lost).contains(Patience.Lost.READS_TOO_SLOWLY);
    }

    /** A part of a file that is taken as a test says. */
    private static final class FilePart extends DefaultFileRegion {
        private long transferred;

        private FilePart(long count) {
            super(new File("none"), 0, count);
        }

        @Override
        public long transferred() {
            return transferred;
        }
    }

    @Test
    void a_client_that_asks_nothing_is_given_up_silently() throws IOException {
        try (var proxy = TestProxy.with(limits(SHORT, HOUR, HOUR));
                var client = proxy.connect()) {
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void whoever_has_begun_has_the_grace_and_whoever_has_not_the_idle_time() {
        var sent = new Sent();
        var lost = new ArrayList<Patience.Lost>();
        var channel = watched(sent, lost);
        sent.bytes = 60;
        sent.withinHead = true;
        pass(11, channel);
        assertThat(lost).isEmpty();
        pass(15, channel);
        assertThat(lost).contains(Patience.Lost.SENDS_TOO_SLOWLY);
    }

    @Test
    void whoever_keeps_up_the_rate_may_send_for_hours() {
        var sent = new Sent();
        var lost = new ArrayList<Patience.Lost>();
        var channel = watched(sent, lost);
        sent.withinHead = true;
        for (int second = 0; second < 7200; second++) {
            sent.bytes += 600;
            pass(1, channel);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void whoever_says_nothing_has_the_idle_time_and_no_more() {
        var lost = new ArrayList<Patience.Lost>();
        var channel = watched(new Sent(), lost);
        pass(30, channel);
        assertThat(lost).isEmpty();
        pass(10, channel);
        assertThat(lost).contains(Patience.Lost.SAYS_NOTHING);
    }

    private static void pass(int seconds, EmbeddedChannel channel) {
        for (int second = 0; second < seconds; second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private static EmbeddedChannel watched(Sent sent, List<Patience.Lost> lost) {
        var limits = limits(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(60));
        var channel = new EmbeddedChannel();
        channel.freezeTime();
        var patience = new Patience(limits, sent);
        patience.watch(channel, lost::add);
        patience.awaitsRequest();
        return channel;
    }

    private static final class Sent implements Patience.Sent {
        private long bytes;
        private boolean withinHead;

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public boolean isWithinHead() {
            return withinHead;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
