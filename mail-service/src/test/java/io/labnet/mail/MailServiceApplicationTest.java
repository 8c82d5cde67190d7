package io.labnet.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.admin.ServiceStart;
import io.labnet.postgres.TemporaryPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as it really starts, with the world of its settings on other ports. */
class MailServiceApplicationTest {
    // Below the ports that the system gives out by itself, above those of a lab that runs.
    private static final int OFFSET = ThreadLocalRandom.current().nextInt(20_000, 30_000);

    // What waits for its clients to go waits for five seconds.
    private static final Duration WITHOUT_WAITING = Duration.ofSeconds(4);

    @TempDir Path state;

    private ConfigurableApplicationContext start(String... more) {
        var arguments = new ArrayList<>(List.of(more));
        arguments.add("--labnet.data-dir=" + state);
        arguments.add("--labnet.port-offset=" + OFFSET);
        arguments.add("--server.port=0");
        return ServiceStart.of(MailServiceApplication.class, MailServiceApplication.NAME)
                .run(arguments.toArray(String[]::new));
    }

    private static HttpResponse<String> ask(
            ConfigurableApplicationContext context, String method, String path, String body)
            throws IOException, InterruptedException {
        var server = ((ServletWebServerApplicationContext) context).getWebServer();
        var port = server == null ? 0 : server.getPort();
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static String greeting(String address, int port) throws IOException {
        try (var socket = new Socket(address, OFFSET + port)) {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                    .readLine();
        }
    }

    @Test
    void it_serves_the_world_of_its_settings_and_tells_about_it()
            throws IOException, InterruptedException {
        try (var context = start()) {
            assertThat(greeting("127.25.0.1", 25)).startsWith("220 mail.crepes.fr ");
            assertThat(greeting("127.25.0.2", 25)).startsWith("220 mail.hamburger.edu ");
            assertThat(greeting("127.25.0.2", 110)).startsWith("+OK ");
            assertThat(greeting("127.25.0.2", 143)).startsWith("* OK ");

            assertThat(ask(context, "GET", "/api/mail/servers", "").body())
                    .contains("\"host\":\"mail.crepes.fr\"", "127.25.0.2:" + (OFFSET + 143));
            assertThat(ask(context, "GET", "/api/mail/accounts?q=bob", "").body())
                    .contains("bob@hamburger.edu")
                    .doesNotContain("alice");
            assertThat(ask(context, "GET", "/api/mail/queue", "").body()).contains("\"total\":0");
            assertThat(ask(context, "GET", "/api/mail/counters", "").body())
                    .contains("messages-received", "queue-length", "open-connections");
            assertThat(ask(context, "GET", "/api/mail/messages?account=bob@hamburger.edu", ""))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(200);
            assertThat(ask(context, "GET", "/api/mail/messages?account=x@hamburger.edu", ""))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(404);
        }
    }

    @Test
    void accounts_that_are_added_outlive_a_restart_and_can_be_removed()
            throws IOException, InterruptedException {
        var carol = "{\"address\":\"Carol@crepes.fr\",\"password\":\"secret\"}";
        try (var context = start()) {
            var made = ask(context, "POST", "/api/mail/accounts", carol);
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(made.headers().firstValue("Location"))
                    .contains("/api/mail/accounts/carol@crepes.fr");
            assertThat(made.body()).doesNotContain("secret");
            assertThat(ask(context, "POST", "/api/mail/accounts", carol).statusCode())
                    .isEqualTo(409);
            var stranger = carol.replace("crepes.fr", "elsewhere.org");
            assertThat(ask(context, "POST", "/api/mail/accounts", stranger))
                    .satisfies(r -> assertThat(r.statusCode()).isEqualTo(422))
                    .satisfies(r -> assertThat(r.body()).contains("/address"));
        }
        try (var context = start()) {
            var path = "/api/mail/accounts/carol@crepes.fr";
            assertThat(ask(context, "GET", path, "").statusCode()).isEqualTo(200);
            assertThat(ask(context, "DELETE", path, "").statusCode()).isEqualTo(204);
            assertThat(ask(context, "DELETE", path, "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void it_keeps_nothing_but_certificates_in_its_folder_when_there_is_a_postgresql()
            throws IOException, InterruptedException {
        var carol = "{\"address\":\"carol@crepes.fr\",\"password\":\"secret\"}";
        try (var postgres = TemporaryPostgres.ofOwn()) {
            var url = "--labnet.mail.database.url=" + postgres.newDatabase();
            var user = "--labnet.mail.database.user=" + TemporaryPostgres.USER;
            try (var context = start(url, user)) {
                assertThat(ask(context, "POST", "/api/mail/accounts", carol).statusCode())
                        .isEqualTo(201);
            }
            assertThat(state.resolve("mail/mail.db")).doesNotExist();
            try (var context = start(url, user)) {
                var path = "/api/mail/accounts/carol@crepes.fr";
                assertThat(ask(context, "GET", path, "").statusCode()).isEqualTo(200);
                postgres.stop();
                assertThat(ask(context, "GET", path, ""))
                        .satisfies(r -> assertThat(r.statusCode()).isEqualTo(503))
                        .satisfies(r -> assertThat(r.body()).contains("urn:labnet:problem:"));
            }
        }
    }

    @Test
    void it_closes_though_a_client_is_there() throws IOException {
        var context = start();
        try (var client = new Socket("127.25.0.1", OFFSET + 25)) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            assertThat(in.readLine()).startsWith("220 ");
            var before = Instant.now();
            context.close();
            assertThat(Duration.between(before, Instant.now())).isLessThan(WITHOUT_WAITING);
            assertThat(in.readLine()).startsWith("421 ");
        }
    }

    @Test
    void it_closes_at_once_when_nobody_is_there() {
        var context = start();
        var before = Instant.now();
        context.close();
        assertThat(Duration.between(before, Instant.now())).isLessThan(WITHOUT_WAITING);
    }

    @Test
    void a_port_that_is_taken_is_named() throws IOException {
        var address = InetAddress.getByName("127.25.0.2");
        try (var taken = new ServerSocket(OFFSET + 110, 1, address)) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(this::start).hasStackTraceContaining("127.25.0.2:" + (OFFSET + 110));
        }
    }
}
