package io.labnet.dns.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** NLnet Labs' validating resolver on a port of 127.0.0.1. */
public final class Unbound implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final int port;
    private final Process process;

    /**
     * Starts it; skips the test where it is not installed.
     *
     * @param folder for its files
     * @param anchor the key that it trusts, as a record
     * @param servers the address and port of each zone's server, as {@code 127.53.0.1@53}
     */
    public Unbound(Path folder, int port, String anchor, Map<String, String> servers)
            throws IOException {
        var program = Program.required("unbound");
        this.port = port;
        var stubs =
                servers.entrySet().stream()
                        .map(s ->
                                "stub-zone:\n  name: \"%s\"\n  stub-addr: %s\n"
                                        .formatted(s.getKey(), s.getValue()))
                        .collect(Collectors.joining());
        Files.createDirectories(folder);
        var conf = folder.resolve("unbound.conf");
        Files.writeString(conf, server(folder, port, anchor) + stubs);
        var log = folder.resolve("unbound.log");
        process = Program.serving(log, List.of(program, "-d", "-c", conf.toString()));
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("start of service"));
    }

    private static String server(Path folder, int port, String anchor) {
        return """
        server:
          interface: 127.0.0.1
          port: %2$d
          do-daemonize: no
          chroot: ""
          username: ""
          directory: "%1$s"
          pidfile: "%1$s/pid"
          use-syslog: no
          verbosity: 1
          num-threads: 1
          do-not-query-localhost: no
          module-config: "validator iterator"
          trust-anchor: "%3$s"
          val-log-level: 2
        remote-control:
          control-enable: no
        """
                .formatted(folder, port, anchor);
    }

    @Override
    public void close() {
        Program.end(process);
    }
}
