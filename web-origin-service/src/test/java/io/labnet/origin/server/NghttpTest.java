package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as the programs of nghttp2 see it, which know every corner of HTTP/2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NghttpTest {
    private static final String SCHOOL = "www.someschool.edu";

    @TempDir private static Path folder;
    private TestServer server;
    private int securePort;

    @BeforeAll
    void start() throws Exception {
        TestServer.place(folder, "large.txt", "0123456789".repeat(100_000).getBytes(UTF_8));
        server = new TestServer(folder, TestServer.limits(100, Duration.ofSeconds(30)));
        var authority = new TestAuthority(folder.resolve("tls"), server.sites);
        server.server.startSecure(TestServer.anyPort(), authority);
        securePort = server.server.secureAddresses().getFirst().getPort();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void h2load_is_answered_each_time(String scheme) throws Exception {
        var port = scheme.equals("http") ? server.port() : securePort;
        for (var path : List.of("/hello.txt", "/large.txt")) {
            var said =
                    run(
                            "h2load",
                            "-n300",
                            "-c5",
                            "-m10",
                            "--connect-to=127.0.0.1:" + port,
                            scheme + "://" + SCHOOL + path);
            assertThat(said)
                    .contains("Application protocol: h2")
                    .contains("300 succeeded, 0 failed, 0 errored, 0 timeout")
                    .contains("status codes: 300 2xx");
        }
    }

    @Test
    void nghttp_sees_frames_as_they_should_be() throws Exception {
        var url = "http://127.0.0.1:" + server.port() + "/hello.txt";
        assertThat(run("nghttp", "-v", "--no-dep", "-H:authority: " + SCHOOL, url))
                .contains("SETTINGS_MAX_CONCURRENT_STREAMS", ":status: 200", "Hello, school!")
                .contains("content-length: 15", "; END_STREAM")
                .doesNotContain("PROTOCOL_ERROR", "Some requests were not processed");
    }

    @Test
    void nghttp_puts_a_file_through_small_windows() throws Exception {
        var file = Files.writeString(folder.resolve("put.txt"), "abcdefghij".repeat(60_000));
        var url = "http://127.0.0.1:" + server.port() + "/drop/put.txt";
        var as = "-H:authority: " + SCHOOL;
        assertThat(run("nghttp", "-v", as, "-H:method: PUT", "-d", file.toString(), url))
                .contains(":status: 201");
        // What comes back must fit through windows of 1 KiB.
        var got = run("nghttp", as, "-w10", "-W10", url);
        assertThat(got.strip()).isEqualTo(Files.readString(file));
    }

    private static String run(String program, String... options) throws Exception {
        assumeThat(isInstalled(program)).as(program + " is not installed here").isTrue();
        var said = Files.createTempFile(folder, "said", ".txt");
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(options));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        var isDone = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(isDone).as(command + " has said " + Files.readString(said)).isTrue();
        return Files.readString(said);
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
