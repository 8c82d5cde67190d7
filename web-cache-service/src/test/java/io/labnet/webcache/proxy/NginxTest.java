package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.peers.ForeignOrigin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx as the origin: we understand what it says of its files, and it what we ask. */
class NginxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONGER_THAN_FRESH = Duration.ofMinutes(2);
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TEXT = "A line that comes again and again.\n".repeat(300);
    private static final String OTHER = "A line that nobody has seen so far.\n".repeat(400);

    // Connections that end after three requests are for us to cope with.
    private static final String DIRECTIVES =
            """
            expires 1m;
            keepalive_requests 3;
            location /coded/ { gzip on; gzip_types text/plain; gzip_vary on; gzip_proxied any; }
            """;

    @TempDir private static Path folder;
    private static ForeignOrigin nginx;
    private static TestProxy proxy;

    @BeforeAll
    static void open() throws IOException {
        nginx = ForeignOrigin.nginx(folder, DIRECTIVES);
        proxy = new TestProxy(PATIENCE, PATIENCE);
        // So that nginx's Date is never in the past, however this clock is turned.
        proxy.clock.setInstant(Instant.now().minus(Duration.ofDays(1)));
    }

    @AfterAll
    static void close() {
        if (proxy != null) {
            proxy.close();
        }
        if (nginx != null) {
            nginx.close();
        }
    }

    private static Message get(String path, String... fields) throws IOException {
        return proxy.get(nginx.url(path), fields);
    }

    private static void place(String name, String text) throws IOException {
        nginx.place(name, text, LONG_AGO);
    }

    private static void wasAsked(String path, String... lines) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(nginx.asked(path)).containsExactly(lines));
    }

    @Test
    void a_stale_page_holds_when_it_says_so() throws IOException {
        place("page.txt", TEXT);
        assertThat(get("/page.txt").field("Cache-Status")).contains("fwd=uri-miss", "stored");
        assertThat(get("/page.txt").field("Cache-Status")).contains("hit; ttl=");
        proxy.clock.add(LONGER_THAN_FRESH);

        var again = get("/page.txt");

        assertThat(again.field("Cache-Status")).contains("fwd=stale", "fwd-status=304");
        assertThat(again.text()).isEqualTo(TEXT);
        assertThat(get("/page.txt").field("Cache-Status")).contains("hit; ttl=");
        wasAsked("/page.txt", "GET /page.txt 200", "GET /page.txt 304");
    }

    @Test
    void a_page_that_changed_is_replaced() throws IOException {
        place("changing.txt", TEXT);
        get("/changing.txt");
        nginx.place("changing.txt", OTHER, LONG_AGO.plusSeconds(1));
        assertThat(get("/changing.txt").text()).isEqualTo(TEXT);
        proxy.clock.add(LONGER_THAN_FRESH);

        var again = get("/changing.txt");

        assertThat(again.field("Cache-Status")).contains("fwd=stale", "stored");
        assertThat(again.text()).isEqualTo(OTHER);
        assertThat(get("/changing.txt").text()).isEqualTo(OTHER);
    }

    @Test
    void two_parts_are_the_whole() throws IOException {
        place("parts.txt", TEXT);
        var first = get("/parts.txt", "Range: bytes=0-99");
        var rest = get("/parts.txt", "Range: bytes=100-");
        assertThat(first.status()).isEqualTo(206);
        assertThat(first.field("Content-Range")).isEqualTo("bytes 0-99/" + TEXT.length());
        assertThat(rest.status()).isEqualTo(206);
        assertThat(first.text() + rest.text()).isEqualTo(TEXT);
        assertThat(get("/parts.txt").text()).isEqualTo(TEXT);

        var end = get("/parts.txt", "Range: bytes=-7");

        assertThat(end.field("Cache-Status")).contains("hit; ttl=");
        assertThat(end.text()).isEqualTo(TEXT.substring(TEXT.length() - 7));
    }

    @Test
    void parts_of_two_versions_are_never_one_page() throws IOException {
        place("versions.txt", TEXT);
        get("/versions.txt", "Range: bytes=0-99");
        nginx.place("versions.txt", OTHER, LONG_AGO.plusSeconds(1));

        var rest = get("/versions.txt", "Range: bytes=100-");

        // That it is another page by now comes with all of it (RFC 9110 section 13.1.5).
        assertThat(rest.status()).isEqualTo(206);
        assertThat(rest.text()).isEqualTo(OTHER.substring(100));
        assertThat(get("/versions.txt").text()).isEqualTo(OTHER);
    }

    @Test
    void several_parts_come_as_it_puts_them_together() throws IOException {
        place("several.txt", TEXT);
        var several = get("/several.txt", "Range: bytes=2-5,-9");
        assertThat(several.status()).isEqualTo(206);
        assertThat(several.field("Content-Type")).startsWith("multipart/byteranges; boundary=");
        assertThat(several.text())
                .contains("Content-Range: bytes 2-5/" + TEXT.length() + "\r\n\r\nline\r\n--")
                .contains("\r\n\r\nd again.\n\r\n--");
        assertThat(get("/several.txt").text()).isEqualTo(TEXT);
    }

    @Test
    void what_it_does_not_have_is_told_as_it_tells_it() throws IOException {
        place("short.txt", "short");
        assertThat(get("/short.txt", "Range: bytes=90-").status()).isEqualTo(416);
        assertThat(get("/nothing.txt").status()).isEqualTo(404);
        place("folder/index.html", "<p>A folder.</p>");
        var moved = get("/folder");
        assertThat(moved.status()).isEqualTo(301);
        assertThat(moved.field("Location")).isEqualTo(nginx.url("/folder/"));
        assertThat(get("/folder/").text()).isEqualTo("<p>A folder.</p>");
    }

    @Test
    void a_head_says_how_long_a_page_is_before_and_after_it_is_stored() throws IOException {
        place("head.txt", TEXT);
        var before = proxy.ask("HEAD", nginx.url("/head.txt"));
        var whole = get("/head.txt");
        var after = proxy.ask("HEAD", nginx.url("/head.txt"));
        assertThat(before.field("Content-Length")).isEqualTo("" + TEXT.length());
        assertThat(before.field("ETag")).isEqualTo(whole.field("ETag"));
        assertThat(whole.text()).isEqualTo(TEXT);
        assertThat(after.field("Cache-Status")).contains("hit; ttl=");
        assertThat(after.field("Content-Length")).isEqualTo("" + TEXT.length());
    }

    @Test
    void who_has_a_page_hears_304_and_the_next_one_gets_it_from_the_store() throws IOException {
        place("had.txt", TEXT);
        var date = "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT";
        assertThat(get("/had.txt", date).status()).isEqualTo(304);

        var next = get("/had.txt");

        assertThat(next.text()).isEqualTo(TEXT);
        assertThat(get("/had.txt", "If-None-Match: " + next.field("ETag")).status()).isEqualTo(304);
        assertThat(get("/had.txt", "If-None-Match: \"other\"").text()).isEqualTo(TEXT);
    }

    @Test
    void coded_and_plain_are_two_variants_and_each_is_validated_by_its_own_tag()
            throws IOException {
        place("coded/page.txt", TEXT);
        for (int i = 0; i < 2; i++) {
            var coded = get("/coded/page.txt", "Accept-Encoding: gzip");
            assertThat(coded.field("Content-Encoding")).isEqualTo("gzip");
            assertThat(coded.field("ETag")).startsWith("W/\"");
            assertThat(decoded(coded)).isEqualTo(TEXT);
            assertThat(get("/coded/page.txt").text()).isEqualTo(TEXT);
        }
        wasAsked("/coded/page.txt", "GET /coded/page.txt 200", "GET /coded/page.txt 200");
        proxy.clock.add(LONGER_THAN_FRESH);
        var again = get("/coded/page.txt", "Accept-Encoding: gzip");
        assertThat(again.field("Cache-Status")).contains("fwd=stale", "fwd-status=304");
        // nginx's 304 has the strong tag, which is that of the plain bytes.
        assertThat(again.field("ETag")).startsWith("W/\"");
        assertThat(decoded(again)).isEqualTo(TEXT);
        assertThat(get("/coded/page.txt", "Accept-Encoding: gzip").field("Cache-Status"))
                .contains("hit; ttl=");
        assertThat(get("/coded/page.txt").field("Cache-Status")).contains("fwd-status=304");
        wasAsked(
                "/coded/page.txt",
                "GET /coded/page.txt 200",
                "GET /coded/page.txt 200",
                "GET /coded/page.txt 304",
                "GET /coded/page.txt 304");
    }

    private static String decoded(Message message) throws IOException {
        var coded = message.text().getBytes(StandardCharsets.ISO_8859_1);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void its_ends_of_connections_are_nobodys_trouble() throws IOException {
        try (var client = proxy.connect()) {
            for (int i = 0; i < 20; i++) {
                place("many/" + i + ".txt", TEXT + i);
                assertThat(client.ask("GET", nginx.url("/many/" + i + ".txt")).text())
                        .isEqualTo(TEXT + i);
            }
        }
    }

    @Test
    void what_is_too_large_to_keep_comes_whole() throws IOException {
        var large = TEXT.repeat(1 + 2 * TestProxy.OBJECT_BYTES_MAX / TEXT.length());
        place("large.txt", large);
        assertThat(get("/large.txt").text().equals(large)).isTrue();
        assertThat(get("/large.txt").field("Cache-Status")).contains("fwd=uri-miss");
    }
}
