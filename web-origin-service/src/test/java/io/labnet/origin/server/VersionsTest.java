package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What curl makes of us, in each version that both speak. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsTest {
    private static final String SCHOOL = "www.someschool.edu";

    @TempDir private static Path folder;
    private TestServer server;
    private byte[] large;

    @BeforeAll
    void start() throws IOException {
        assumeTrue(curl("--version").contains("HTTP2"), "no curl with HTTP/2 is installed");
        large = new byte[3_000_000];
        new Random(9).nextBytes(large);
        TestServer.place(folder, "large.bin", large);
        server = new TestServer(folder, TestServer.wide());
        var authority = new TestAuthority(folder.resolve("tls"), server.sites);
        authority.shown(SCHOOL, "127.0.0.1");
        server.server.startSecure(TestServer.anyPort(), authority);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http,  --http1.0,               1.1",
        "http,  --http1.1,               1.1",
        "http,  --http2-prior-knowledge, 2",
        "https, --http1.1,               1.1",
        "https, --http2,                 2"
    })
    void a_page_and_a_large_file_come_whole(String scheme, String version, String spoken)
            throws IOException {
        var got = folder.resolve("got");
        var said =
                curl(
                        version,
                        "-o",
                        got.toString(),
                        "-w",
                        "%{http_version} %{http_code} %{size_download}",
                        url(scheme, "large.bin"));
        assertThat(said).isEqualTo(spoken + " 200 " + large.length);
        assertThat(Files.readAllBytes(got)).isEqualTo(large);
        assertThat(curl(version, url(scheme, "hello.txt"))).isEqualTo("Hello, school!\n");
    }

    @Test
    void ten_requests_share_a_connection_of_http_2() throws IOException {
        var out = folder.resolve("page").toString();
        var url = url("https", "hello.txt?[1-10]");
        assertThat(curl("--http2", "-o", out, "-w", "%{num_connects} ", url))
                .isEqualTo("1 0 0 0 0 0 0 0 0 0 ");
    }

    @Test
    void a_form_goes_up_over_http_2() throws IOException {
        assertThat(curl("--http2", "--data", "animal=monkeys", url("https", "program")))
                .isEqualTo("POST /program HTTP/2 animal=monkeys\n");
    }

    private String url(String scheme, String path) {
        var port = scheme.equals("https") ? securePort() : server.port();
        return scheme + "://" + SCHOOL + ":" + port + "/" + path;
    }

    private String curl(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("curl", "-s", "-S", "-q"));
        if (server != null) {
            command.addAll(List.of("--cacert", folder.resolve("tls/ca.pem").toString()));
            for (var port : List.of(server.port(), securePort())) {
                command.addAll(List.of("--resolve", SCHOOL + ":" + port + ":127.0.0.1"));
            }
        }
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException notInstalled) {
            return "";
        }
    }

    private int securePort() {
        return server.server.secureAddresses().getFirst().getPort();
    }
}
