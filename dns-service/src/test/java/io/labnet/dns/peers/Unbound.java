package io.labnet.dns.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** NLnet Labs' validating resolver. */
public final class Unbound implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;

    /**
     * Starts it; skips the test where it is not installed.
     *
     * @param folder for its files
     * @param anchor a DS record
     * @param servers which server each zone has
     */
    public Unbound(
            Path folder,
            InetSocketAddress address,
            String anchor,
            Map<String, InetSocketAddress> servers)
            throws IOException {
        var program = Program.required("unbound");
        Files.createDirectories(folder);
        var anchorFile = Files.writeString(folder.resolve("anchor"), anchor);
        var config = new StringBuilder(server(folder, address, anchorFile));
        servers.forEach((zone, at) ->
                config.append(
                        "stub-zone:\n name: \"%s\"\n stub-addr: %s@%d\n"
                                .formatted(zone, at.getAddress().getHostAddress(), at.getPort())));
        var file = Files.writeString(folder.resolve("unbound.conf"), config);
        process =
                Program.serving(
                        folder.resolve("log"), List.of(program, "-d", "-c", file.toString()));
        await().atMost(PATIENCE).until(() -> !process.isAlive() || isListening(address));
        if (!process.isAlive()) {
            throw new IOException(Files.readString(folder.resolve("log")));
        }
    }

    private static String server(Path folder, InetSocketAddress address, Path anchor) {
        return """
        server:
          interface: %s@%d
          access-control: 127.0.0.0/8 allow
          do-not-query-localhost: no
          do-ip6: no
          use-syslog: no
          do-daemonize: no
          username: ""
          chroot: ""
          directory: "%s"
          pidfile: ""
          num-threads: 1
          trust-anchor-file: "%s"
          module-config: "validator iterator"
          val-max-restart: 1
          minimal-responses: yes
        remote-control:
          control-enable: no
        """
                .formatted(
                        address.getAddress().getHostAddress(), address.getPort(), folder, anchor);
    }

    private static boolean isListening(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        Program.end(process);
    }
}
