package io.labnet.tracker.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real redis-server at a loopback port; remembers nothing when it has been stopped. */
public final class RedisServer implements AutoCloseable {
    private static final String PROGRAM = "redis-server";

    /** What makes each test ask with a password, for a database other than the first. */
    private static final String PASSWORD = "p@ss";

    private final int port;
    private Process process;

    private RedisServer(int port) throws IOException {
        this.port = port;
        this.process = started();
    }

    /** Starts one, or skips the test where the program is not installed. */
    public static RedisServer start() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM))),
                PROGRAM + " is not installed: on Debian, apt-get install " + PROGRAM);
        return new RedisServer(freePort());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    public String url() {
        return "redis://:" + PASSWORD.replace("@", "%40") + "@127.0.0.1:" + port + "/3";
    }

    /** The same with a password that is wrong. */
    public String urlOfStranger() {
        return "redis://:wrong@127.0.0.1:" + port + "/3";
    }

    /** Stops it as {@code kill -9} does. */
    public void stop() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Starts it again, empty, at the same port. */
    public void startAgain() throws IOException {
        process = started();
    }

    /** Lets it hang: connections stay, and nothing is answered. */
    public void pause() throws Exception {
        signal("STOP");
    }

    public void goOn() throws Exception {
        signal("CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private Process started() throws IOException {
        var server =
                new ProcessBuilder(
                                PROGRAM,
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                String.valueOf(port),
                                "--requirepass",
                                PASSWORD,
                                "--save",
                                "",
                                "--appendonly",
                                "no")
                        .redirectErrorStream(true)
                        .start();
        // What it says after this is little, and fits into the pipe.
        var said = new BufferedReader(new InputStreamReader(server.getInputStream(), US_ASCII));
        var last = "";
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            last = line;
            if (line.contains("Ready to accept connections")) {
                return server;
            }
        }
        throw new IOException(PROGRAM + " did not start at port " + port + ": " + last);
    }
}
