package io.labnet.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** NLnet Labs' authoritative name server. */
public final class Nsd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;

    private Nsd(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one; skips the test where it is not installed.
     *
     * @param folder an empty one for its files
     * @param zones the text of each zone's master file, by origin
     */
    public static Nsd start(Path folder, InetSocketAddress address, Map<String, String> zones)
            throws IOException {
        var program = program("nsd");
        var zoneClauses = new StringBuilder();
        var number = 0;
        for (var zone : zones.entrySet()) {
            var file = folder.resolve("zone" + number++);
            Files.writeString(file, zone.getValue());
            zoneClauses.append(
                    "zone:\n name: \"%s\"\n zonefile: \"%s\"\n".formatted(zone.getKey(), file));
        }
        var config = folder.resolve("nsd.conf");
        Files.writeString(config, server(folder, address) + zoneClauses);
        var log = folder.resolve("log");
        var process =
                new ProcessBuilder(program.toString(), "-d", "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var nsd = new Nsd(process, log);
        nsd.awaitReady(address);
        return nsd;
    }

    private static String server(Path folder, InetSocketAddress address) {
        return """
        server:
          ip-address: %s
          port: %d
          username: ""
          chroot: ""
          zonesdir: "%s"
          pidfile: "%s/pid"
          xfrdfile: "%s/xfrd"
          xfrdir: "%s"
          zonelistfile: "%s/list"
          rrl-ratelimit: 0
          database: ""
          server-count: 1
          hide-version: yes
        remote-control:
          control-enable: no
        """
                .formatted(
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        folder,
                        folder,
                        folder,
                        folder,
                        folder);
    }

    private static Path program(String name) {
        var found =
                Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(found.isPresent(), name + " is not installed");
        return found.orElseThrow();
    }

    private void awaitReady(InetSocketAddress address) throws IOException {
        try {
            await().atMost(PATIENCE).until(() -> !process.isAlive() || isListening(address));
        } finally {
            if (!process.isAlive()) {
                close();
            }
        }
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
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
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
