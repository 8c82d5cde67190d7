package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.network.Network;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.ProxyUsers;
import io.labnet.webcache.peers.ForeignOrigin;
import io.labnet.webcache.peers.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** curl, wget and h2load at the proxy, before an nginx. */
class ForeignClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TEXT = "A line that comes again and again.\n".repeat(3_000);
    private static final List<Network> HERE = List.of(Network.parse("127.0.0.0/8"));

    private static final String DIRECTIVES =
            """
            location / { expires 1m; }
            location /chunked/ {
              gzip on; gzip_types text/plain; gzip_proxied any; add_header Cache-Control no-store;
            }
            location /put/ { dav_methods PUT; client_max_body_size 9m; expires 1m; }
            """;

    @TempDir private static Path folder;
    private static ForeignOrigin nginx;
    private static TestProxy proxy;
    private static TestProxy closed;

    @BeforeAll
    static void open() throws IOException {
        nginx = ForeignOrigin.nginx(folder, DIRECTIVES);
        proxy = TestProxy.with(admission(Map.of()), nginx.port());
        closed = TestProxy.with(admission(Map.of("alice", "ketchup")), nginx.port());
        proxy.clock.setInstant(Instant.now().minus(Duration.ofDays(1)));
    }

    private static Admission admission(Map<String, String> users) {
        return new Admission(HERE, HERE, new ProxyUsers(users));
    }

    @AfterAll
    static void close() {
        for (var each : new TestProxy[] {proxy, closed}) {
            if (each != null) {
                each.close();
            }
        }
        if (nginx != null) {
            nginx.close();
        }
    }

    private static String at(TestProxy whose) {
        return "127.0.0.1:" + whose.address().getPort();
    }

    private static String curl(TestProxy by, String... options) throws Exception {
        var command = Stream.concat(Stream.of("-x", "http://" + at(by)), Arrays.stream(options));
        return Program.curl(command.toArray(String[]::new));
    }

    private static String wget(TestProxy by, String... options) throws Exception {
        var command = new ArrayList<>(List.of(Program.required("wget"), "--no-config"));
        command.addAll(List.of("-t1", "-T60", "--progress=dot:giga", "-e", "use_proxy=yes"));
        command.addAll(List.of("-e", "http_proxy=http://" + at(by) + "/", "-e", "robots=off"));
        command.addAll(List.of(options));
        return Program.run(command);
    }

    private static void place(String name, String text) throws IOException {
        nginx.place(name, text, LONG_AGO);
    }

    private static void wasAsked(String path, String... lines) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(nginx.asked(path)).containsExactly(lines));
    }

    @ParameterizedTest
    @CsvSource({"--http1.0, no chunks", "--http1.1, chunks", "--http2-prior-knowledge, no chunks"})
    void curl_of_any_version_gets_what_has_no_length(String version, String chunks)
            throws Exception {
        place("chunked/page.txt", TEXT);
        var head = folder.resolve("head" + version);
        var options = new ArrayList<>(List.of(version));
        // HTTP/2 of curl goes to no proxy, but to whom it takes for the origin.
        options.addAll(
                version.contains("2")
                        ? List.of("--connect-to", "::" + at(proxy))
                        : List.of("-x", "http://" + at(proxy)));
        options.addAll(List.of("--compressed", "-D", head.toString()));
        options.add(nginx.url("/chunked/page.txt"));
        var said = Program.curl(options.toArray(String[]::new));
        assertThat(said.equals(TEXT)).isTrue();
        assertThat(Files.readString(head).contains("Transfer-Encoding: chunked"))
                .isEqualTo(chunks.equals("chunks"));
    }

    @Test
    void many_curls_at_once_cost_one_fetch() throws Exception {
        place("many.txt", TEXT);
        var count = 40;
        var options = new ArrayList<>(List.of("-Z", "--parallel-immediate", "--parallel-max"));
        options.addAll(List.of("" + count, "-w", "%{http_code} %{size_download}\\n"));
        for (int i = 0; i < count; i++) {
            options.addAll(List.of("-o", "/dev/null", nginx.url("/many.txt")));
        }
        // It also says how far it is.
        var said = curl(proxy, options.toArray(String[]::new)).lines();
        assertThat(said.filter(line -> line.matches("[0-9]{3} [0-9]+")))
                .containsExactlyElementsOf(Collections.nCopies(count, "200 " + TEXT.length()));
        wasAsked("/many.txt", "GET /many.txt 200");
    }

    @Test
    void what_curl_puts_is_what_the_next_one_gets() throws Exception {
        place("put/page.txt", "old");
        assertThat(curl(proxy, nginx.url("/put/page.txt"))).isEqualTo("old");
        var file = Files.writeString(folder.resolve("new.txt"), TEXT).toString();
        var put =
                curl(
                        proxy,
                        "-v",
                        "-HExpect: 100-continue",
                        "--expect100-timeout",
                        "30",
                        "-T",
                        file,
                        nginx.url("/put/page.txt"));
        assertThat(put).contains("HTTP/1.1 100 Continue", "HTTP/1.1 204 No Content");
        assertThat(curl(proxy, nginx.url("/put/page.txt")).equals(TEXT)).isTrue();
    }

    @Test
    void a_curl_that_says_two_lengths_is_refused() throws Exception {
        var said =
                curl(
                        proxy,
                        "-i",
                        "-HContent-Length: 3",
                        "-HContent-Length: 5",
                        "-dabc",
                        nginx.url("/two-lengths"));
        assertThat(said).startsWith("HTTP/1.1 400 ");
        assertThat(nginx.asked("/two-lengths")).isEmpty();
    }

    @Test
    void curl_proves_who_it_is_before_it_gets_anything_or_a_tunnel() throws Exception {
        place("proven.txt", "proven");
        var url = nginx.url("/proven.txt");
        for (var way : List.of("--no-proxytunnel", "--proxytunnel")) {
            assertThat(curl(closed, way, "-U", "alice:ketchup", url)).isEqualTo("proven");
            assertThat(curl(closed, way, "--proxy-anyauth", "-U", "alice:ketchup", url))
                    .isEqualTo("proven");
            assertThat(curl(closed, way, "-v", "-U", "alice:mustard", url))
                    .contains("HTTP/1.1 407 ", "Proxy-Authenticate: Basic realm=");
        }
    }

    @Test
    void what_goes_through_a_tunnel_is_not_stored() throws Exception {
        place("tunnelled.txt", "tunnelled");
        var url = nginx.url("/tunnelled.txt");
        for (int i = 0; i < 2; i++) {
            assertThat(curl(proxy, "-p", "--suppress-connect-headers", "-i", url))
                    .contains("tunnelled")
                    .doesNotContain("Cache-Status");
        }
        var line = "GET /tunnelled.txt 200";
        wasAsked("/tunnelled.txt", line, line);
    }

    @Test
    void wget_proves_who_it_is() throws Exception {
        place("proven2.txt", "proven");
        var url = nginx.url("/proven2.txt");
        assertThat(wget(closed, "-O-", "-q", "--proxy-user=alice", "--proxy-password=ketchup", url))
                .isEqualTo("proven");
        assertThat(wget(closed, "-O-", url)).contains("ERROR 407");
    }

    @Test
    void wget_completes_what_broke_off() throws Exception {
        place("broken.txt", TEXT);
        for (var name : List.of("one", "two")) {
            var half = Files.createDirectory(folder.resolve("half-" + name)).resolve("broken.txt");
            Files.writeString(half, TEXT.substring(0, 1000));
            var said = wget(proxy, "-c", "-P", half.getParent() + "", nginx.url("/broken.txt"));
            assertThat(said).contains("206 Partial Content");
            assertThat(half).hasContent(TEXT);
            // The second one finds it stored.
            curl(proxy, nginx.url("/broken.txt"));
        }
    }

    @Test
    void wget_takes_a_site_and_the_next_one_has_it_from_the_store() throws Exception {
        place("site/index.html", "<a href=a.html>a</a> <img src='deep/b.svg'>");
        place("site/a.html", "<a href=deep/c.html>c</a> <a href=/elsewhere.html>no</a>");
        place("site/deep/b.svg", "<svg/>");
        place("site/deep/c.html", "<a href=../index.html>back</a>");
        for (var name : List.of("first", "second")) {
            var mirror = folder.resolve(name);
            wget(proxy, "-r", "-np", "-nH", "-P", mirror.toString(), nginx.url("/site/"));
            assertThat(mirror.resolve("site/a.html")).exists();
            assertThat(mirror.resolve("site/deep/b.svg")).hasContent("<svg/>");
            assertThat(mirror.resolve("site/deep/c.html")).exists();
            assertThat(mirror.resolve("elsewhere.html")).doesNotExist();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(nginx.asked("/site/"))
                                .containsExactlyInAnyOrder(
                                        "GET /site/ 200",
                                        "GET /site/a.html 200",
                                        "GET /site/deep/b.svg 200",
                                        "GET /site/deep/c.html 200",
                                        "GET /site/index.html 200"));
    }

    @Test
    void wget_has_a_page_validated_when_it_wants_no_cache_and_leaves_one_that_it_has()
            throws Exception {
        place("timed.txt", "timed");
        var here = folder.resolve("timed").toString();
        assertThat(wget(proxy, "-S", "-N", "-P", here, nginx.url("/timed.txt")))
                .contains("Cache-Status: LabnetCache; fwd=uri-miss", "saved [5/5]");
        assertThat(wget(proxy, "-S", "-N", "-P", here, nginx.url("/timed.txt")))
                .contains("HTTP/1.1 304", "Cache-Status: LabnetCache; hit", "not modified");
        assertThat(wget(proxy, "-S", "--no-cache", "-O/dev/null", nginx.url("/timed.txt")))
                .contains("Cache-Status: LabnetCache; fwd=request; fwd-status=304");
    }

    @Test
    void h2load_is_answered_each_time() throws Exception {
        place("load.txt", TEXT);
        var said =
                Program.run(
                        List.of(
                                Program.required("h2load"),
                                "-n400",
                                "-c4",
                                "-m8",
                                "--connect-to=" + at(proxy),
                                nginx.url("/load.txt")));
        assertThat(said)
                .contains("400 succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("status codes: 400 2xx");
        wasAsked("/load.txt", "GET /load.txt 200");
    }
}
