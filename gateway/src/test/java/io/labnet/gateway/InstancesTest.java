package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes of one noun behind one name look like one service. */
class InstancesTest {
    private static final String PROBLEM = "{\"type\":\"urn:labnet:problem:%s\",\"detail\":\"%s\"}";
    @TempDir static Path dataDir;
    private static FakeService first;
    private static FakeService second;
    private static FakeService third;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        first = new FakeService("dns", "127.0.0.2", 0);
        second = new FakeService("dns", "127.0.0.3", first.port());
        third = new FakeService("dns", "127.0.0.10", first.port());
        var names = new ScriptedNames(third, second, first);
        gateway = RunningGateway.behindNames(dataDir, names, first);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        List.of(first, second, third).forEach(FakeService::close);
    }

    @Test
    void a_list_is_that_of_all_in_the_order_of_their_addresses() throws Exception {
        first.lists("/api/dns/few", items("a", 2));
        second.lists("/api/dns/few", items("b", 1));
        third.lists("/api/dns/few", items("c", 1));
        var answer = gateway.get("/api/dns/few");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"items\":[{\"name\":\"a0\"},{\"name\":\"a1\"},{\"name\":\"b0\"},"
                                + "{\"name\":\"c0\"}],\"page\":0,\"size\":100,\"total\":4}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(instance(answer)).isEqualTo("127.0.0.2, 127.0.0.3, 127.0.0.10");
        assertThat(answer.headers().firstValue("Labnet-Missing")).isEmpty();
    }

    @Test
    void paging_goes_through_the_whole_once() throws Exception {
        first.lists("/api/dns/many", items("a", 25));
        second.lists("/api/dns/many", items("b", 30));
        third.lists("/api/dns/many", items("c", 5));
        var seen = new ArrayList<String>();
        for (int page = 0; page < 4; page++) {
            var body = gateway.get("/api/dns/many?q=&page=" + page + "&size=17").body();
            assertThat(body).contains("\"page\":" + page, "\"size\":17", "\"total\":60");
            seen.addAll(List.of(body.replaceAll(".*\\[|].*", "").split(",")));
        }
        var all = new ArrayList<>(items("a", 25));
        all.addAll(items("b", 30));
        all.addAll(items("c", 5));
        assertThat(seen).isEqualTo(all);
        assertThat(gateway.get("/api/dns/many?page=4&size=17").body())
                .contains("\"items\":[]", "\"total\":60");
    }

    @Test
    void what_two_instances_have_alike_appears_once() throws Exception {
        first.lists("/api/dns/alike", List.of("{\"zone\":\"edu\",\"serial\":1}"));
        second.lists(
                "/api/dns/alike",
                List.of("{\"serial\":1,\"zone\":\"edu\"}", "{\"serial\":2,\"zone\":\"edu\"}"));
        third.lists("/api/dns/alike", List.of("{\"x\":1}", "{\"x\":1}"));
        assertThat(gateway.get("/api/dns/alike").body())
                .startsWith(
                        "{\"items\":[{\"zone\":\"edu\",\"serial\":1},"
                                + "{\"serial\":2,\"zone\":\"edu\"},{\"x\":1},{\"x\":1}]")
                .endsWith("\"total\":4}");
    }

    @Test
    void nobody_pages_further_than_what_is_fetched() throws Exception {
        first.lists("/api/dns/endless", items("a", 1500));
        second.lists("/api/dns/endless", items("b", 10));
        third.answers("/api/dns/endless", 404, FakeService.PROBLEM);
        assertThat(gateway.get("/api/dns/endless?page=99&size=10").body())
                .contains("\"a999\"", "\"total\":1510");
        var answer = gateway.get("/api/dns/endless?page=100&size=10");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("only the first 1000 items", "Labnet-Instance", "\"pointer\":\"/page\"");
        assertThat(from("127.0.0.2", "/api/dns/endless?page=149&size=10").body())
                .contains("\"a1499\"", "\"total\":1500");
    }

    @Test
    void a_list_that_is_too_large_is_refused_and_not_left_out() throws Exception {
        var large = "{\"text\":\"" + "x".repeat(10_000) + "\"}";
        first.lists("/api/dns/large", Collections.nCopies(600, large));
        second.lists("/api/dns/large", items("b", 2));
        third.lists("/api/dns/large", items("c", 2));
        var answer = gateway.get("/api/dns/large?size=1");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("4194304 bytes");
        assertThat(from("127.0.0.2", "/api/dns/large?size=1").body()).contains("\"total\":600");
    }

    @Test
    void what_has_a_time_is_told_newest_first() throws Exception {
        first.lists("/api/dns/timed", List.of(at("00:05Z"), at("00:01Z")));
        second.lists("/api/dns/timed", List.of(at("00:04.5Z"), at("00:04Z"), at("00:00Z")));
        third.lists("/api/dns/timed", List.of());
        assertThat(gateway.get("/api/dns/timed?size=4").body())
                .containsSubsequence("00:05Z", "00:04.5Z", "00:04Z", "00:01Z")
                .doesNotContain("00:00Z");
    }

    @Test
    void arrays_become_one_and_counters_are_added_up() throws Exception {
        first.answers("/api/dns/array", 200, "[1,2]");
        second.answers("/api/dns/array", 200, "[2,3]");
        third.answers("/api/dns/array", 200, "[]");
        assertThat(gateway.get("/api/dns/array").body()).isEqualTo("[1,2,3]");
        assertThat(gateway.get("/api/dns/counters").body())
                .isEqualTo("{\"peers\":3.0,\"queries\":21.0}");
    }

    @Test
    void a_list_that_only_one_has_is_its_own() throws Exception {
        first.answers("/api/dns/own", 404, FakeService.PROBLEM);
        second.lists("/api/dns/own", items("b", 30));
        third.answers("/api/dns/own", 404, FakeService.PROBLEM);
        var answer = gateway.get("/api/dns/own?page=1&size=20");
        assertThat(answer.body()).contains("\"b20\"", "\"b29\"", "\"total\":30");
        assertThat(instance(answer)).isEqualTo("127.0.0.3");
    }

    @Test
    void an_item_is_found_wherever_it_is() throws Exception {
        first.answers("/api/dns/item", 404, FakeService.PROBLEM);
        second.answers("/api/dns/item", 200, "{\"name\":\"edu\"}");
        third.answers("/api/dns/item", 200, "{\"name\":\"edu\",\"older\":true}");
        var answer = gateway.get("/api/dns/item");
        assertThat(answer.body()).isEqualTo("{\"name\":\"edu\"}");
        assertThat(instance(answer)).isEqualTo("127.0.0.3");
        assertThat(gateway.get("/api/dns/missing").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/api/dns/openapi").body()).isEqualTo("{\"openapi\":\"3.1.0\"}");
    }

    @Test
    void a_change_goes_to_whoever_has_the_thing() throws Exception {
        first.answers("/api/dns/thing", 404, FakeService.PROBLEM);
        second.answers("/api/dns/thing", 200, "{}");
        third.answers("/api/dns/thing", 200, "{}");
        var answer = gateway.put("/api/dns/thing?x=1", "{\"a\":1}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(instance(answer)).isEqualTo("127.0.0.3");
        assertThat(first.received).contains("PUT /api/dns/thing?x=1 {\"a\":1}");
        assertThat(second.received).contains("PUT /api/dns/thing?x=1 {\"a\":1}");
        assertThat(third.received).noneMatch(request -> request.contains("/thing"));
        assertThat(gateway.put("/api/dns/missing", "{}").body()).isEqualTo(FakeService.PROBLEM);
    }

    @Test
    void something_new_goes_to_the_first_that_has_room() throws Exception {
        first.answers("/api/dns/new", 409, PROBLEM.formatted("house-full", "No address left."));
        second.answers("/api/dns/new", 503, PROBLEM.formatted("unavailable", "Not now."));
        third.answers("/api/dns/new", 201, "{}");
        var answer = post("/api/dns/new", "{\"torrent\":\"x\"}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(instance(answer)).isEqualTo("127.0.0.10");
        for (var service : List.of(first, second, third)) {
            assertThat(service.received).contains("POST /api/dns/new {\"torrent\":\"x\"}");
        }
    }

    @Test
    void what_belongs_elsewhere_is_taken_there() throws Exception {
        first.answers("/api/dns/mail", 422, PROBLEM.formatted("not-here", "Not my domain."));
        second.answers("/api/dns/mail", 405, PROBLEM.formatted("x", "Not allowed."));
        third.answers("/api/dns/mail", 201, "{}");
        assertThat(post("/api/dns/mail", "{}").statusCode()).isEqualTo(201);
    }

    @Test
    void any_other_refusal_is_the_answer() throws Exception {
        first.answers("/api/dns/refused", 409, PROBLEM.formatted("conflict", "It is there."));
        second.answers("/api/dns/refused", 201, "{}");
        var answer = post("/api/dns/refused", "{}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo(PROBLEM.formatted("conflict", "It is there."));
        assertThat(second.received).noneMatch(request -> request.contains("/refused"));
    }

    @Test
    void when_all_are_full_the_client_is_told_so() throws Exception {
        first.answers("/api/dns/full", 409, PROBLEM.formatted("house-full", "One."));
        second.answers("/api/dns/full", 409, PROBLEM.formatted("house-full", "Two."));
        third.answers("/api/dns/full", 404, FakeService.PROBLEM);
        var answer = post("/api/dns/full", "{}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("Two.");
    }

    @Test
    void a_client_may_choose() throws Exception {
        first.lists("/api/dns/choice", items("a", 1));
        second.lists("/api/dns/choice", items("b", 1));
        var answer = from("127.0.0.3", "/api/dns/choice");
        assertThat(answer.body()).contains("b0").doesNotContain("a0");
        assertThat(instance(answer)).isEqualTo("127.0.0.3");
        var nobody = from("127.0.0.9", "/api/dns/choice");
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(nobody.body())
                .contains(
                        "urn:labnet:problem:no-such-instance",
                        "dns-service has no instance 127.0.0.9;"
                                + " there are: 127.0.0.2, 127.0.0.3, 127.0.0.10");
    }

    @Test
    void a_body_is_bounded_and_makes_room_again() throws Exception {
        var tooMuch = new byte[16 * 1024 * 1024 + 1];
        for (int i = 0; i < 5; i++) {
            var request =
                    gateway.request("/api/dns/big")
                            .POST(
                                    BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(tooMuch)));
            assertThat(gateway.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
        }
        var justRight = BodyPublishers.ofByteArray(tooMuch, 1, tooMuch.length - 1);
        var request = gateway.request("/api/dns/big").POST(justRight);
        assertThat(gateway.send(request, BodyHandlers.ofString()).body())
                .endsWith("length=16777216");
    }

    @Test
    void a_service_tells_its_instances_and_the_sum_of_their_counters() throws Exception {
        assertThat(gateway.get("/api/services/dns-service").body())
                .contains(
                        "\"url\":\"http://dns.test:" + first.port(),
                        "\"state\":\"UP\"",
                        "\"counters\":{\"queries\":21.0,\"peers\":3.0}",
                        "\"instances\":[{\"address\":\"127.0.0.2\",\"state\":\"UP\",\"since\":")
                .containsSubsequence("\"127.0.0.3\"", "\"127.0.0.10\"");
        assertThat(gateway.get("/api/services/gateway").body()).doesNotContain("instances");
    }

    @Test
    void the_timeline_is_that_of_all() throws Exception {
        assertThat(gateway.get("/api/exchanges").body()).contains("\"total\":9");
    }

    private static List<String> items(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"name\":\"" + prefix + i + "\"}")
                .toList();
    }

    private static String at(String time) {
        return "{\"at\":\"2026-01-01T00:" + time + "\"}";
    }

    private static String instance(HttpResponse<?> answer) {
        return answer.headers().firstValue("Labnet-Instance").orElse("");
    }

    private static HttpResponse<String> from(String instance, String path) throws Exception {
        var request = gateway.request(path).header("Labnet-Instance", instance);
        return gateway.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        var request =
                gateway.request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        return gateway.send(request, BodyHandlers.ofString());
    }
}
