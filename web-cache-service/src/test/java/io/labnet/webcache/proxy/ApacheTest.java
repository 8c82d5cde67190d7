package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.peers.ForeignOrigin;
import io.labnet.webcache.peers.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache httpd as the origin: what it codes on the way, and whatever else it says. */
class ApacheTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONGER_THAN_FRESH = Duration.ofMinutes(2);
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    // Coded, still so long that nobody knows its length when it begins.
    private static final String TEXT =
            new Random(5)
                    .ints(20_000)
                    .mapToObj(Integer::toHexString)
                    .collect(Collectors.joining("\n"));

    private static final List<String> MODULES =
            List.of("env", "filter", "deflate", "headers", "http2");

    private static final String DIRECTIVES =
            """
            Protocols h2c http/1.1
            Header set Cache-Control max-age=60
            AddOutputFilterByType DEFLATE text/plain
            <Location /closed>
              Require all denied
            </Location>
            """;

    @TempDir private static Path folder;
    private static ForeignOrigin apache;
    private static TestProxy proxy;

    @BeforeAll
    static void open() throws IOException {
        apache = ForeignOrigin.apache(folder, MODULES, DIRECTIVES);
        proxy = new TestProxy(PATIENCE, PATIENCE);
        proxy.clock.setInstant(Instant.now().minus(Duration.ofDays(1)));
        apache.place("page.txt", TEXT, LONG_AGO);
        apache.place("page.html", "<p>Hello.</p>", LONG_AGO);
    }

    @AfterAll
    static void close() {
        if (proxy != null) {
            proxy.close();
        }
        if (apache != null) {
            apache.close();
        }
    }

    private static Message get(String path, String... fields) throws IOException {
        return proxy.get(apache.url(path), fields);
    }

    private static Message straight(String path, String... fields) throws IOException {
        try (var client = TestProxy.connect(new InetSocketAddress("127.0.0.1", apache.port()))) {
            return client.visit("GET", "origin.test", path, fields);
        }
    }

    @Test
    void what_it_codes_comes_in_chunks_and_is_kept_beside_what_is_plain() throws IOException {
        var gzip = "Accept-Encoding: gzip";
        assertThat(straight("/page.txt?v", gzip).field("Transfer-Encoding")).isEqualTo("chunked");
        for (int i = 0; i < 2; i++) {
            var coded = get("/page.txt?v", gzip);
            assertThat(coded.field("Content-Encoding")).isEqualTo("gzip");
            assertThat(coded.field("Vary")).isEqualTo("Accept-Encoding");
            assertThat(decoded(coded)).isEqualTo(TEXT);
            assertThat(get("/page.txt?v").text()).isEqualTo(TEXT);
        }
        assertThat(get("/page.txt?v", gzip).field("Cache-Status")).contains("hit; ttl=");
        assertThat(get("/page.txt?v").field("Cache-Status")).contains("hit; ttl=");
    }

    // It knows its tag again only without the suffix that it has put there itself.
    @Test
    void a_stale_coded_page_comes_out_right_whatever_it_makes_of_its_tag() throws IOException {
        var gzip = "Accept-Encoding: gzip";
        assertThat(get("/page.txt?stale", gzip).field("ETag")).endsWith("-gzip\"");
        proxy.clock.add(LONGER_THAN_FRESH);
        var again = get("/page.txt?stale", gzip);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.field("Cache-Status")).contains("fwd=stale");
        assertThat(decoded(again)).isEqualTo(TEXT);
        assertThat(get("/page.txt?stale", gzip).field("Cache-Status")).contains("hit; ttl=");
    }

    @Test
    void a_stale_plain_page_holds_when_it_says_so() throws IOException {
        get("/page.html");
        proxy.clock.add(LONGER_THAN_FRESH);
        var again = get("/page.html");
        assertThat(again.field("Cache-Status")).contains("fwd=stale", "fwd-status=304");
        assertThat(again.text()).isEqualTo("<p>Hello.</p>");
    }

    @Test
    void a_part_of_a_coded_page_is_one_of_its_coded_bytes() throws IOException {
        var gzip = "Accept-Encoding: gzip";
        var coded = get("/page.txt?part", gzip);
        var part = get("/page.txt?part", gzip, "Range: bytes=10-19");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.field("Content-Encoding")).isEqualTo("gzip");
        assertThat(part.text()).isEqualTo(coded.text().substring(10, 20));
        assertThat(get("/page.txt?part", "Range: bytes=10-19").text())
                .isEqualTo(TEXT.substring(10, 20));
    }

    @Test
    void what_it_offers_to_us_alone_ends_here() throws IOException {
        assertThat(straight("/page.html").field("Upgrade")).contains("h2c");
        var answer = get("/page.html?upgrade");
        assertThat(answer.fields().has("Upgrade")).isFalse();
        assertThat(answer.field("Connection")).doesNotContainIgnoringCase("upgrade");
        assertThat(answer.text()).isEqualTo("<p>Hello.</p>");
    }

    @Test
    void several_parts_come_as_it_puts_them_together() throws IOException {
        var several = get("/page.html?several", "Range: bytes=3-7,-4");
        assertThat(several.status()).isEqualTo(206);
        assertThat(several.field("Content-Type")).startsWith("multipart/byteranges; boundary=");
        assertThat(several.text())
                .containsIgnoringCase("Content-Range: bytes 3-7/13\r\n\r\nHello\r\n--")
                .containsIgnoringCase("Content-Range: bytes 9-12/13\r\n\r\n</p>\r\n--");
    }

    @Test
    void who_may_not_put_hears_it_before_anything_is_sent() throws Exception {
        var file = Files.writeString(folder.resolve("large.txt"), TEXT.repeat(20));
        var said =
                Program.curl(
                        "-x",
                        "http://127.0.0.1:" + proxy.address().getPort(),
                        "-HExpect: 100-continue",
                        "--expect100-timeout",
                        "30",
                        "-o",
                        folder.resolve("refused").toString(),
                        "-w",
                        "%{http_code} %{size_upload}",
                        "-T",
                        file.toString(),
                        apache.url("/closed/large.txt"));
        assertThat(said).isEqualTo("403 0");
    }

    private static String decoded(Message message) throws IOException {
        var coded = message.text().getBytes(StandardCharsets.ISO_8859_1);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
