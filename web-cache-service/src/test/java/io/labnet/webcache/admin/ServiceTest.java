package io.labnet.webcache.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.labnet.admin.ServiceStart;
import io.labnet.webcache.WebCacheServiceApplication;
import io.labnet.webcache.peers.Program;
import io.labnet.webcache.proxy.ProxyServer;
import io.labnet.webcache.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service, as it starts by itself, seen over REST. */
class ServiceTest {
    @TempDir static Path folder;
    private static HttpServer origin;
    private static ConfigurableApplicationContext service;
    private static HttpClient browser;
    private static int edgePort;
    private static int tlsPort;
    private static final HttpClient ADMIN = HttpClient.newHttpClient();

    @BeforeAll
    static void open() throws IOException {
        origin = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        origin.createContext(
                "/",
                exchange -> {
                    var content = "hello".getBytes(StandardCharsets.US_ASCII);
                    exchange.getResponseHeaders().add("Cache-Control", "max-age=60");
                    exchange.getResponseHeaders().add("Surrogate-Key", "all of-b");
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                    exchange.close();
                });
        origin.start();
        edgePort = freePort();
        tlsPort = freePort();
        service =
                start(
                        "data",
                        "--labnet.web-cache.edge-tls-port=" + edgePort,
                        "--labnet.web-cache.tls-port=" + tlsPort,
                        "--labnet.web-cache.access-file=access.log",
                        "--labnet.web-cache.sites[1].name=school",
                        "--labnet.web-cache.sites[1].hosts=www.someschool.edu",
                        "--labnet.web-cache.sites[1].origins[0].address=127.0.0.1:"
                                + origin.getAddress().getPort());
        var address = service.getBean(ProxyServer.class).address();
        browser = HttpClient.newBuilder().proxy(ProxySelector.of(address)).build();
    }

