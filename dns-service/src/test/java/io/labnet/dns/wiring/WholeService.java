package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on ports and in a folder of a test's own, and its REST API. */
class WholeService {
    static final int DNS_PORT = 53;

    @TempDir Path folder;
    final HttpClient http = HttpClient.newHttpClient();
    final JsonMapper json = new JsonMapper();
    final int offset;
    ConfigurableApplicationContext context = new GenericApplicationContext();

    WholeService() throws IOException {
        offset = FreePort.find() - DNS_PORT;
    }

    final void startWith(String... settings) {
        var usual =
                Stream.of(
                        "--server.port=0",
                        "--labnet.data-dir=" + folder,
                        "--labnet.port-offset=" + offset);
        context =
                ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                        .run(Stream.concat(usual, Stream.of(settings)).toArray(String[]::new));
    }

    @AfterEach
    final void stop() {
        context.close();
    }

    final URI uri(String path) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(server).getPort() + path);
    }

    final HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
    }

    final HttpResponse<String> call(String method, String path, String body) throws Exception {
        return http.send(request(method, path, body).build(), BodyHandlers.ofString());
    }

    final JsonNode said(int status, String method, String path, String body) throws Exception {
        var response = call(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body().isEmpty() ? json.nullNode() : json.readTree(response.body());
    }

    final JsonNode get(String path) throws Exception {
        return said(200, "GET", path, "");
    }
}
