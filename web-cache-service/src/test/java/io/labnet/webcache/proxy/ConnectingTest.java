package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.webcache.proxy.TestProxy.As;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections to origins come about, and how long they are kept. */
class ConnectingTest {
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final As IMPATIENT = As.USUAL.connecting(BRIEF, LONG);

    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        origin = ScriptedOrigin.saying("200 OK\nCache-Control: no-store", "hello");
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
    }

    /** An address that neither accepts nor refuses: its queue is full, and nobody takes from it. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket listener;
        private final List<Socket> queue = new ArrayList<>();

        private Deaf(String host, int port) throws IOException {
            listener = new ServerSocket(port, 1, InetAddress.getByName(host));
            while (isHeard()) {}
        }

        private boolean isHeard() throws IOException {
            var socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), (int) BRIEF.toMillis());
                return true;
            } catch (SocketTimeoutException full) {
                return false;
            }
        }

        private String authority() {
            var address = (InetSocketAddress) listener.getLocalSocketAddress();
            return address.getAddress().getHostAddress() + ":" + address.getPort();
        }

        @Override
        public void close() throws IOException {
            for (var socket : queue) {
                socket.close();
            }
            listener.close();
        }
    }

    // RFC 9110 section 15.6.5
    @Test
    void an_origin_that_neither_accepts_nor_refuses_is_given_up() throws IOException {
        try (var proxy = new TestProxy(IMPATIENT);
                var deaf = new Deaf("127.0.0.1", 0)) {
            var answer = proxy.get("http://" + deaf.authority() + "/");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.field("Cache-Status")).isEqualTo("LabnetCache; detail=made-here");
            assertThat(answer.text())
                    .startsWith("cannot connect to " + deaf.authority() + ": it does not answer");
        }
    }

    @Test
    void the_next_address_is_tried_when_the_first_says_nothing() throws IOException {
        try (var proxy = new TestProxy(IMPATIENT);
                var deaf = new Deaf("127.9.9.9", origin.port())) {
            assertThat(deaf.queue).hasSizeGreaterThan(1);
            // What may not be said twice goes there, too: nothing of it has been said yet.
            var url = "http://two.test:" + origin.port() + "/";
            var answer = proxy.ask("POST", url, "Content-Length: 0");
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(origin.heard()).hasSize(1);
        }
    }

    @Test
    void a_handshake_that_does_not_go_on_is_given_up() throws IOException {
        try (var proxy = new TestProxy(IMPATIENT);
                var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            var answer = proxy.get("https://127.0.0.1:" + silent.getLocalPort() + "/");
            assertThat(answer.status()).isEqualTo(504);
        }
    }

    @Test
    void a_tunnel_to_who_neither_accepts_nor_refuses_is_given_up() throws IOException {
        try (var deaf = new Deaf("127.0.0.1", 0);
                var proxy = new TestProxy(IMPATIENT, deaf.listener.getLocalPort());
                var client = proxy.connect()) {
            client.send("CONNECT " + deaf.authority() + " HTTP/1.1\nHost: x\n\n");
            assertThat(client.hear().status()).isEqualTo(504);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_tunnel_leads_to_the_next_address_when_there_is_no_way_to_the_first(boolean deaf)
            throws IOException {
        try (var first = deaf ? new Deaf("127.9.9.9", origin.port()) : null;
                var proxy = new TestProxy(IMPATIENT, origin.port());
                var client = proxy.connect()) {
            assertThat(first == null || first.queue.size() > 1).isTrue();
            client.send("CONNECT two.test:" + origin.port() + " HTTP/1.1\nHost: x\n\n");
            assertThat(client.in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            await().until(() -> proxy.count("open-tunnels") == 1);
        }
    }

    @Test
    void an_unused_connection_is_closed_after_a_while_and_the_next_request_opens_another()
            throws Exception {
        try (var proxy = new TestProxy(As.USUAL.connecting(LONG, Duration.ofSeconds(1)));
                var unused = proxy.connect();
                var used = proxy.connect()) {
            var gate = new CountDownLatch(1);
            origin.nowAnswers((request, out) -> {
                gate.await();
                out.write(ScriptedOrigin.answer("200 OK\nCache-Control: no-store", "hello"));
            });
            atOnce(unused, used, gate);
            assertThat(origin.connections()).isEqualTo(2);
            // Back to back, so that there is no second without a request.
            while (origin.openConnections() == 2) {
                assertThat(used.ask("GET", origin.url("/")).text()).isEqualTo("hello");
            }
            assertThat(used.ask("GET", origin.url("/")).text()).isEqualTo("hello");
            assertThat(origin.connections()).isEqualTo(2);
            await().until(() -> origin.openConnections() == 0);
            assertThat(used.ask("GET", origin.url("/")).text()).isEqualTo("hello");
            assertThat(origin.connections()).isEqualTo(3);
        }
    }

    // Neither can take the other's connection.
    private void atOnce(TestProxy.Client one, TestProxy.Client other, CountDownLatch gate)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> one.ask("GET", origin.url("/1")));
            var second = threads.submit(() -> other.ask("GET", origin.url("/2")));
            await().until(() -> origin.heard().size() == 2);
            gate.countDown();
            assertThat(first.get().text()).isEqualTo("hello");
            assertThat(second.get().text()).isEqualTo("hello");
        }
    }

    @Test
    void a_connection_is_not_unused_while_an_answer_is_waited_for() throws Exception {
        try (var proxy = new TestProxy(As.USUAL.connecting(LONG, BRIEF));
                var client = proxy.connect();
                var other = ScriptedOrigin.saying("200 OK\nCache-Control: no-store", "other");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var gate = new CountDownLatch(1);
            assertThat(client.ask("GET", origin.url("/")).text()).isEqualTo("hello");
            origin.nowAnswers((request, out) -> {
                gate.await();
                out.write(ScriptedOrigin.answer("200 OK\nCache-Control: no-store", "late"));
            });
            var late = threads.submit(() -> client.ask("GET", origin.url("/")));
            await().until(() -> origin.heard().size() == 2);
            // Once another connection has come and gone, the time of this one is over, too.
            proxy.get(other.url("/"));
            await().until(() -> other.openConnections() == 0);
            assertThat(origin.openConnections()).isEqualTo(1);
            gate.countDown();
            assertThat(late.get().text()).isEqualTo("late");
            assertThat(origin.connections()).isEqualTo(1);
            await().until(() -> origin.openConnections() == 0);
        }
    }
}
