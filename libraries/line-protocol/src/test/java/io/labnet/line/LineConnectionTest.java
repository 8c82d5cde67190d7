package io.labnet.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The calling end of a connection. */
class LineConnectionTest {
    @Test
    void a_server_that_takes_nothing_does_not_hold_its_caller() throws IOException {
        var here = InetAddress.getLoopbackAddress();
        var idle = Duration.ofMillis(300);
        var limits = new LineLimits(100, 1, 1, idle, Duration.ofMinutes(1));
        try (var deaf = new ServerSocket(0, 1, here);
                var connection =
                        LineConnection.dial(
                                new InetSocketAddress(here, 0),
                                (InetSocketAddress) deaf.getLocalSocketAddress(),
                                Duration.ofSeconds(5),
                                limits)) {
            assertThat(connection.peer().getPort()).isEqualTo(deaf.getLocalPort());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () ->
                            assertThatThrownBy(() ->
                                            connection.write(
                                                    out -> out.write(new byte[64_000_000])))
                                    .isInstanceOf(IOException.class));
        }
    }
}
