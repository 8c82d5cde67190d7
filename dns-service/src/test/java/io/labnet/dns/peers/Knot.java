package io.labnet.dns.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Knot DNS on a port of 127.0.0.1, with what a test wants of it. */
public final class Knot implements AutoCloseable {
    public final int port;
    private final Path folder;
    private final Process process;

    /**
     * Starts it.
     *
     * @param folder for its files
     * @param sections of knot.conf after the server, its log and its files
     */
    public Knot(Path folder, int port, String sections) throws IOException {
        var program = Program.required("knotd");
        this.folder = Files.createDirectories(folder);
        this.port = port;
        var conf = folder.resolve("knot.conf");
        Files.writeString(
                conf,
                """
                server:
                    rundir: "%1$s"
                    listen: 127.0.0.1@%2$d
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                log:
                  - target: stdout
                    any: info
                database:
                    storage: "%1$s"
                    journal-db-max-size: 32M
                    kasp-db-max-size: 32M
                    timer-db-max-size: 32M
                template:
                  - id: default
                    storage: "%1$s"
                """
                                .formatted(folder, port)
                        + sections);
        this.process =
                Program.serving(
                        folder.resolve("knot.log"), List.of(program, "-c", conf.toString()));
    }

    /** What it has said until now. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("knot.log"));
    }

    @Override
    public void close() {
        Program.end(process);
    }
}
