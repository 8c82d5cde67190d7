package io.labnet.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.admin.ServiceStart;
import io.labnet.origin.server.OriginServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service with the world of the book in it, over HTTP and REST. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebOriginServiceTest {
    private static final String UTOPIA = "www.networkutopia.com";
    private static final String SITES = "/api/web-origin/sites";
    private static final String REQUESTS = "/api/web-origin/requests";
    private static final String SCHOOL_HOME = "/someDepartment/home.index";

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir private static Path data;
    private ConfigurableApplicationContext context;
    private InetSocketAddress web;

    @BeforeAll
    void start() {
        context =
                ServiceStart.of(WebOriginServiceApplication.class, WebOriginServiceApplication.NAME)
                        .run(
                                "--server.port=0",
                                "--labnet.web-origin.port=0",
                                "--labnet.web-origin.https-port=0",
                                "--labnet.web-origin.upload-max=1MB",
                                "--labnet.web-origin.access-log.file=web-origin/access.log",
                                "--labnet.data-dir=" + data);
        web = context.getBean(OriginServer.class).addresses().getFirst();
    }

    @AfterAll
    void stop() {
        client.close();
        context.close();
    }

    @Test
    void the_school_s_base_page_names_ten_pictures_that_are_there() throws Exception {
        var page = page("www.someschool.edu", SCHOOL_HOME);
        assertThat(page)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/html", "Cache-Control: max-age=10\r\n");
        for (int i = 1; i <= 10; i++) {
            var path = "/someDepartment/images/" + i + ".jpg";
            assertThat(page).contains("src=\"" + path + "\"");
            var picture = bytes("www.someschool.edu", path);
            var head = new String(picture, StandardCharsets.ISO_8859_1);
            assertThat(head)
                    .contains("Content-Type: image/jpeg\r\n", "Cache-Control: max-age=3600\r\n");
            var body = head.indexOf("\r\n\r\n") + 4;
            var jpeg = Arrays.copyOfRange(picture, body, picture.length);
            assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(240);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gaia.cs.umass.edu/wireshark-labs/HTTP-wireshark-file1.html",
                "gaia.cs.umass.edu/wireshark-labs/HTTP-wireshark-file2.html",
                "gaia.cs.umass.edu/wireshark-labs/HTTP-wireshark-file3.html",
                "gaia.cs.umass.edu/wireshark-labs/HTTP-wireshark-file4.html",
                "gaia.cs.umass.edu/wireshark-labs/HTTP-wireshark-form.html",
                "gaia.cs.umass.edu/wireshark-labs/TCP-wireshark-file1.html",
                "gaia.cs.umass.edu/wireshark-labs/animalsearch?monkeys",
                "gaia.cs.umass.edu/wireshark-labs/images/logo.jpg",
                "gaia.cs.umass.edu/wireshark-labs/images/cover.jpg",
                "shop.amazon.com/",
                "www.amazon.com/",
                "www.someschool.edu/"
            })
    void the_book_s_pages_are_there(String url) throws IOException {
        var slash = url.indexOf('/');
        assertThat(page(url.substring(0, slash), url.substring(slash)))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void the_teapot_has_no_coffee() throws IOException {
        assertThat(page("gaia.cs.umass.edu", "/coffee"))
                .startsWith("HTTP/1.1 418 I'm a teapot\r\n");
    }

    @Test
    void the_tcp_lab_s_upload_is_counted() throws Exception {
        var gaia = context.getBean(OriginServer.class).addresses().get(1);
        var path = "/wireshark-labs/lab3-1-reply.htm";
        var uri = URI.create("http://" + gaia.getHostString() + ":" + gaia.getPort() + path);
        var request =
                HttpRequest.newBuilder(uri)
                        .version(HttpClient.Version.HTTP_1_1)
                        .POST(BodyPublishers.ofByteArray(new byte[150_000]))
                        .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("150000 bytes");
    }

    @Test
    void the_long_page_takes_several_segments() throws IOException {
        assertThat(page("gaia.cs.umass.edu", "/wireshark-labs/HTTP-wireshark-file3.html"))
                .hasSizeGreaterThan(4500)
                .contains("Amendment X");
    }

    @Test
    void the_protected_page_wants_the_lab_s_password() throws IOException {
        var path = "/wireshark-labs/protected_pages/HTTP-wireshark-file5.html";
        assertThat(page("gaia.cs.umass.edu", path)).startsWith("HTTP/1.1 401 Unauthorized\r\n");
        var users = "Authorization: Basic d2lyZXNoYXJrLXN0dWRlbnRzOm5ldHdvcms=\r\n";
        assertThat(page("gaia.cs.umass.edu", path, users)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void a_site_is_made_filled_changed_and_removed() throws Exception {
        var made = send("POST", SITES, "{\"name\":\"" + UTOPIA + "\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue(SITES + "/" + UTOPIA);
        assertThat(send("POST", SITES, "{\"name\":\"" + UTOPIA + "\"}").statusCode())
                .isEqualTo(409);
        assertThat(page(UTOPIA, "/")).startsWith("HTTP/1.1 403 ");

        var file = SITES + "/" + UTOPIA + "/files/index.html";
        assertThat(send("PUT", file, "Welcome").statusCode()).isEqualTo(201);
        var first = page(UTOPIA, "/");
        assertThat(first).endsWith("\r\n\r\nWelcome");
        var ifNoneMatch = "If-None-Match: " + etag(first) + "\r\n";
        assertThat(page(UTOPIA, "/", ifNoneMatch)).startsWith("HTTP/1.1 304 ");

        assertThat(send("PUT", file, "Goodbye").statusCode()).isEqualTo(204);
        assertThat(page(UTOPIA, "/", ifNoneMatch)).startsWith("HTTP/1.1 200 ").endsWith("Goodbye");

        assertThat(send("GET", SITES + "/" + UTOPIA, "").body())
                .contains("\"path\":\"/index.html\"", "\"lengthBytes\":7");
        assertThat(send("DELETE", file, "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", file, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", SITES + "/" + UTOPIA, "").statusCode()).isEqualTo(204);
        assertThat(page(UTOPIA, "/")).startsWith("HTTP/1.1 421 ");
    }

    @Test
    void a_file_over_a_built_in_one_hides_it_until_it_is_removed() throws Exception {
        var before = page("www.someschool.edu", "/");
        var file = SITES + "/www.someschool.edu/files/index.html";
        assertThat(send("DELETE", file, "").statusCode()).isEqualTo(409);
        assertThat(send("PUT", file, "Closed").statusCode()).isEqualTo(201);
        assertThat(page("www.someschool.edu", "/")).endsWith("Closed");
        assertThat(send("DELETE", file, "").statusCode()).isEqualTo(204);
        assertThat(etag(page("www.someschool.edu", "/"))).isEqualTo(etag(before));
        assertThat(send("DELETE", SITES + "/www.someschool.edu", "").statusCode()).isEqualTo(409);
    }

    @Test
    void a_file_is_kept_as_it_is_whatever_type_the_client_gives_it() throws Exception {
        var file = SITES + "/shop.amazon.com/files/form.txt";
        var upload =
                HttpRequest.newBuilder(admin(file))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(BodyPublishers.ofString("a=b&c=%20"))
                        .build();
        assertThat(client.send(upload, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
        assertThat(page("shop.amazon.com", "/form.txt")).endsWith("\r\n\r\na=b&c=%20");
        assertThat(send("DELETE", file, "").statusCode()).isEqualTo(204);
    }

    @Test
    void a_folder_made_by_hand_is_a_site() throws Exception {
        var folder = data.resolve("web-origin/sites/by.hand.edu");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("a.txt"), "by hand");
        assertThat(page("by.hand.edu", "/a.txt")).endsWith("by hand");
        assertThat(send("GET", SITES + "?q=hand", "").body())
                .contains("\"name\":\"by.hand.edu\"", "\"builtIn\":false", "\"total\":1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"..\"}",
                "{\"name\":\"a/b\"}",
                "{\"name\":\"UPPER.edu\"}",
                "{}",
                "{\"name\":\"\"}"
            })
    void only_a_host_name_names_a_site(String body) throws Exception {
        var refused = send("POST", SITES, body);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("urn:labnet:problem:invalid", "\"pointer\":\"/name\"");
    }

    @Test
    void what_cannot_be_a_file_is_refused_as_a_problem() throws Exception {
        var files = SITES + "/shop.amazon.com/files/";
        assertThat(send("PUT", files + ".htaccess", "x").statusCode()).isEqualTo(422);
        assertThat(send("PUT", files + "folder/", "x").statusCode()).isEqualTo(422);
        assertThat(send("PUT", files + "x".repeat(256), "x").statusCode()).isEqualTo(422);
        assertThat(send("PUT", files + "deep/".repeat(300) + "x", "x").statusCode()).isEqualTo(422);
        assertThat(send("PUT", SITES + "/nowhere.edu/files/a", "x").statusCode()).isEqualTo(404);
        var large = send("PUT", files + "large", "x".repeat((1 << 20) + 1));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("urn:labnet:problem:too-large");
        assertThat(page("shop.amazon.com", "/large")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void how_a_site_keeps_connections_is_changed_while_it_is_served() throws Exception {
        var path = SITES + "/gaia.cs.umass.edu/connections";
        var kept =
                "{\"persistent\":true,\"pipelining\":true,"
                        + "\"idleTimeoutSeconds\":30,\"requestsMax\":1000}";
        assertThat(send("GET", path, "").body()).isEqualTo(kept);
        assertThat(send("PUT", path, "{\"persistent\":false,\"requestsMax\":7}").body())
                .isEqualTo(
                        kept.replace("\"persistent\":true", "\"persistent\":false")
                                .replace("1000", "7"));
        var head = "GET / HTTP/1.1\r\nHost: gaia.cs.umass.edu\r\n\r\n";
        try (var socket = new Socket(web.getAddress(), web.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Connection: close");
        }
        assertThat(send("PUT", path, "{}").body()).isEqualTo(kept);
        assertThat(send("PUT", path, "{\"requestsMax\":0}").body())
                .contains("\"pointer\":\"/requestsMax\"");
        assertThat(send("PUT", path, "{\"idleTimeoutSeconds\":-1}").statusCode()).isEqualTo(422);
        assertThat(send("GET", SITES + "/nowhere.edu/connections", "").statusCode()).isEqualTo(404);
    }

    @Test
    void the_access_log_is_a_list_and_a_live_stream() throws Exception {
        var uri = admin("/api/web-origin/requests/events");
        var stream = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        try (var lines = reader(stream)) {
            assertThat(lines.readLine()).startsWith(":");
            page("www.someschool.edu", "/seen-live");
            var line = lines.readLine();
            while (!line.contains("/seen-live")) {
                line = lines.readLine();
            }
            assertThat(line).startsWith("data:").contains("\"status\":404", "\"connection\":");
        }
        assertThat(send("GET", "/api/web-origin/requests?q=seen-live", "").body())
                .contains("\"total\":1", "\"host\":\"www.someschool.edu\"");
    }

    @Test
    void the_access_log_has_the_forms_that_others_read() throws Exception {
        page("www.someschool.edu", "/formed", "User-Agent: \"me\"\r\n");
        assertThat(send("GET", REQUESTS + "?q=/formed&format=common", "").body())
                .matches("127[.0-9]+ - - \\[[^]]+ \\+0000] \"GET /formed HTTP/1.1\" 404 [0-9]+\n");
        assertThat(send("GET", REQUESTS + "?q=/formed&format=combined", "").body())
                .endsWith(" \"-\" \"\\\"me\\\"\"\n");
        var json = send("GET", REQUESTS + "?q=/formed&format=json&size=1", "");
        assertThat(json.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(json.body().lines()).hasSize(1).first().asString().contains("\"status\":404");
        assertThat(send("GET", REQUESTS + "?format=xml", "").statusCode()).isEqualTo(422);

        var uri = admin(REQUESTS + "/events?format=combined");
        var stream = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        try (var lines = reader(stream)) {
            assertThat(lines.readLine()).startsWith(":");
            page("www.someschool.edu", "/live");
            var line = lines.readLine();
            while (!line.contains("/live")) {
                line = lines.readLine();
            }
            assertThat(line).startsWith("data:127.").endsWith(" \"-\" \"-\"");
        }
    }

    @Test
    void the_access_log_s_file_has_what_was_asked() {
        var log = data.resolve("web-origin/access.log");
        await().untilAsserted(() -> {
            page("www.someschool.edu", "/in-the-file");
            assertThat(Files.readString(log)).contains("\"GET /in-the-file HTTP/1.1\" 404 ");
        });
    }

    @Test
    void each_site_is_counted_by_itself() throws Exception {
        page("www.counted.example", "/");
        assertThat(send("GET", "/api/web-origin/counters/sites?q=(none)", "").body())
                .contains("{\"site\":\"(none)\",\"requests\":", "\"4xx\":");
        assertThat(send("GET", SITES + "/www.counted.example/counters", "").statusCode())
                .isEqualTo(404);
        send("POST", SITES, "{\"name\":\"www.counted.example\"}");
        send("PUT", SITES + "/www.counted.example/files/a.txt", "seven b");
        page("www.counted.example", "/a.txt");
        page("WWW.counted.example:80", "/b.txt");
        assertThat(send("GET", SITES + "/www.counted.example/counters", "").body())
                .contains("\"requests\":2,\"responses\":{\"2xx\":1,\"4xx\":1}");
        assertThat(send("GET", "/actuator/prometheus", "").body())
                .contains(
                        "labnet_web_origin_site_responses_total"
                                + "{site=\"www.counted.example\",status=\"2xx\"} 1.0");
        assertThat(send("DELETE", SITES + "/www.counted.example", "").statusCode()).isEqualTo(204);
    }

    @Test
    void counters_and_exchanges_are_there() throws Exception {
        page("www.someschool.edu", SCHOOL_HOME);
        await().untilAsserted(() ->
                assertThat(send("GET", "/api/web-origin/counters", "").body())
                        .contains(
                                "\"requests\":",
                                "\"responses-304\":",
                                "\"bytes-sent\":",
                                "\"connections\":",
                                "\"open-connections\":"));
        assertThat(send("GET", "/api/web-origin/exchanges", "").body())
                .contains("GET " + SCHOOL_HOME + " HTTP/1.1");
    }

    private String page(String host, String path, String... headers) throws IOException {
        return new String(bytes(host, path, headers), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(String host, String path, String... headers) throws IOException {
        try (var socket = new Socket(web.getAddress(), web.getPort())) {
            socket.setSoTimeout(20_000);
            var request =
                    "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
                            .formatted(path, host, String.join("", headers));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().readAllBytes();
        }
    }

    private static String etag(String answer) {
        return answer.replaceFirst("(?s).*\r\nETag: ([^\r]*)\r\n.*", "$1");
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

    private static BufferedReader reader(HttpResponse<InputStream> stream) {
        return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    }
}
