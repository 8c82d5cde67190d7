package io.labnet.webcache.proxy;

import static io.labnet.webcache.proxy.Http2Client.DATA;
import static io.labnet.webcache.proxy.Http2Client.END_STREAM;
import static io.labnet.webcache.proxy.Http2Client.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tunnel in one stream of a connection that carries others, too (RFC 9113 section 8.5). */
class Http2TunnelTest {
    private ServerSocket host;
    private TestProxy proxy;

    @BeforeEach
    void open() throws IOException {
        host = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        proxy = new TestProxy(host.getLocalPort());
        Thread.ofVirtual().start(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        host.close();
    }

    // Says something, hears everything, and then says what it has heard.
    private void answer() {
        try (var socket = host.accept()) {
            socket.getOutputStream().write(ascii("welcome"));
            var heard = socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(ascii("heard " + heard.length));
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private String authority() {
        return "origin.test:" + host.getLocalPort();
    }

    @Test
    void bytes_go_both_ways_and_each_way_ends_by_itself() throws IOException {
        try (var client = new Http2Client(proxy.address())) {
            client.connect(1, authority());
            var head = client.next(HEADERS);
            assertThat(head.payload()[0]).isEqualTo(Http2Client.STATUS_200);
            assertThat(head.ends()).isFalse();
            assertThat(text(client.next(DATA).payload())).isEqualTo("welcome");
            client.send(DATA, 0, 1, new byte[16_000]);
            client.send(DATA, END_STREAM, 1, new byte[1]);
            var answer = client.next(DATA);
            assertThat(text(answer.payload())).isEqualTo("heard 16001");
            assertThat(client.content(1)).isEmpty();
        }
        await().until(() -> proxy.count("open-tunnels") == 0);
        var visit = proxy.log.since(0).getLast();
        assertThat(visit.version()).isEqualTo("2.0");
        assertThat(visit.method()).isEqualTo("CONNECT");
    }

    @Test
    void it_ends_with_the_clients_stream() throws IOException {
        try (var client = new Http2Client(proxy.address())) {
            client.connect(1, authority());
            client.next(DATA);
            assertThat(proxy.count("open-tunnels")).isEqualTo(1);
            client.send(Http2Client.RST_STREAM, 1, 8);
            await().until(() -> proxy.count("open-tunnels") == 0);
        }
    }

    @Test
    void where_none_may_lead_the_answer_says_so_and_the_connection_goes_on() throws IOException {
        try (var client = new Http2Client(proxy.address())) {
            client.connect(1, "origin.test:26");
            assertThat(client.content(1)).contains("no tunnels to this port");
            client.connect(3, authority());
            assertThat(text(client.next(DATA).payload())).isEqualTo("welcome");
        }
    }
}
