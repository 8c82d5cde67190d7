package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.gateway.services.ServiceSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** What runs, and the switch to stop and start it. */
class ServicesTest {
    @TempDir Path dataDir;
    private FakeService dns;
    private RunningGateway gateway;
    private boolean running = true;

    /** A lab in whose hands the fake service is. */
    private final class Lab implements ServiceSwitch {
        @Override
        public boolean knows(String service) {
            return service.equals("dns-service") || service.equals("gateway");
        }

        @Override
        public boolean isRunning(String service) {
            return running;
        }

        @Override
        public void start(String service) {
            try {
                dns = new FakeService("dns", dns.port());
                running = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop(String service) {
            dns.close();
            running = false;
        }
    }

    @BeforeEach
    void start() throws IOException {
        dns = new FakeService("dns");
        gateway = new RunningGateway(dataDir, this::offerSwitch, dns);
    }

    private void offerSwitch(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context).registerBean(ServiceSwitch.class, () -> new Lab());
    }

    @AfterEach
    void stop() {
        gateway.close();
        dns.close();
    }

    @Test
    void what_runs_is_listed_with_its_counters() throws Exception {
        assertThat(gateway.get("/api/services").body())
                .contains("\"name\":\"dns-service\"", "\"state\":\"UP\"", "\"switchable\":true")
                .contains(
                        "\"counters\":{\"queries\":7.0,\"peers\":1.0}",
                        "\"name\":\"gateway\"",
                        "\"total\":2");
        assertThat(gateway.get("/api/services/dns-service").body()).contains(dns.url());
        assertThat(gateway.get("/api/services/ftp-service").statusCode()).isEqualTo(404);
    }

    @Test
    void a_service_is_stopped_and_started_again() throws Exception {
        var stopped = gateway.put("/api/services/dns-service", "{\"running\": false}");
        assertThat(stopped.statusCode()).isEqualTo(200);
        assertThat(stopped.body()).contains("\"state\":\"DOWN\"", "\"counters\":{}");
        assertThat(gateway.get("/api/dns/zones").statusCode()).isEqualTo(503);

        var started = gateway.put("/api/services/dns-service", "{\"running\": true}");
        assertThat(started.body()).contains("\"state\":\"UP\"");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.get("/api/dns/zones").statusCode() == 200);
    }

    @Test
    void a_service_that_cannot_start_says_why() throws Exception {
        gateway.put("/api/services/dns-service", "{\"running\": false}");
        try (var thief = new FakeService("dns", dns.port())) {
            var answer = gateway.put("/api/services/dns-service", "{\"running\": true}");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body())
                    .contains("dns-service could not be started: Address already in use");
            assertThat(thief.port()).isEqualTo(dns.port());
        }
    }

    @Test
    void the_gateway_does_not_stop_itself() throws Exception {
        var answer = gateway.put("/api/services/gateway", "{\"running\": false}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(gateway.get("/api/services/gateway").body())
                .contains("\"state\":\"UP\"", "\"switchable\":false");
    }

    @Test
    void a_wish_must_say_running() throws Exception {
        var answer = gateway.put("/api/services/dns-service", "{}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"pointer\":\"/running\"");
    }

    @Test
    void without_a_lab_nobody_can_stop_anything() throws Exception {
        try (var alone = new RunningGateway(dataDir.resolve("alone"), dns)) {
            var answer = alone.put("/api/services/dns-service", "{\"running\": false}");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("use docker compose or kubectl");
        }
    }

    @Test
    void changes_are_told_live() throws Exception {
        try (var lines = gateway.watch("/api/services/events")) {
            var events = lines.filter(line -> line.startsWith("data:")).iterator();
            assertThat(events.next()).contains("dns-service", "\"state\":\"UP\"");
            dns.close();
            String event;
            do {
                event = events.next();
            } while (!event.contains("dns-service"));
            assertThat(event).contains("\"state\":\"DOWN\"");
        }
    }
}
