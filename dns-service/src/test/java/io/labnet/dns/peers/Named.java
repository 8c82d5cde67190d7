package io.labnet.dns.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** BIND's name server on a port of 127.0.0.1, with what a test wants of it. */
public final class Named implements AutoCloseable {
    public final int port;
    private final Path folder;
    private final Process process;

    /**
     * Starts it.
     *
     * @param folder for its files
     * @param zones statements of named.conf: keys and zones
     */
    public Named(Path folder, int port, String zones) throws IOException {
        var program = Program.required("named");
        this.folder = Files.createDirectories(folder);
        this.port = port;
        var conf = folder.resolve("named.conf");
        Files.writeString(
                conf,
                """
                options {
                  directory "%1$s";
                  listen-on port %2$d { 127.0.0.1; };
                  listen-on-v6 { none; };
                  pid-file none;
                  lock-file none;
                  session-keyfile "%1$s/session.key";
                  recursion no;
                  dnssec-validation no;
                  minimal-responses no;
                  notify explicit;
                  notify-delay 0;
                  startup-notify-rate 1000;
                  serial-query-rate 1000;
                };
                controls { };
                """
                                .formatted(folder, port)
                        + zones);
        this.process =
                Program.serving(
                        folder.resolve("named.log"),
                        List.of(program, "-g", "-n", "1", "-c", conf.toString()));
    }

    /** What it has said until now. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("named.log"));
    }

    @Override
    public void close() {
        Program.end(process);
    }
}
