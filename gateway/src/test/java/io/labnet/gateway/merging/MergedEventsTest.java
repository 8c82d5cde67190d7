package io.labnet.gateway.merging;

import static org.awaitility.Awaitility.await;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.services.Service;
import io.labnet.gateway.upstream.Answer;
import io.labnet.gateway.upstream.Question;
import io.labnet.gateway.upstream.Upstreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MergedEventsTest {
    private static final Service DNS =
            new Service("dns-service", "dns", URI.create("http://dns.test"));
    private static final Instance ONE =
            new Instance(DNS, "127.0.0.2", URI.create("http://127.0.0.2"));

    /** Tells events for as long as somebody listens. */
    private static final class Endless extends InputStream {
        private static final byte[] EVENT = "data:x\n\n".getBytes(StandardCharsets.UTF_8);
        final AtomicInteger toldBytes = new AtomicInteger();
        volatile boolean closed;

        @Override
        public int read() {
            return EVENT[toldBytes.getAndIncrement() % EVENT.length];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            buffer[offset] = (byte) read();
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Takes nothing until the gate opens, and has left by then. */
    private static final class Slow extends OutputStream {
        final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public void write(int b) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("Left");
        }
    }

    @Test
    void a_watcher_who_reads_slowly_makes_the_instances_wait() throws Exception {
        var type = Map.of("Content-Type", List.of("text/event-stream"));
        var source = new Endless();
        var answer = new Answer(ONE, 200, HttpHeaders.of(type, (_, _) -> true), source);
        var nobodyElse =
                new Upstreams(
                        DNS,
                        List::of,
                        _ -> {
                            throw new AssertionError("Nobody joins");
                        },
                        Duration.ofSeconds(1));
        var question = new Question("GET", "/api/dns/events", Map.of());
        var events = new MergedEvents(List.of(answer), question, nobodyElse);
        var client = new Slow();
        var watcher = Thread.ofVirtual().start(() -> events.to(client));

        await().until(() -> source.toldBytes.get() > 500);
        // 64 events of 8 bytes, and what is read ahead.
        await().during(Duration.ofMillis(300)).until(() -> source.toldBytes.get() < 2_000);

        client.gate.countDown();
        watcher.join();
        await().until(() -> source.closed);
    }
}
