package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TcpKeepaliveOption;
import org.xbill.DNS.Type;

/** RFC 8484, by HTTP/2 and HTTP/1.1. */
@Timeout(60)
class HttpsTest {
    private static final String MESSAGE = "application/dns-message";
    private static final int FUZZED = 100;

    @TempDir Path folder;
    private final TwoSpeeds service = new TwoSpeeds();
    private EncryptedServer server;
    private HttpClient client;

    @BeforeEach
    void open() throws Exception {
        server = new EncryptedServer(folder).serving(service);
        server.internet.open();
        client = HttpClient.newBuilder().sslContext(server.trust()).build();
    }

    @AfterEach
    void close() throws Exception {
        service.letGo();
        client.shutdownNow();
        server.close();
    }

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    }

    private HttpRequest.Builder to(Version version, String target) {
        var address = "https://" + EncryptedServer.ADDRESS + ":" + server.https.getPort();
        return HttpRequest.newBuilder(URI.create(address + target)).version(version);
    }

    private static String target(Message query) {
        return "/dns-query?dns="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(query.toWire());
    }

    private HttpRequest get(Version version, Message query) {
        return to(version, target(query)).build();
    }

    private HttpRequest post(Version version, byte[] body) {
        return to(version, "/dns-query")
                .header("Content-Type", MESSAGE)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void a_query_is_answered_by_both_methods(Version version) throws Exception {
        var query = query("known", Type.A);
        for (var request : List.of(get(version, query), post(version, query.toWire()))) {
            var response = send(request);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.headers().map())
                    .containsEntry("content-type", List.of(MESSAGE))
                    .containsEntry("cache-control", List.of("max-age=300"))
                    .containsKey("date");
            var reply = new Message(response.body());
            assertThat(reply.getHeader().getID()).isEqualTo(query.getHeader().getID());
            assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
        }
    }

    // An error of DNS is none of HTTP (RFC 8484 section 4.2.1).
    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void what_does_not_exist_is_an_answer(Version version) throws Exception {
        var response = send(get(version, query("quick", Type.A)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).hasValue("max-age=0");
        assertThat(new Message(response.body()).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void head_tells_all_but_the_answer(Version version) throws Exception {
        var head = to(version, target(query("known", Type.A))).HEAD().build();
        var response = send(head);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("content-length").orElse(0))
                .isGreaterThan(12);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1_1, GET, /dns-query, '', 400",
        "HTTP_2, GET, /dns-query, '', 400",
        "HTTP_1_1, GET, /dns-query?dns=AAAA, '', 400",
        "HTTP_2, GET, /dns-query?dns=AAAA, '', 400",
        "HTTP_1_1, GET, /elsewhere, '', 404",
        "HTTP_2, GET, /elsewhere, '', 404",
        "HTTP_1_1, PUT, /dns-query, application/dns-message, 405",
        "HTTP_2, PUT, /dns-query, application/dns-message, 405",
        "HTTP_1_1, POST, /dns-query, application/json, 415",
        "HTTP_2, POST, /dns-query, application/json, 415",
        "HTTP_1_1, POST, /dns-query, application/dns-message, 400",
        "HTTP_2, POST, /dns-query, application/dns-message, 400",
    })
    void what_is_no_query_earns_an_error_of_http(
            Version version, String method, String target, String type, int status)
            throws Exception {
        var request = to(version, target).method(method, BodyPublishers.ofString("{}"));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        var response = send(request.build());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.headers().firstValue("allow").isPresent()).isEqualTo(status == 405);
        assertThat(response.headers().firstValue("accept").isPresent()).isEqualTo(status == 415);
        assertThat(response.headers().firstValue("cache-control")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void a_body_longer_than_any_message_is_refused(Version version) throws Exception {
        assertThat(send(post(version, new byte[5_000_000])).statusCode()).isEqualTo(413);
        assertThat(send(get(version, query("known", Type.A))).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, 414", "HTTP_2, 431"})
    void a_target_that_is_too_long_is_refused(Version version, int status) throws Exception {
        var request = to(version, "/dns-query?dns=" + "A".repeat(20_000)).build();
        assertThat(send(request).statusCode()).isEqualTo(status);
        assertThat(send(get(version, query("known", Type.A))).statusCode()).isEqualTo(200);
    }

    @Test
    void a_stream_does_not_wait_for_another() throws Exception {
        var slow = get(Version.HTTP_2, query("slow", Type.A));
        var later = client.sendAsync(slow, BodyHandlers.ofByteArray());
        assertThat(send(get(Version.HTTP_2, query("known", Type.A))).statusCode()).isEqualTo(200);
        assertThat(later).isNotDone();
        service.letGo();
        assertThat(later.get().statusCode()).isEqualTo(200);
    }

    @Test
    void requests_that_came_together_are_answered_in_their_order() throws Exception {
        try (var socket = server.connected(new Socket(), server.https, "http/1.1")) {
            var requests = line("slow") + line("known") + "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            service.letGo();
            var said = new StringBuilder();
            var buffer = new byte[4096];
            while (!said.toString().contains("404")) {
                var count = socket.getInputStream().read(buffer);
                assertThat(count).isPositive();
                said.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
            assertThat(said.toString()).containsSubsequence("max-age=0", "max-age=300", "404");
        }
    }

    private static String line(String name) throws IOException {
        return "GET " + target(query(name, Type.A)) + " HTTP/1.1\r\nHost: dns.poly.edu\r\n\r\n";
    }

    @Test
    void a_reply_is_padded_and_says_nothing_about_tcp() throws Exception {
        var query = query("known", Type.A);
        var padding = new GenericEDNSOption(EDNSOption.Code.PADDING, new byte[64]);
        query.addRecord(
                new OPTRecord(1232, 0, 0, 0, padding, new TcpKeepaliveOption()),
                Section.ADDITIONAL);
        var response = send(get(Version.HTTP_2, query));
        assertThat(response.body()).hasSize(468);
        assertThat(new Message(response.body()).getOPT().getOptions())
                .extracting(EDNSOption::getCode)
                .containsExactly(EDNSOption.Code.PADDING);
    }

    @Test
    void a_zone_is_not_transferred_where_one_message_is_all() throws Exception {
        var response = send(post(Version.HTTP_2, query("poly.edu", Type.AXFR).toWire()));
        assertThat(new Message(response.body()).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void who_is_slow_or_silent_is_closed() throws Exception {
        server.internet.close();
        server.internet.open(Duration.ofSeconds(2));
        try (var mute = new Socket();
                var half = new Socket();
                var drips = server.connected(new Socket(), server.https, "http/1.1");
                var idle = server.connected(new Socket(), server.https, "h2")) {
            mute.connect(server.https);
            half.connect(server.https);
            half.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0});
            drips.getOutputStream().write("GET /dns-query?d".getBytes(StandardCharsets.US_ASCII));
            idle.startHandshake();
            for (var socket : List.of(mute, half, drips, idle)) {
                assertThat(isClosed(socket)).isTrue();
            }
        }
    }

    // Whether with a farewell or without.
    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            while (socket.getInputStream().read() != -1) {
                // What it says before, such as its settings, is no sign of life.
            }
            return true;
        } catch (SSLException | SocketException cutOff) {
            return true;
        }
    }

    @Test
    void places_are_those_of_all_tcp() throws Exception {
        server.internet.close();
        server.internet.open(new ListenerLimits(Duration.ofMinutes(1), 8, 4, 0, 0, 0, 0, false));
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 3; i++) {
                for (var port : List.of(server.https, server.tls)) {
                    var socket = new Socket();
                    socket.connect(port);
                    open.add(socket);
                }
            }
            await().untilAsserted(
                            () -> assertThat(server.internet.counted("dropped")).isEqualTo(2));
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
        await().ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() ->
                        assertThat(send(get(Version.HTTP_2, query("known", Type.A))).statusCode())
                                .isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource({"h2", "http/1.1"})
    void bad_frames_harm_nobody_else(String protocol) throws Exception {
        var random = new Random(8484);
        for (int i = 0; i < FUZZED; i++) {
            try (var socket = server.connected(new Socket(), server.https, protocol)) {
                socket.getOutputStream().write(noise(protocol, random));
            } catch (SSLException | SocketException cutOff) {
                // The server need not hear it to the end.
            }
        }
        assertThat(send(get(Version.HTTP_2, query("known", Type.A))).statusCode()).isEqualTo(200);
        assertThat(send(get(Version.HTTP_1_1, query("known", Type.A))).statusCode()).isEqualTo(200);
    }

    // Frames with true lengths and any content, or a request with a few bytes changed.
    private static byte[] noise(String protocol, Random random) throws IOException {
        if (!protocol.equals("h2")) {
            var bytes = line("known").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            return bytes;
        }
        var out = new ByteArrayOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        for (int i = 0; i < 5; i++) {
            var content = new byte[random.nextInt(60)];
            random.nextBytes(content);
            var type = (byte) random.nextInt(11);
            var stream = (byte) random.nextInt(6);
            var flags = (byte) random.nextInt(64);
            out.write(new byte[] {0, 0, (byte) content.length, type, flags, 0, 0, 0, stream});
            out.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void a_client_with_none_of_our_protocols_is_told_so() throws Exception {
        try (var socket = server.connected(new Socket(), server.https, "smtp")) {
            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(socket::startHandshake)
                    .withMessageContaining("no_application_protocol");
        }
    }
}
