package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.peers.ForeignOrigin;
import io.labnet.webcache.peers.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chromium behind the proxy: a page and all that is embedded in it. */
class BrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    // What the script says is only there when all that it counts has come.
    private static final String PAGE =
            """
            <!DOCTYPE html><html><head><title>A page</title>
            <link rel="icon" href="data:,"><link rel="stylesheet" href="style.css">
            </head><body><p id="said"></p>
            <img src="1.svg"><img src="2.svg"><img src="3.svg">
            <script src="script.js"></script></body></html>
            """;

    private static final String SCRIPT =
            """
            addEventListener('load', () => {
              const widths = [...document.images].map(image => image.naturalWidth);
              const colour = getComputedStyle(document.body).color;
              document.getElementById('said').textContent = widths.join('+') + ' ' + colour;
            });
            """;

    @TempDir private Path folder;

    @Test
    void a_second_browser_has_the_page_and_its_pictures_from_the_cache() throws Exception {
        Program.required("chromium", "chromium-browser", "google-chrome");
        try (var nginx = ForeignOrigin.nginx(folder, "expires 1m;");
                var proxy = new TestProxy(PATIENCE, PATIENCE)) {
            place(nginx);
            for (var name : List.of("first", "second")) {
                assertThat(seen(proxy, name, nginx.url("/page/")))
                        .contains("<p id=\"said\">10+20+30 rgb(1, 2, 3)</p>");
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(nginx.asked("/page/"))
                                    .containsExactlyInAnyOrder(
                                            "GET /page/ 200",
                                            "GET /page/style.css 200",
                                            "GET /page/script.js 200",
                                            "GET /page/1.svg 200",
                                            "GET /page/2.svg 200",
                                            "GET /page/3.svg 200"));
            assertThat(proxy.count("hits")).isEqualTo(6);
        }
    }

    private static void place(ForeignOrigin nginx) throws Exception {
        nginx.place("page/index.html", PAGE, LONG_AGO);
        nginx.place("page/style.css", "body { color: rgb(1, 2, 3) }", LONG_AGO);
        nginx.place("page/script.js", SCRIPT, LONG_AGO);
        for (int i = 1; i <= 3; i++) {
            var picture =
                    "<svg xmlns='http://www.w3.org/2000/svg' width='%d0' height='9'/>".formatted(i);
            nginx.place("page/" + i + ".svg", picture, LONG_AGO);
        }
    }

    /** What a browser that has seen nothing before makes of a page. */
    private String seen(TestProxy proxy, String profile, String url) throws Exception {
        return Program.run(
                List.of(
                        Program.required("chromium", "chromium-browser", "google-chrome"),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve(profile),
                        "--proxy-server=http://127.0.0.1:" + proxy.address().getPort(),
                        "--dump-dom",
                        url));
    }
}
