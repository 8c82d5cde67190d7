package io.labnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes through to a service, and what does not. */
class RoutesTest {
    private static final int BODY_MAX = 16 * 1024 * 1024;
    @TempDir static Path dataDir;
    private static FakeService dns;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        dns = new FakeService("dns");
        gateway = new RunningGateway(dataDir, dns);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        dns.close();
    }

    @Test
    void a_request_reaches_the_service_with_its_query() throws Exception {
        var answer = gateway.get("/api/dns/zones?q=edu%20x&page=0");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("GET /api/dns/zones?q=edu%20x&page=0 ");
    }

    @Test
    void the_key_stays_at_the_gateway() throws Exception {
        assertThat(gateway.get("/api/dns/zones").body()).contains("authorization=null");
    }

    @Test
    void fields_that_were_meant_for_one_hop_go_no_further() throws Exception {
        try (var socket = open()) {
            say(socket, "GET", "X-Here: 1\r\nConnection: close, X-HERE", "");
            var answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).contains("HTTP/1.1 200", "here=null").doesNotContain("x-here: 1");
        }
        assertThat(gateway.get("/api/dns/zones").headers().firstValue("X-Here")).isEmpty();
    }

    @Test
    void a_form_arrives_as_it_was_sent() throws Exception {
        var form =
                gateway.request("/api/dns/form")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("a=1&b=2"));
        assertThat(gateway.send(form, BodyHandlers.ofString()).body())
                .contains("content-type=application/x-www-form-urlencoded", "length=7");
    }

    @Test
    void a_delete_has_no_body() throws Exception {
        var request = gateway.request("/api/dns/zones/edu").DELETE();
        assertThat(gateway.send(request, BodyHandlers.ofString()).body())
                .startsWith("DELETE /api/dns/zones/edu")
                .endsWith("length=0");
    }

    @Test
    void a_services_problems_pass_unchanged_and_open_no_breaker() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(gateway.get("/api/dns/broken").statusCode()).isEqualTo(500);
        }
        var answer = gateway.get("/api/dns/missing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(FakeService.PROBLEM);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
    }

    @Test
    void a_location_leads_back_through_the_gateway() throws Exception {
        assertThat(gateway.put("/api/dns/made", "{}").headers().firstValue("Location"))
                .contains("/api/dns/zones/edu");
    }

    @Test
    void a_services_openapi_stands_beside_its_resources() throws Exception {
        assertThat(gateway.get("/api/dns/openapi").body()).isEqualTo("{\"openapi\":\"3.1.0\"}");
    }

    @Test
    void half_an_answer_does_not_look_like_a_whole_one() throws Exception {
        var answer = gateway.get("/api/dns/half?bytes=10");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("dns-service broke off in the middle of its answer");
        assertThatThrownBy(() -> gateway.get("/api/dns/half?bytes=100000"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_body_at_the_limit_passes() throws Exception {
        var request =
                gateway.request("/api/dns/big")
                        .POST(BodyPublishers.ofByteArray(new byte[BODY_MAX]));
        assertThat(gateway.send(request, BodyHandlers.ofString()).body())
                .endsWith("length=" + BODY_MAX);
    }

    @Test
    void a_body_announced_beyond_the_limit_is_refused_before_it_is_read() throws Exception {
        try (var socket = open()) {
            say(socket, "POST", "Content-Length: " + (BODY_MAX + 1), "");
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_in_chunks_is_cut_off_at_the_limit() throws Exception {
        var endless =
                BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[BODY_MAX + 1]));
        var answer =
                gateway.send(
                        gateway.request("/api/dns/big").POST(endless), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("at most 16777216 bytes");
    }

    @Test
    void somebody_who_sends_slowly_keeps_nobody_waiting() throws Exception {
        try (var slow = open()) {
            say(slow, "POST", "Content-Length: 10", "01234");
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.get("/api/dns/zones").statusCode()).isEqualTo(200);
            }
            slow.getOutputStream().write("56789".getBytes(StandardCharsets.US_ASCII));
            assertThat(statusLine(slow)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void somebody_who_leaves_in_the_middle_of_a_body_is_not_put_down_to_the_service()
            throws Exception {
        for (int i = 0; i < 10; i++) {
            try (var leaver = open()) {
                say(leaver, "POST", "Content-Length: 10", "01234");
                leaver.shutdownOutput();
                assertThat(statusLine(leaver)).doesNotContain("503");
            }
        }
        assertThat(gateway.get("/api/dns/zones").statusCode()).isEqualTo(200);
    }

    private static Socket open() throws IOException {
        var socket = new Socket("127.0.0.1", gateway.at("/").getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String method, String header, String body)
            throws IOException {
        var lines =
                List.of(
                        method + " /api/dns/slow HTTP/1.1",
                        "Host: localhost",
                        "Authorization: Bearer " + gateway.key,
                        header);
        var head = String.join("\r\n", lines) + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    }

    private static String statusLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b >= 0 && b != '\r';
                b = socket.getInputStream().read()) {
            line.append((char) b);
        }
        return line.toString();
    }
}
