package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live streams through the gateway: nothing is held back, and nothing stays behind. */
@Timeout(30)
class StreamsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    @TempDir Path dataDir;
    private FakeService dns;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        dns = new FakeService("dns");
        gateway = new RunningGateway(dataDir, dns);
    }

    @AfterEach
    void stop() {
        gateway.close();
        dns.close();
    }

    @Test
    void each_event_arrives_while_the_stream_goes_on() throws Exception {
        try (var lines = gateway.watch("/api/dns/events")) {
            var events = lines.filter(line -> line.startsWith("data:")).iterator();
            dns.events.release();
            assertThat(events.next()).contains("live 1");
            assertThat(dns.openStreams).hasValue(1);
            dns.events.release();
            assertThat(events.hasNext()).isTrue();
        }
    }

    @Test
    void a_watcher_who_leaves_leaves_nothing_behind() throws Exception {
        for (int i = 0; i < 8; i++) {
            try (var lines = gateway.watch("/api/dns/events")) {
                assertThat(lines.iterator().next()).startsWith(":");
            }
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(dns.openStreams).hasValue(0));
        assertThat(gateway.get("/api/dns/zones").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/api/gateway/counters").body())
                .contains("\"breakers-open\":0.0", "\"unavailable\":0.0");
    }

    @Test
    void the_gateway_stops_at_once_while_somebody_watches() throws Exception {
        try (var lines = gateway.watch("/api/dns/events");
                var own = gateway.watch("/api/services/events")) {
            assertThat(lines.iterator().next()).startsWith(":");
            assertThat(own.iterator().next()).isNotEmpty();
            var began = System.nanoTime();
            gateway.context.close();
            // What waits for its clients to go waits for five seconds.
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void the_timeline_tells_what_all_services_said() throws Exception {
        assertThat(gateway.get("/api/exchanges").body())
                .contains("\"total\":3", "\"service\":\"dns-service\"")
                .containsSubsequence("NOERROR gaia.cs.umass.edu A", "gaia.cs.umass.edu A?");
        assertThat(gateway.get("/api/exchanges?page=20").statusCode()).isEqualTo(422);
    }

    @Test
    void the_live_timeline_listens_once_however_many_watch_and_not_when_nobody_does()
            throws Exception {
        try (var one = gateway.watch("/api/exchanges/events");
                var two = gateway.watch("/api/exchanges/events")) {
            await().atMost(SOON).untilAsserted(() -> assertThat(dns.openStreams).hasValue(1));
            dns.events.release();
            for (var lines : List.of(one, two)) {
                var event = lines.filter(line -> line.startsWith("data:")).findFirst();
                assertThat(event.orElseThrow())
                        .contains("\"service\":\"dns-service\"", "\"summary\":\"live 1\"");
            }
        }
        // Who writes notices who left; so there is something to write.
        dns.events.release(1000);
        await().atMost(SOON).untilAsserted(() -> assertThat(dns.openStreams).hasValue(0));
    }
}