    // As a setting, port 0 stands for no door at all.
    private static int freePort() throws IOException {
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    private static ConfigurableApplicationContext start(String data, String... more) {
        var usual =
                Stream.of(
                        "--server.port=0",
                        "--labnet.web-cache.port=0",
                        "--labnet.data-dir=" + folder.resolve(data),
                        "--labnet.web-cache.sites[0].name=site",
                        "--labnet.web-cache.sites[0].hosts=WWW.site.test",
                        "--labnet.web-cache.sites[0].origins[0].address=127.0.0.1:9",
                        "--labnet.web-cache.sites[0].origins[0].weight=2",
                        "--labnet.web-cache.siblings[0].name=two.edge",
                        "--labnet.web-cache.siblings[0].address=127.0.0.1:9",
                        "--labnet.web-cache.siblings[0].weight=1E-9",
                        "--logging.level.root=warn");
        return ServiceStart.of(WebCacheServiceApplication.class, WebCacheServiceApplication.NAME)
                .run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    @AfterAll
    static void close() {
        browser.close();
        ADMIN.close();
        service.close();
        origin.stop(0);
    }

    @BeforeEach
    void empty() throws Exception {
        assertThat(admin("DELETE", "/objects").statusCode()).isEqualTo(204);
    }

    @Test
    void stored_objects_are_listed_and_purged_one_by_one() throws Exception {
        page("/a");
        page("/a");
        page("/b");
        assertThat(admin("GET", "/objects?q=/a").body())
                .contains("\"url\":\"" + url("/a") + "\"", "\"hits\":1", "\"size\":5")
                .contains("\"total\":1");
        assertThat(admin("DELETE", "/objects?url=" + url("/a")).statusCode()).isEqualTo(204);
        assertThat(admin("GET", "/objects").body()).doesNotContain("/a").contains(url("/b"));
        assertThat(admin("DELETE", "/objects?url=" + url("/a")).statusCode()).isEqualTo(204);
    }

    @Test
    void a_listed_object_says_where_it_is_and_why_it_is_fresh() throws Exception {
        page("/a");
        assertThat(admin("GET", "/objects?tag=all&url=" + url("/a")).body())
                .contains("\"tiers\":[\"memory\"", "\"tags\":[\"all\",\"of-b\"]", "\"ttl\":")
                .contains("max-age", "RFC 9111 section 5.2.2.1", "\"total\":1");
        assertThat(admin("GET", "/objects?tag=other").body()).contains("\"total\":0");
        assertThat(admin("GET", "/objects?url=hello").statusCode()).isEqualTo(422);
    }

    @Test
    void purges_say_how_much_they_have_thrown_out() throws Exception {
        page("/x/1");
        page("/x/2");
        page("/y");
        assertThat(purge("{\"prefix\":\"" + url("/x/") + "\",\"soft\":true}"))
                .isEqualTo("{\"purged\":2}");
        assertThat(admin("GET", "/objects?url=" + url("/x/1")).body())
                .contains("made stale by a purge", "\"ttl\":");
        assertThat(purge("{\"pattern\":\"*/x/*1\"}")).isEqualTo("{\"purged\":1}");
        assertThat(purge("{\"tag\":\"of-b\"}")).isEqualTo("{\"purged\":2}");
        assertThat(purge("{\"everything\":true}")).isEqualTo("{\"purged\":0}");
        page("/y");
        assertThat(admin("DELETE", "/objects?tag=all").statusCode()).isEqualTo(204);
        assertThat(admin("GET", "/objects").body()).contains("\"total\":0");
    }

    @Test
    void what_happens_to_objects_is_told_live() throws Exception {
        var request = HttpRequest.newBuilder(uri("/objects/events")).build();
        var response = ADMIN.send(request, BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            // The first comment says that the watcher has its place.
            assertThat(lines.readLine()).startsWith(":");
            page("/live");
            assertThat(data(lines)).contains("\"stored\"", url("/live"));
            admin("DELETE", "/objects?prefix=" + url("/live"));
            assertThat(data(lines)).contains("\"purged\"", "\"prefix\"", "\"responses\":1");
        }
    }

    private static String data(BufferedReader lines) throws IOException {
        var line = lines.readLine();
        while (!line.startsWith("data:")) {
            line = lines.readLine();
        }
        return line;
    }

    @Test
    void a_purge_must_say_one_thing() throws Exception {
        for (var wish :
                List.of(
                        "{}",
                        "{\"soft\":true}",
                        "{\"tag\":\"a\",\"everything\":true}",
                        "{\"prefix\":\" \"}",
                        "{\"url\":\"hello\"}")) {
            assertThat(purge(wish)).contains("urn:labnet:problem:invalid");
        }
        assertThat(admin("DELETE", "/objects?tag=a&prefix=b").statusCode()).isEqualTo(422);
        assertThat(admin("DELETE", "/objects?prefix=").statusCode()).isEqualTo(422);
    }

    @Test
    void what_is_no_url_cannot_be_purged() throws Exception {
        var answer = admin("DELETE", "/objects?url=hello");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("urn:labnet:problem:invalid", "\"/url\"");
    }

    @Test
    void pages_have_limits() throws Exception {
        assertThat(admin("GET", "/objects?size=0").statusCode()).isEqualTo(422);
        assertThat(admin("GET", "/objects?page=x").statusCode()).isEqualTo(400);
    }

    @Test
    void counters_and_exchanges_tell_what_happened() throws Exception {
        page("/counted");
        page("/counted");
        var counters = admin("GET", "/counters").body();
        assertThat(counters)
                .contains("\"objects\":1.0", "\"bytes-from-cache\"", "\"open-connections\"")
                .contains("\"memory-objects\":1.0", "\"disk-errors\":0.0", "\"disk-bytes\"");
        assertThat(admin("GET", "/exchanges?q=/counted").body())
                .contains("GET " + url("/counted"))
                .contains("LabnetCache; hit")
                .contains("LabnetCache; fwd=uri-miss; stored");
    }

    @Test
    void the_ring_tells_who_owns_a_url_and_why() throws Exception {
        var ring = admin("GET", "/ring?url=" + url("/a")).body();
        assertThat(ring)
                .contains("\"url\":\"" + url("/a") + "\"", "\"owner\":\"proxy.poly.edu\"")
                .contains("\"edge\":\"two.edge\"", "\"weight\":1.0E-9", "\"alive\":true");
        assertThat(admin("GET", "/ring?url=hello").statusCode()).isEqualTo(422);
    }

    @Test
    void sites_and_origins_are_listed() throws Exception {
        page("/listed");
        assertThat(admin("GET", "/sites").body())
                .contains("\"hosts\":[\"www.site.test\"]", "\"weight\":2", "\"well\":true");
        assertThat(admin("GET", "/origins?q=127.0.0.1").body())
                .contains("\"resting\":false", "\"asking\":0");
        assertThat(admin("GET", "/origins?size=0").statusCode()).isEqualTo(422);
    }

    @Test
    void requests_are_listed_newest_first_and_found_by_url_or_outcome() throws Exception {
        page("/logged");
        page("/logged");
        var both = admin("GET", "/requests?q=/logged").body();
        assertThat(both).contains("\"total\":2", "\"client\":\"127.0.0.1\"", "\"bytes\":5");
        assertThat(both.indexOf("\"outcome\":\"hit\""))
                .isBetween(0, both.indexOf("\"outcome\":\"uri-miss\""));
        assertThat(admin("GET", "/requests?q=hit").body())
                .contains(url("/logged"), "\"fromStore\":true");
        assertThat(admin("GET", "/requests?size=0").statusCode()).isEqualTo(422);
    }

    @Test
    void requests_are_told_live_and_written_as_squid_would() throws Exception {
        var request = HttpRequest.newBuilder(uri("/requests/events")).build();
        var response = ADMIN.send(request, BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(":");
            page("/told");
            assertThat(data(lines))
                    .contains(url("/told"), "\"bytes\":5,\"bytesFromStore\":0")
                    .contains("\"outcome\":\"uri-miss\"");
            page("/told");
            assertThat(data(lines)).contains("\"bytes\":5,\"bytesFromStore\":5", "\"hit\"");
        }
        var file = folder.resolve("data/web-cache/access.log");
        await().untilAsserted(() ->
                assertThat(Files.readString(file))
                        .contains("TCP_MISS/200 5 GET " + url("/told"))
                        .contains("TCP_MEM_HIT/200 5 GET " + url("/told")));
    }

    // As it is set by itself: the admin APIs trust whoever comes from their own host.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8082/api/web-cache/objects",
                "http://127.0.0.1:8081/",
                "http://127.0.0.1:25/",
                "http://169.254.169.254/",
                "http://[::1]/"
            })
    void what_a_host_keeps_to_itself_is_refused(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        assertThat(browser.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void a_client_here_may_purge() throws Exception {
        page("/purged");
        var request =
                HttpRequest.newBuilder(URI.create(url("/purged")))
                        .method("PURGE", HttpRequest.BodyPublishers.noBody())
                        .build();
        assertThat(browser.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(admin("GET", "/objects").body()).contains("\"total\":0");
    }

    @Test
    void the_access_link_is_explained() throws Exception {
        page("/linked");
        page("/linked");
        assertThat(admin("GET", "/link?seconds=3600").body())
                .contains("\"bitsPerSecond\":1540000.0", "requests a second, for")
                .contains("\"withoutCache\":{\"intensity\":", "\"withCache\":{\"intensity\":");
        assertThat(admin("GET", "/link?seconds=0").statusCode()).isEqualTo(422);
        assertThat(admin("GET", "/link?seconds=3601").statusCode()).isEqualTo(422);
    }

    @Test
    void counters_tell_what_the_cache_is_good_for() throws Exception {
        page("/good");
        page("/good");
        assertThat(admin("GET", "/counters").body())
                .contains("\"hit-ratio\":0.", "\"byte-hit-ratio\":0.", "\"bytes-saved\":")
                .contains("\"origin-latency\":")
                .doesNotContain("\"origin-latency\":0.0", "\"bytes-saved\":0.0");
    }

    @Test
    void it_closes_quickly_and_starts_again_in_the_same_process_with_what_it_had()
            throws Exception {
        var other = start("own");
        var address = other.getBean(ProxyServer.class).address();
        try (var client = HttpClient.newBuilder().proxy(ProxySelector.of(address)).build()) {
            page(client, "/kept");
        }
        var begun = Instant.now();
        other.close();
        // What waits for its clients to go waits for five seconds.
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(4));
        try (var again =
                ServiceStart.of(WebCacheServiceApplication.class, WebCacheServiceApplication.NAME)
                        .run(
                                "--server.port=0",
                                "--labnet.web-cache.port=" + address.getPort(),
                                "--labnet.data-dir=" + folder.resolve("own"),
                                "--logging.level.root=warn")) {
            assertThat(again.getBean(ProxyServer.class).address()).isEqualTo(address);
            assertThat(again.getBean(ObjectStore.class).list())
                    .singleElement()
                    .matches(object -> object.uri().equals(url("/kept")) && object.onDisk());
        }
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, 1.1", "--http2, 2"})
    void curl_gets_a_page_of_a_site_over_tls_by_the_labs_authority(String option, String version)
            throws Exception {
        var url = "https://www.someschool.edu:" + edgePort + "/secure";
        var said =
                Program.curl(
                        option,
                        "--cacert",
                        folder.resolve("data/ca/ca.pem").toString(),
                        "--resolve",
                        "www.someschool.edu:" + edgePort + ":127.0.0.1",
                        "-w",
                        " %{http_version} %{http_code} %{ssl_verify_result}",
                        url);
        assertThat(said).isEqualTo("hello " + version + " 200 0");
        assertThat(admin("GET", "/objects?url=" + url).body()).contains("\"total\":1");
    }

    // The name of a proxy that is spoken to over TLS is checked as that of an origin is.
    @Test
    void curl_uses_the_proxy_over_tls() throws Exception {
        var said =
                Program.curl(
                        "--proxy",
                        "https://proxy.poly.edu:" + tlsPort,
                        "--proxy-cacert",
                        folder.resolve("data/ca/ca.pem").toString(),
                        "--resolve",
                        "proxy.poly.edu:" + tlsPort + ":127.0.0.1",
                        "-w",
                        " %{http_code} %{proxy_ssl_verify_result}",
                        url("/by-tls"));
        assertThat(said).isEqualTo("hello 200 0");
        assertThat(admin("GET", "/objects?url=" + url("/by-tls")).body()).contains("\"total\":1");
    }

    private static void page(String path) throws Exception {
        page(browser, path);
    }

    private static void page(HttpClient client, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url(path))).build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("hello");
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + origin.getAddress().getPort() + path;
    }

    private static String purge(String wish) throws Exception {
        return admin("POST", "/purges", HttpRequest.BodyPublishers.ofString(wish)).body();
    }

    private static HttpResponse<String> admin(String method, String path) throws Exception {
        return admin(method, path, HttpRequest.BodyPublishers.noBody());
    }

    private static HttpResponse<String> admin(
            String method, String path, HttpRequest.BodyPublisher body) throws Exception {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .method(method, body)
                        .header("Content-Type", "application/json")
                        .build();
        return ADMIN.send(request, BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        var port = service.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port + "/api/web-cache" + path);
    }
}
