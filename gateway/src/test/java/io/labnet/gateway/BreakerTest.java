package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service goes away and comes back; the others never notice. */
class BreakerTest {
    @TempDir Path dataDir;
    private FakeService dns;
    private FakeService tracker;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        dns = new FakeService("dns");
        tracker = new FakeService("tracker");
        gateway = new RunningGateway(dataDir, dns, tracker);
    }

    @AfterEach
    void stop() {
        gateway.close();
        dns.close();
        tracker.close();
    }

    @Test
    void a_service_that_is_away_is_named_and_the_others_go_on() throws Exception {
        assertThat(gateway.get("/api/dns/zones").statusCode()).isEqualTo(200);
        dns.close();

        for (int i = 0; i < 8; i++) {
            var answer = gateway.get("/api/dns/zones");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
            assertThat(answer.headers().firstValue("Retry-After")).contains("2");
            assertThat(answer.body())
                    .contains("dns-service does not answer at " + dns.url())
                    .contains("urn:labnet:problem:unavailable");
            assertThat(gateway.get("/api/tracker/torrents").statusCode()).isEqualTo(200);
        }
        assertThat(gateway.get("/api/dns/zones").body()).contains("Its circuit breaker is OPEN");
        assertThat(gateway.get("/api/gateway/counters").body())
                .contains("\"breakers-open\":1.0", "\"unavailable\":9.0");
    }

    @Test
    void a_service_that_is_back_is_reached_again_soon() throws Exception {
        dns.close();
        for (int i = 0; i < 8; i++) {
            gateway.get("/api/dns/zones");
        }
        dns = new FakeService("dns", dns.port());

        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.get("/api/dns/zones").statusCode() == 200);
        for (int i = 0; i < 8; i++) {
            assertThat(gateway.get("/api/dns/zones").statusCode()).isEqualTo(200);
        }
    }
}
