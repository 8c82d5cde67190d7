package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances die, come back, join and leave, while somebody reads and watches. */
@Timeout(60)
class ComingAndGoingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LIST = "/api/dns/zones";
    @TempDir Path dataDir;
    private FakeService first;
    private FakeService second;
    private FakeService third;
    private ScriptedNames names;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        first = new FakeService("dns", "127.0.0.2", 0);
        second = new FakeService("dns", "127.0.0.3", first.port());
        third = new FakeService("dns", "127.0.0.4", first.port());
        for (var service : List.of(first, second, third)) {
            service.lists(LIST, List.of("\"" + service.address() + "\""));
        }
        names = new ScriptedNames(first, second);
        gateway = RunningGateway.behindNames(dataDir, names, first);
    }

    @AfterEach
    void stop() {
        gateway.close();
        List.of(first, second, third).forEach(FakeService::close);
    }

    @Test
    void one_that_is_dead_is_missing_and_the_others_go_on() throws Exception {
        second.close();
        first.answers("/api/dns/here", 200, "{}");
        for (int i = 0; i < 8; i++) {
            var answer = gateway.get(LIST);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("[\"127.0.0.2\"]", "\"total\":1");
            assertThat(answer.headers().firstValue("Labnet-Missing")).contains("127.0.0.3");
            assertThat(gateway.get("/api/dns/here").statusCode()).isEqualTo(200);
        }
        assertThat(gateway.get("/api/gateway/counters").body())
                .contains("\"breakers-open\":1.0", "\"unavailable\":0.0");
        var services = gateway.get("/api/services/dns-service").body();
        assertThat(services)
                .contains(
                        "\"state\":\"PARTLY_UP\"",
                        "\"counters\":{\"queries\":7.0,\"peers\":1.0}",
                        "{\"address\":\"127.0.0.3\",\"state\":\"DOWN\"");
    }

    @Test
    void one_in_trouble_is_named_and_the_others_lists_are_shown() throws Exception {
        names.are(first, second, third);
        await().atMost(SOON).until(() -> gateway.get(LIST).body().contains("\"total\":3"));
        first.answers("/api/dns/trouble", 500, FakeService.PROBLEM);
        second.lists("/api/dns/trouble", List.of("1"));
        third.hangsUp("/api/dns/trouble");
        var answer = gateway.get("/api/dns/trouble");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"total\":1");
        assertThat(answer.headers().firstValue("Labnet-Instance")).contains("127.0.0.3");
        assertThat(answer.headers().firstValue("Labnet-Missing").orElseThrow().split(", "))
                .containsExactlyInAnyOrder("127.0.0.2", "127.0.0.4");
    }

    @Test
    void what_may_have_been_done_is_not_done_again() throws Exception {
        first.hangsUp("/api/dns/once");
        second.answers("/api/dns/once", 201, "{}");
        var post = gateway.request("/api/dns/once").POST(BodyPublishers.ofString("{}"));
        assertThat(gateway.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        assertThat(second.received).isEmpty();
        assertThat(gateway.put("/api/dns/once", "{}").statusCode()).isEqualTo(201);
        assertThat(second.received).containsExactly("PUT /api/dns/once {}");
    }

    @Test
    void what_was_never_asked_may_be_done_by_another() throws Exception {
        first.close();
        second.answers("/api/dns/new", 201, "{}");
        var post = gateway.request("/api/dns/new").POST(BodyPublishers.ofString("{}"));
        assertThat(gateway.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    @Test
    void what_nobody_has_might_be_where_nobody_answers() throws Exception {
        assertThat(gateway.get("/api/dns/missing").statusCode()).isEqualTo(404);
        second.close();
        var answer = gateway.get("/api/dns/missing");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("does not answer at " + second.url());
        assertThat(gateway.put("/api/dns/missing", "{}").statusCode()).isEqualTo(503);
    }

    @Test
    void when_none_answers_the_service_is_unavailable() throws Exception {
        first.close();
        second.close();
        var answer = gateway.get(LIST);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(answer.body()).contains(first.url(), second.url());
        assertThat(gateway.get("/api/services/dns-service").body()).contains("\"state\":\"DOWN\"");
    }

    @Test
    void who_joins_is_asked_and_who_leaves_is_forgotten() throws Exception {
        assertThat(gateway.get(LIST).body()).contains("\"total\":2");
        names.are(first, second, third);
        await().atMost(SOON).until(() -> gateway.get(LIST).body().contains("\"total\":3"));
        names.are(third);
        await().atMost(SOON)
                .untilAsserted(() -> {
                    var answer = gateway.get(LIST);
                    assertThat(answer.body()).contains("[\"127.0.0.4\"]");
                    assertThat(answer.headers().map()).doesNotContainKey("labnet-instance");
                });
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(gateway.get("/api/services/dns-service").body())
                                .contains("\"state\":\"UP\"")
                                .doesNotContain("instances"));
    }

    @Test
    void a_name_without_addresses_is_a_service_without_instances() throws Exception {
        try (var lonely =
                RunningGateway.behindNames(dataDir.resolve("lonely"), new ScriptedNames(), first)) {
            var answer = lonely.get(LIST);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .contains("dns-service has no instances: there are no addresses of dns.test.");
            assertThat(lonely.get("/api/services/dns-service").body())
                    .contains("\"state\":\"DOWN\"");
        }
    }

    @Test
    void a_watcher_hears_all_and_leaves_nothing_behind() throws Exception {
        try (var lines = gateway.watch("/api/dns/events")) {
            var events = data(lines);
            for (var service : List.of(first, second, first)) {
                service.events.release();
                assertThat(events.next()).contains("live");
            }
            assertThat(first.openStreams).hasValue(1);
            assertThat(second.openStreams).hasValue(1);
        }
        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(first.openStreams).hasValue(0);
                    assertThat(second.openStreams).hasValue(0);
                });
    }

    @Test
    void a_stream_goes_on_without_one_and_takes_in_who_joins_and_comes_back() throws Exception {
        try (var lines = gateway.watch("/api/dns/events")) {
            var events = data(lines);
            second.close();
            first.events.release();
            assertThat(events.next()).contains("live 1");

            names.are(first, second, third);
            third.events.release();
            assertThat(events.next()).contains("live 1");

            second = new FakeService("dns", "127.0.0.3", first.port());
            second.events.release();
            assertThat(events.next()).contains("live 1");
        }
    }

    @Test
    void the_gateway_stops_at_once_while_somebody_watches_several() throws Exception {
        try (var lines = gateway.watch("/api/dns/events")) {
            assertThat(lines.iterator().next()).startsWith(":");
            var began = System.nanoTime();
            gateway.context.close();
            // What waits for its clients to go waits for five seconds.
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void the_live_timeline_is_that_of_all() throws Exception {
        try (var lines = gateway.watch("/api/exchanges/events")) {
            var events = data(lines);
            first.events.release();
            assertThat(events.next()).contains("dns-service");
            second.events.release();
            assertThat(events.next()).contains("dns-service");
        }
    }

    private static Iterator<String> data(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("data:")).iterator();
    }
}
