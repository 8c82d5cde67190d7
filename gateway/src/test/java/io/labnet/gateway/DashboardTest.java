package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard as somebody sees it: in a real browser, headless Chromium. */
class DashboardTest {
    private static final Path SCREENSHOT = Path.of("target", "dashboard.png");
    private static final int LOOKS_MAX = 3;
    @TempDir static Path dataDir;
    private static final List<FakeService> services = new ArrayList<>();
    private static FakeService oneOfMany;
    private static RunningGateway gateway;
    private static RunningGateway containers;
    private static @Nullable String withKey;

    @BeforeAll
    static void start() throws IOException {
        for (var noun : List.of("dns", "web-origin", "web-cache", "mail", "tracker", "peers")) {
            services.add(new FakeService(noun));
        }
        gateway = new RunningGateway(dataDir, services.toArray(FakeService[]::new));
        oneOfMany = new FakeService("dns", "127.0.0.2", 0);
        var folder = dataDir.resolve("containers");
        containers = RunningGateway.behindNames(folder, DashboardTest::addresses, oneOfMany);
    }

    // One that answers, and four where nobody does.
    private static List<InetAddress> addresses(String name) {
        return IntStream.rangeClosed(2, 6)
                .mapToObj(n -> InetAddress.ofLiteral("127.0.0." + n))
                .toList();
    }

    @AfterAll
    static void stop() {
        containers.close();
        oneOfMany.close();
        gateway.close();
        services.forEach(FakeService::close);
    }

    @Test
    void with_the_key_it_shows_what_runs_and_what_was_said() throws Exception {
        var dom = seeWithKey();
        assertThat(dom).contains("All 7 services are up");
        for (var service : services) {
            assertThat(dom).contains(service.url().substring("http://".length()));
        }
        assertThat(dom)
                .contains("<dd>7</dd>", "queries", "The front door", "NOERROR gaia.cs.umass.edu A")
                .contains("value=\"0.25\"", "clara", "25 %", "90.0 kB/s");
        assertThat(SCREENSHOT).isNotEmptyFile();
    }

    @Test
    void a_service_of_several_instances_shows_how_each_is() throws Exception {
        var screenshot = Path.of("target", "dashboard-instances.png");
        assertThat(seeOnce(containers, screenshot, "1 of 5 instances up"))
                .contains("partly up", "1 of 2 services are up", "127.0.0.2", "127.0.0.6")
                .contains("<li class=\"down\"><span class=\"dot\"", "does not answer");
    }

    @Test
    void what_strangers_said_is_text_and_nothing_else() throws Exception {
        assertThat(seeWithKey())
                .contains("&lt;img src=x onerror=document.title=1&gt;", "<title>Labnet</title>")
                .doesNotContain("<img src=\"x\"");
    }

    @Test
    void the_key_does_not_stay_on_the_page() throws Exception {
        assertThat(seeWithKey()).doesNotContain(gateway.key);
    }

    @Test
    void without_the_key_it_tells_where_to_find_it() throws Exception {
        assertThat(see("/"))
                .contains("This lab has a key", "cat .labnet/admin-key", "<div id=\"lab\" hidden")
                .doesNotContain("dns-service");
    }

    @Test
    void a_wrong_key_is_called_wrong() throws Exception {
        assertThat(see("/#key=wrong"))
                .contains("This is not the lab’s admin key.", "<div id=\"lab\" hidden");
    }

    // One look for all who ask what it shows: a browser is costly.
    private static String seeWithKey() throws IOException, InterruptedException {
        var seen = withKey;
        if (seen == null) {
            Files.deleteIfExists(SCREENSHOT);
            seen = seeOnce(gateway, SCREENSHOT, "clara", "NOERROR gaia.cs.umass.edu A", "&lt;img");
            withKey = seen;
        }
        return seen;
    }

    // The browser's clock runs ahead of a busy machine, so one look may be too early.
    private static String seeOnce(RunningGateway lab, Path screenshot, String... wanted)
            throws IOException, InterruptedException {
        var dom = see(lab, "/#key=" + lab.key, screenshot);
        for (int looks = 1; looks < LOOKS_MAX; looks++) {
            if (Stream.of(wanted).allMatch(dom::contains)) {
                break;
            }
            dom = see(lab, "/#key=" + lab.key, screenshot);
        }
        return dom;
    }

    /** Opens a page, lets it settle, and returns its document as HTML. */
    private static String see(String page) throws IOException, InterruptedException {
        return see(gateway, page, Files.createTempFile(dataDir, "seen", ".png"));
    }

    private static String see(RunningGateway lab, String page, Path screenshot)
            throws IOException, InterruptedException {
        var chromium = chromium();
        assumeThat(chromium)
                .as("Chromium is not installed, so nobody has looked at the dashboard")
                .isPresent();
        var profile = Files.createTempDirectory("labnet-chromium");
        var dom = profile.resolve("dom.html");
        var url = lab.at("/") + page.substring(1);
        try {
            var browser =
                    new ProcessBuilder(command(chromium.orElseThrow(), profile, screenshot, url))
                            .redirectOutput(dom.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var isDone = browser.waitFor(60, TimeUnit.SECONDS);
            browser.destroyForcibly();
            assertThat(isDone).as("Chromium has finished").isTrue();
            return Files.readString(dom);
        } finally {
            delete(profile);
        }
    }

    private static List<String> command(Path chromium, Path profile, Path screenshot, String url) {
        return List.of(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=5000",
                "--window-size=1280,1600",
                "--screenshot=" + screenshot.toAbsolutePath(),
                "--dump-dom",
                url);
    }

    private static Optional<Path> chromium() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder ->
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                                .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
