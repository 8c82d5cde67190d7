package io.labnet.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineListenerTest {
    private static final InetSocketAddress ANYWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ArrayList<LineListener> started = new ArrayList<>();

    /** Says every line back. */
    private static final class Echo implements LineProtocol {
        @Override
        public void converse(LineConnection connection) throws IOException {
            connection.writeLine("hello");
            while (connection.readLine() instanceof Line.Text(var text)) {
                if (text.equals("fail")) {
                    throw new IllegalStateException("as asked");
                }
                connection.writeLine(text);
            }
        }

        @Override
        public @Nullable String farewell(Farewell why) {
            return why.name();
        }
    }

    private record Client(Socket socket, BufferedReader in) implements AutoCloseable {
        static Client of(LineListener listener) throws IOException {
            var socket = new Socket();
            socket.connect(listener.address());
            socket.setSoTimeout(20_000);
            var in = new InputStreamReader(socket.getInputStream(), ISO_8859_1);
            return new Client(socket, new BufferedReader(in));
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        @Nullable String hear() throws IOException {
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private LineListener listener(InetSocketAddress address, LineLimits limits) {
        var listener = new LineListener("test", address, limits, new Echo(), null);
        started.add(listener);
        listener.start();
        return listener;
    }

    private static LineLimits limits(int connections, int perClient, Duration idle) {
        return new LineLimits(100, connections, perClient, idle, Duration.ofMinutes(1));
    }

    private static LineLimits limits() {
        return limits(10, 10, Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        started.forEach(LineListener::stop);
    }

    @Test
    void it_listens_when_start_returns_and_speaks_the_protocol() throws IOException {
        var listener = listener(ANYWHERE, limits());
        try (var client = Client.of(listener)) {
            assertThat(client.hear()).isEqualTo("hello");
            client.say("one\r\ntwo\r\n");
            assertThat(client.hear()).isEqualTo("one");
            assertThat(client.hear()).isEqualTo("two");
            assertThat(listener.openConnections()).isEqualTo(1);
        }
        await().until(() -> listener.openConnections() == 0);
    }

    @Test
    void an_address_that_is_taken_is_named() {
        var first = listener(ANYWHERE, limits());
        var second = new LineListener("test", first.address(), limits(), new Echo(), null);

        assertThatThrownBy(second::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(first.address().getHostString())
                .hasMessageContaining(":" + first.address().getPort());
    }

    @Test
    void a_client_that_waits_hears_goodbye_when_it_stops() throws IOException {
        var listener = listener(ANYWHERE, limits());
        try (var client = Client.of(listener)) {
            assertThat(client.hear()).isEqualTo("hello");
            listener.stop();
            assertThat(client.hear()).isEqualTo("SHUTDOWN");
            assertThat(client.hear()).isNull();
        }
    }

    @Test
    void it_can_start_again_at_once_on_the_same_port() throws IOException {
        var listener = listener(ANYWHERE, limits());
        var address = listener.address();
        try (var client = Client.of(listener)) {
            assertThat(client.hear()).isEqualTo("hello");
            listener.stop();
        }
        var again = listener(address, limits());
        try (var client = Client.of(again)) {
            assertThat(client.hear()).isEqualTo("hello");
        }
    }

    @Test
    void its_port_is_free_when_stop_returns() throws IOException {
        for (int round = 0; round < 100; round++) {
            var listener = listener(ANYWHERE, limits());
            var address = listener.address();
            listener.stop();
            try (var next = new ServerSocket()) {
                next.bind(address);
                assertThat(next.isBound()).isTrue();
            }
        }
    }

    @Test
    void one_client_cannot_take_all_places() throws IOException {
        var listener = listener(ANYWHERE, limits(10, 1, Duration.ofSeconds(10)));
        try (var first = Client.of(listener)) {
            assertThat(first.hear()).isEqualTo("hello");
            try (var second = Client.of(listener)) {
                assertThat(second.hear()).isEqualTo("BUSY");
            }
        }
        await().until(() -> listener.openConnections() == 0);
        try (var third = Client.of(listener)) {
            assertThat(third.hear()).isEqualTo("hello");
        }
    }

    @Test
    void a_client_that_says_nothing_is_sent_away() throws IOException {
        var listener = listener(ANYWHERE, limits(1, 1, Duration.ofMillis(200)));
        try (var client = Client.of(listener)) {
            assertThat(client.hear()).isEqualTo("hello");
            assertThat(client.hear()).isEqualTo("TIMEOUT");
            assertThat(client.hear()).isNull();
        }
    }

    @Test
    void a_client_that_takes_nothing_does_not_hold_its_place() throws IOException {
        var listener = listener(ANYWHERE, limits(1, 1, Duration.ofMillis(500)));
        try (var client = Client.of(listener)) {
            var lines = "x".repeat(90) + "\r\n";
            var flood =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (true) {
                                        client.say(lines.repeat(100));
                                    }
                                } catch (IOException e) {
                                    assertThat(client.socket().isConnected()).isTrue();
                                }
                            });
            await().atMost(Duration.ofSeconds(10)).until(() -> listener.openConnections() == 0);
            flood.interrupt();
        }
    }

    @Test
    void a_bug_of_ours_ends_one_conversation_only() throws IOException {
        var listener = listener(ANYWHERE, limits());
        try (var client = Client.of(listener);
                var other = Client.of(listener)) {
            assertThat(client.hear()).isEqualTo("hello");
            assertThat(other.hear()).isEqualTo("hello");
            client.say("fail\r\n");
            assertThat(client.hear()).isEqualTo("FAILURE");
            other.say("still there?\r\n");
            assertThat(other.hear()).isEqualTo("still there?");
        }
    }
}
