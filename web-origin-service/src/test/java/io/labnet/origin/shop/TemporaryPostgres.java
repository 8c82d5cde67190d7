package io.labnet.origin.shop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real PostgreSQL (Debian's package {@code postgresql}) with a data folder of its own on a free
 * port of loopback; it does not sync, and is gone at the end.
 */
final class TemporaryPostgres implements AutoCloseable {
    static final String USER = "labnet";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    // PostgreSQL refuses to run as root.
    private static final String SERVANT = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port;
    private int databases;

    private TemporaryPostgres(Path programs) {
        this.programs = programs;
        try {
            folder = Files.createTempDirectory("labnet-shop-postgres");
            if (isRoot()) {
                var users = folder.getFileSystem().getUserPrincipalLookupService();
                Files.setOwner(folder, users.lookupPrincipalByName(SERVANT));
            }
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("initdb", "-N", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "-D", data());
        run(
                "pg_ctl",
                "start",
                "-w",
                "-D",
                data(),
                "-l",
                folder.resolve("log") + "",
                "-o",
                options());
    }

    static TemporaryPostgres orSkip() {
        var programs = programs();
        assumeTrue(
                programs.isPresent(),
                "There is no PostgreSQL here: install the package postgresql to run this test");
        return new TemporaryPostgres(programs.get());
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String options() {
        return "-p "
                + port
                + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off";
    }

    /** The URL of a database that is new and empty. */
    String newDatabase() {
        var name = "shop" + databases++;
        try (var connection = DriverManager.getConnection(url("postgres"), USER, "");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void run(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid", SERVANT, "--regid", SERVANT));
            command.add("--clear-groups");
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            var said = Files.createTempFile("labnet-shop-postgres", ".txt");
            var process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(program + " failed: " + Files.readString(said));
            }
            Files.delete(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data());
        try (Stream<Path> all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
