package io.labnet.postgres;

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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL with a data folder of its own on a free port of loopback; it does not sync, and
 * is gone at the end. Where none is installed (Debian's package {@code postgresql}), whoever asks
 * for one is skipped.
 */
public final class TemporaryPostgres implements AutoCloseable {
    public static final String USER = "labnet";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    // PostgreSQL refuses to run as root.
    private static final String SERVANT = "postgres";

    private static final class Shared {
        static final TemporaryPostgres POSTGRES = new TemporaryPostgres();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(POSTGRES::close));
        }
    }

    private final Path programs;
    private final Path folder;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private TemporaryPostgres() {
        programs = programs().orElseThrow();
        try {
            folder = Files.createTempDirectory("labnet-postgres");
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
        start();
    }

    /** The one of all tests that do not stop it. */
    public static TemporaryPostgres shared() {
        assumeInstalled();
        return Shared.POSTGRES;
    }

    /** One more, which may be stopped and started. */
    public static TemporaryPostgres ofOwn() {
        assumeInstalled();
        return new TemporaryPostgres();
    }

    private static void assumeInstalled() {
        assumeTrue(
                programs().isPresent(),
                "There is no PostgreSQL here: install the package postgresql to run this test");
    }

    private static Optional<Path> programs() {
        var folders = new ArrayList<Path>();
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin"))
                        .sorted(Comparator.reverseOrder())
                        .forEach(folders::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of).forEach(folders::add);
        return folders.stream().filter(f -> Files.isExecutable(f.resolve("initdb"))).findFirst();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** The URL of a database that is new and empty. */
    public String newDatabase() {
        var name = "db" + databases.incrementAndGet();
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

    /** Answers when it returns. */
    public void start() {
        var options =
                "-p "
                        + port
                        + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
                        + " -c fsync=off -c max_connections=200";
        run(
                "pg_ctl",
                "start",
                "-w",
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                options);
    }

    /** Breaks off whatever goes on, as a crash would. */
    public void stop() {
        run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data());
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
            var said = Files.createTempFile("labnet-postgres", ".txt");
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
        if (Files.exists(Path.of(data(), "postmaster.pid"))) {
            stop();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
