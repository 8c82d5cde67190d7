package io.labnet.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.labnet.admin.ServiceStart;
import io.labnet.origin.server.OriginServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop as curl sees it with a cookie file, and as REST tells of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopServiceTest {
    private static final String SHOP = "/api/web-origin/shop";
    private static final String CUSTOMERS = SHOP + "/customers";

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir private static Path data;
    private ConfigurableApplicationContext context;
    private InetSocketAddress web;
    private Path jar;

    @BeforeAll
    void start() {
        context =
                ServiceStart.of(WebOriginServiceApplication.class, WebOriginServiceApplication.NAME)
                        .run(
                                "--server.port=0",
                                "--labnet.web-origin.port=0",
                                "--labnet.data-dir=" + data);
        web = context.getBean(OriginServer.class).addresses().getFirst();
        assertThat(data.resolve("web-origin/shop.db")).doesNotExist();
    }

    @AfterAll
    void stop() {
        client.close();
        context.close();
    }

    @BeforeEach
    void begin() throws Exception {
        jar = Files.createTempFile(data, "cookies", ".txt");
        assertThat(send("DELETE", CUSTOMERS, "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", SHOP + "/cookies", "").statusCode()).isEqualTo(204);
    }

    @Test
    void the_four_components_are_there_and_tell_the_same_story() throws Exception {
        var page = curl("/");
        var number = page.replaceFirst("(?s).*customer ([0-9]+):.*", "$1");
        assertThat(curl("/products/cookies")).contains("customer " + number);
        var cookie = Files.readString(jar).lines().reduce((_, last) -> last).orElseThrow();
        var id = cookie.split("\t", -1)[6];
        assertThat(cookie).startsWith("#HttpOnly_shop.amazon.com\tFALSE\t/\tFALSE\t");

        assertThat(send("GET", SHOP, "").body())
                .contains(
                        "\"last\":\"ID=" + id.substring(0, 8) + "…; Max-Age=2592000; Path=/;",
                        "\"last\":\"ID=" + id.substring(0, 8) + "…\"",
                        "\"last\":\"#HttpOnly_shop.amazon.com\\tFALSE",
                        "\"last\":\"1 customer\"");
        assertThat(send("GET", SHOP + "/cookies", "").body())
                .contains("\"total\":2", "\"visit\":\"known\"", "\"visit\":\"first visit")
                .doesNotContain(id);
        assertThat(send("GET", CUSTOMERS + "/" + number, "").body())
                .contains("\"seen\":[{\"product\":\"cookies\",\"times\":1,", "\"returned\":true")
                .doesNotContain(id);
    }

    @Test
    void a_cart_and_an_order_show_in_the_row() throws Exception {
        curl("/cart", "-d", "product=slow-start");
        curl("/cart", "-d", "product=cookies", "-d", "quantity=");
        curl("/account", "-d", "name=Alice", "-d", "address=Paris", "-d", "card=400012345678");
        assertThat(curl("/cart")).contains("Cart (2)");
        var found = send("GET", CUSTOMERS + "?q=alice", "").body();
        assertThat(found).contains("\"total\":1", "\"cardEnd\":\"5678\"");
        assertThat(curl("/orders", "-L", "-d", "product=time-to-live")).contains("$12.55");
        var number = found.replaceFirst("(?s).*\"number\":([0-9]+),.*", "$1");
        assertThat(send("GET", CUSTOMERS + "/" + number, "").body())
                .contains(
                        "{\"product\":\"slow-start\",\"quantity\":1}",
                        "\"cents\":1255",
                        "\"items\":[{\"product\":\"time-to-live\",\"quantity\":1}]");
    }

    @Test
    void a_row_that_is_deleted_or_expired_makes_its_cookie_worthless() throws Exception {
        var first = number(curl("/"));
        assertThat(send("DELETE", CUSTOMERS + "/" + first, "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", CUSTOMERS + "/" + first, "").statusCode()).isEqualTo(404);
        assertThat(send("GET", CUSTOMERS + "/" + first, "").statusCode()).isEqualTo(404);
        var second = number(curl("/"));
        assertThat(second).isNotEqualTo(first);
        var expiry = CUSTOMERS + "/" + second + "/expiry";
        assertThat(send("PUT", expiry, "{\"seconds\":0}").statusCode()).isEqualTo(200);
        assertThat(number(curl("/"))).isNotIn(first, second);
        assertThat(send("PUT", expiry, "{\"seconds\":5}").statusCode()).isEqualTo(404);
    }

    @Test
    void what_cannot_be_is_a_problem() throws Exception {
        number(curl("/"));
        for (var bad : List.of("{\"seconds\":-1}", "{}", "{\"seconds\":99999999999}")) {
            var refused = send("PUT", CUSTOMERS + "/1/expiry", bad);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("\"pointer\":\"/seconds\"");
        }
        assertThat(send("GET", CUSTOMERS + "?size=0", "").statusCode()).isEqualTo(422);
        assertThat(send("GET", CUSTOMERS + "?page=-1", "").statusCode()).isEqualTo(422);
        assertThat(send("GET", CUSTOMERS + "/x", "").statusCode()).isEqualTo(400);
        assertThat(send("POST", SHOP + "/sweeps", "").body()).isEqualTo("{\"removed\":0}");
    }

    @Test
    void visits_can_be_watched() throws Exception {
        var request = HttpRequest.newBuilder(admin(SHOP + "/cookies/events")).build();
        var stream = client.send(request, BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
            assertThat(lines.readLine()).startsWith(":");
            curl("/products/queueing");
            var line = lines.readLine();
            while (!line.startsWith("data:")) {
                line = lines.readLine();
            }
            assertThat(line).contains("\"target\":\"/products/queueing\"", "\"setCookie\":\"ID=");
        }
    }

    private static String number(String page) {
        return page.replaceFirst("(?s).*customer ([0-9]+):.*", "$1");
    }

    private String curl(String path, String... more) throws IOException, InterruptedException {
        var host = "shop.amazon.com:" + web.getPort();
        var command = new ArrayList<String>();
        command.addAll(List.of("curl", "-s", "-m", "20", "-b", jar + "", "-c", jar + ""));
        command.addAll(List.of("--resolve", host + ":" + web.getAddress().getHostAddress()));
        command.addAll(List.of(more));
        command.add("http://" + host + path);
        var process = curl(command);
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private static Process curl(List<String> command) {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            assumeTrue(false, "There is no curl here: install the package curl to run this test");
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(admin(path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private URI admin(String path) {
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
