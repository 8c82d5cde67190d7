package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the proxy does not do, and how it says so. */
class RefusalTest {
    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        proxy = new TestProxy(Duration.ofMillis(500), Duration.ofSeconds(1), 14_443);
        origin = ScriptedOrigin.saying("200 OK", "hello");
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http://nowhere.test/       | 502 | no such host: nowhere.test
                    http://mail.test/          | 502 | no address: the name mail.test exists
                    http://silent.test/        | 502 | could not be looked up: no answer from
                    http://far.test/           | 403 | no way to 192.0.2.1:80: this address
                    http://8.8.8.8/            | 403 | this address is outside the lab
                    http://[::1]/              | 403 | this address is outside the lab
                    http://127.0.0.1:25/       | 403 | this port is closed to the proxy
                    http://127.0.0.1:9/        | 502 | cannot connect to 127.0.0.1:9: nobody
                    /page                      | 400 | this is a proxy: ask it for a whole URI
                    ftp://origin.test/         | 400 | this is a proxy
                    http://user@origin.test/   | 400 | this is a proxy
                    http://origin.test/#top    | 400 | a target has no fragment
                    http://origin.test:0/      | 400 | this is a proxy
                    http://origin.test:65536/  | 400 | this is a proxy
                    http:///page               | 400 | this is a proxy
                    """)
    void where_there_is_no_way_it_says_why(String url, int status, String words)
            throws IOException {
        var answer = proxy.get(url);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(words);
        assertThat(answer.field("Content-Type")).startsWith("text/plain");
    }

    @Test
    void an_http_1_0_client_is_answered_and_its_connection_closed() throws IOException {
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/") + " HTTP/1.0\n\n");
            assertThat(client.hear().text()).isEqualTo("hello");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void what_an_origin_says_beyond_its_answer_reaches_nobody() throws IOException {
        origin.nowAnswers((request, out) -> {
            var answer = ScriptedOrigin.answer("200 OK\nCache-Control: max-age=9", "one");
            var more = ScriptedOrigin.answer("200 OK\nCache-Control: max-age=9", "evil");
            var both = ByteBuffer.allocate(answer.length + more.length);
            out.write(both.put(answer).put(more).array());
        });
        try (var client = proxy.connect()) {
            assertThat(client.ask("GET", origin.url("/1")).text()).isEqualTo("one");
            assertThat(client.ask("GET", origin.url("/2")).text()).isEqualTo("one");
        }
        assertThat(origin.connections()).isEqualTo(2);
    }

    @Test
    void an_origin_that_says_nothing_is_given_up() throws IOException {
        origin.nowAnswers((request, out) -> Thread.currentThread().join());
        var answer = proxy.get(origin.url("/"));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.text()).contains("127.0.0.1:" + origin.port() + " did not answer within");
    }

    @Test
    void to_begin_and_to_go_on_an_origin_has_times_of_their_own() throws IOException {
        var hour = Duration.ofHours(1);
        var brief = Duration.ofMillis(100);
        origin.nowAnswers((request, out) -> {
            if (request.line().contains("/begun")) {
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbegun"));
                out.flush();
            }
            Thread.currentThread().join();
        });
        try (var impatient = new TestProxy(TestProxy.As.USUAL.hearing(brief, hour))) {
            assertThat(impatient.get(origin.url("/slow")).status()).isEqualTo(504);
        }
        try (var impatient = new TestProxy(TestProxy.As.USUAL.hearing(hour, brief));
                var client = impatient.connect()) {
            client.send("GET " + origin.url("/begun") + " HTTP/1.1\nHost: x\n\n");
            var answer = new String(client.in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("begun");
        }
    }

    @Test
    void an_origin_that_never_comes_to_its_answer_is_given_up() throws IOException {
        origin.nowAnswers((request, out) -> {
            while (true) {
                out.write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
            }
        });
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/") + " HTTP/1.0\n\n");
            var answer = client.hear();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("more than 16 interim answers");
        }
        await().until(() -> origin.openConnections() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "099", "600", "999"})
    void a_status_that_does_not_exist_is_not_passed_on(String status) throws IOException {
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(status + " So", "x")));
        assertThat(proxy.get(origin.url("/")).status()).isEqualTo(502);
    }

    @Test
    void clients_have_a_limit_and_are_let_in_again_when_others_leave() throws Exception {
        var clients = new ArrayList<TestProxy.Client>();
        for (int i = 0; i < 200; i++) {
            clients.add(proxy.connect());
        }
        await().until(() -> proxy.count("open-connections") == 200);
        try (var late = proxy.connect()) {
            assertThat(late.isClosed()).isTrue();
        }
        for (var client : clients) {
            client.close();
        }
        await().until(() -> proxy.count("open-connections") == 0);
        assertThat(proxy.get(origin.url("/")).status()).isEqualTo(200);
    }

    @Test
    void a_second_address_is_tried_when_the_first_is_dead() throws IOException {
        var url = "http://two.test:" + origin.port() + "/";
        assertThat(proxy.get(url).text()).isEqualTo("hello");
    }

    @Test
    void trace_is_refused_and_http_3_too() throws IOException {
        var refused = proxy.ask("TRACE", origin.url("/"), "Max-Forwards: 0");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.field("Allow")).contains("OPTIONS").doesNotContain("TRACE");
        try (var client = proxy.connect()) {
            client.send("GET / HTTP/3.0\n\n");
            assertThat(client.hear().status()).isEqualTo(505);
        }
    }

    @Test
    void a_tunnel_carries_bytes_both_ways_and_leads_to_few_ports() throws IOException {
        try (var host = new ServerSocket()) {
            host.setReuseAddress(true);
            host.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            var port = host.getLocalPort();
            try (var open = new TestProxy(port);
                    var client = open.connect()) {
                client.send("CONNECT origin.test:" + port + " HTTP/1.1\nHost: x\n\n");
                try (var far = host.accept()) {
                    var line =
                            """
                            HTTP/1.1 200 Connection established\r
                            Cache-Status: LabnetCache; fwd=method\r
                            \r
                            """;
                    assertThat(text(client.in, line.length())).isEqualTo(line);
                    client.send("ping");
                    assertThat(text(far.getInputStream(), 4)).isEqualTo("ping");
                    far.getOutputStream().write(ascii("pong"));
                    assertThat(text(client.in, 4)).isEqualTo("pong");
                    assertThat(open.count("open-tunnels")).isEqualTo(1);
                }
                assertThat(client.isClosed()).isTrue();
                await().until(() -> open.count("open-tunnels") == 0);
            }
            try (var client = proxy.connect()) {
                client.send("CONNECT origin.test:" + port + " HTTP/1.1\nHost: x\n\n");
                assertThat(client.hear().text()).contains("no tunnels to this port");
            }
        }
    }

    @Test
    void an_address_in_use_is_named() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var address = new InetSocketAddress("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> proxy.another(address).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(InputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }
}
