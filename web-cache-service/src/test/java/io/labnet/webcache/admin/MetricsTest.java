package io.labnet.webcache.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.labnet.admin.ServiceStart;
import io.labnet.webcache.WebCacheServiceApplication;
import io.labnet.webcache.proxy.ProxyServer;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service says of itself in Prometheus' form. */
class MetricsTest {
    private static final String PREFIX = "labnet_web_cache_";

    @TempDir Path folder;

    @Test
    void a_miss_two_hits_and_a_refusal_are_told_by_outcome() throws Exception {
        var origin = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        origin.createContext(
                "/",
                exchange -> {
                    var content = "hello".getBytes(StandardCharsets.US_ASCII);
                    exchange.getResponseHeaders().add("Cache-Control", "max-age=60");
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                    exchange.close();
                });
        origin.start();
        try (var service =
                        ServiceStart.of(
                                        WebCacheServiceApplication.class,
                                        WebCacheServiceApplication.NAME)
                                .run(
                                        "--server.port=0",
                                        "--labnet.web-cache.port=0",
                                        "--labnet.data-dir=" + folder,
                                        "--logging.level.root=warn");
                var browser =
                        HttpClient.newBuilder()
                                .proxy(
                                        ProxySelector.of(
                                                service.getBean(ProxyServer.class).address()))
                                .build();
                var admin = HttpClient.newHttpClient()) {
            var page = URI.create("http://127.0.0.1:" + origin.getAddress().getPort() + "/");
            assertThat(get(browser, page)).isEqualTo("hello");
            assertThat(get(browser, page)).isEqualTo("hello");
            assertThat(get(browser, page)).isEqualTo("hello");
            assertThat(get(browser, URI.create("http://192.0.2.1/"))).contains("outside the lab");
            var port = service.getEnvironment().getRequiredProperty("local.server.port");
            var metrics = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
            // An answer is counted when it is over, which its client may see a little earlier.
            await().untilAsserted(() -> expect(samples(get(admin, metrics))));
        } finally {
            origin.stop(0);
        }
    }

    private static void expect(Map<String, Double> told) {
        assertThat(told)
                .containsEntry("answers_seconds_count{outcome=\"uri-miss\"}", 1.0)
                .containsEntry("answers_seconds_count{outcome=\"hit\"}", 2.0)
                .containsEntry("answers_seconds_count{outcome=\"own\"}", 1.0)
                .containsEntry("answers_seconds_count{outcome=\"tunnel\"}", 0.0)
                .containsEntry("content_bytes_total{outcome=\"uri-miss\"}", 5.0)
                .containsEntry("content_bytes_total{outcome=\"hit\"}", 10.0)
                .containsEntry("hit_ratio", 2 / 3.0)
                .containsEntry("byte_hit_ratio", 2 / 3.0)
                .containsEntry("bytes_saved_total", 10.0)
                .containsEntry("origin_latency_seconds_count", 1.0);
        assertThat(told.get("answers_seconds_sum{outcome=\"hit\"}")).isPositive();
        assertThat(told.get("origin_latency_seconds_sum")).isPositive();
    }

    // Each line is a name, perhaps with labels, a space, and a value.
    private static Map<String, Double> samples(String text) {
        return text.lines()
                .filter(line -> line.startsWith(PREFIX))
                .map(line -> line.substring(PREFIX.length()).split(" "))
                .collect(Collectors.toMap(line -> line[0], line -> Double.valueOf(line[1])));
    }

    private static String get(HttpClient client, URI uri) throws Exception {
        var request = HttpRequest.newBuilder(uri).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
