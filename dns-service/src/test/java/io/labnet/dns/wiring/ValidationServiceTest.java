package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The service with a trust anchor that none of its zones can live up to. */
class ValidationServiceTest {
    private static final int DNS_PORT = 53;
    private static final String ANCHOR = "edu. DS 4711 13 2 " + "5A".repeat(32);

    @TempDir Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.find();

    ValidationServiceTest() throws Exception {}

    private ConfigurableApplicationContext start(String... settings) {
        var usual =
                Stream.of(
                        "--server.port=0",
                        "--labnet.data-dir=" + folder,
                        "--labnet.port-offset=" + (port - DNS_PORT));
        return ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                .run(Stream.concat(usual, Stream.of(settings)).toArray(String[]::new));
    }

    private int rcode(String name) throws Exception {
        return Dig.at("127.0.0.1", port, name, Type.A).getRcode();
    }

    private record Response(int status, String body) {}

    private Response call(
            ConfigurableApplicationContext context, String method, String path, String body)
            throws Exception {
        var server = ((WebServerApplicationContext) context).getWebServer();
        var at = "http://127.0.0.1:" + Objects.requireNonNull(server).getPort();
        var request =
                HttpRequest.newBuilder(URI.create(at + "/api/dns/negative-trust-anchors" + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        return new Response(response.statusCode(), response.body());
    }

    @Test
    void a_negative_trust_anchor_is_set_and_taken_away_over_rest() throws Exception {
        try (var context = start("--labnet.dns.resolver.validation.anchors=" + ANCHOR)) {
            assertThat(rcode("gaia.cs.umass.edu")).isEqualTo(Rcode.SERVFAIL);
            assertThat(rcode("crepes.fr")).isEqualTo(Rcode.NOERROR);
            var made = call(context, "POST", "", "{\"name\": \"edu\", \"seconds\": 600}");
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(rcode("gaia.cs.umass.edu")).isEqualTo(Rcode.NOERROR);
            assertThat(call(context, "GET", "", "").body()).contains("\"edu\"");
        }
        try (var context = start("--labnet.dns.resolver.validation.anchors=" + ANCHOR)) {
            assertThat(rcode("gaia.cs.umass.edu")).isEqualTo(Rcode.NOERROR);
            assertThat(call(context, "DELETE", "/edu", "").status()).isEqualTo(204);
            assertThat(rcode("gaia.cs.umass.edu")).isEqualTo(Rcode.SERVFAIL);
            assertThat(call(context, "DELETE", "/edu", "").status()).isEqualTo(404);
        }
    }

    @Test
    void a_wish_that_makes_no_sense_is_refused() throws Exception {
        try (var context = start()) {
            assertThat(call(context, "POST", "", "{\"seconds\": 600}").status()).isEqualTo(422);
            assertThat(call(context, "POST", "", "{\"name\": \"a..b\"}").status()).isEqualTo(422);
            assertThat(call(context, "POST", "", "{\"name\": \"edu\", \"seconds\": 0}").status())
                    .isEqualTo(422);
            assertThat(
                            call(context, "POST", "", "{\"name\": \"edu\", \"seconds\": 604801}")
                                    .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void anchors_come_from_a_file_too_and_bad_ones_fail_the_start_with_a_word() throws Exception {
        var file = Files.writeString(folder.resolve("anchors"), "; the lab's\n\n" + ANCHOR + "\n");
        var setting = "--labnet.dns.resolver.validation.anchor-file=" + file;
        try (var context = start(setting)) {
            assertThat(context.isActive()).isTrue();
            assertThat(rcode("gaia.cs.umass.edu")).isEqualTo(Rcode.SERVFAIL);
        }
        Files.writeString(file, "edu. DS 4711 13 2 zz\n");
        assertThatThrownBy(() -> start(setting))
                .hasStackTraceContaining("\"edu. DS 4711 13 2 zz\" is no trust anchor");
    }
}
