package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The server as curl sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CurlTest {
    private static final String TEXT = "A line that comes again and again.\n".repeat(3_000);

    @TempDir private static Path data;
    @TempDir private static Path own;
    private TestServer server;

    @BeforeAll
    void start() throws IOException {
        assumeTrue(isInstalled(), "curl is not installed here");
        server = new TestServer(data, TestServer.wide());
        place("text.txt", TEXT);
        place("before.txt", TEXT);
        place("before.txt.br", "not brotli, but nobody looks");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void decodes_what_was_coded() throws Exception {
        var plain = curl("/text.txt");
        var coded = curl("/text.txt", "--compressed", "-w", "%{size_download}");
        assertThat(plain).isEqualTo(TEXT);
        assertThat(coded).startsWith(TEXT);
        assertThat(Integer.parseInt(coded.substring(TEXT.length()))).isLessThan(2_000);
    }

    @Test
    void resumes_a_coded_page_where_it_broke_off() throws Exception {
        var whole = own.resolve("whole.gz");
        var half = own.resolve("half.gz");
        curl("/text.txt", "-H", "Accept-Encoding: gzip", "-o", whole.toString());
        var bytes = Files.readAllBytes(whole);
        Files.write(half, Arrays.copyOf(bytes, 100));
        curl("/text.txt", "-H", "Accept-Encoding: gzip", "-C", "-", "-o", half.toString());
        assertThat(half).hasBinaryContent(bytes);
    }

    @Test
    void gets_the_file_that_was_coded_beforehand() throws Exception {
        var head = curl("/before.txt", "-I", "-H", "Accept-Encoding: br, gzip;q=0.5");
        assertThat(head)
                .contains("Content-Encoding: br\r\n", "Vary: Accept-Encoding\r\n")
                .contains("Content-Type: text/plain; charset=utf-8\r\n")
                .contains("Content-Length: 28\r\n");
        assertThat(curl("/before.txt", "-I", "-H", "Accept-Encoding: gzip"))
                .contains("Content-Encoding: gzip\r\n");
    }

    @Test
    void sees_each_coding_under_a_tag_of_its_own() throws Exception {
        var plain = tag("identity");
        var gzip = tag("gzip");
        assertThat(List.of(plain, gzip, tag("br"))).doesNotHaveDuplicates();
        assertThat(status("/text.txt", "-H", "Accept-Encoding: gzip", "-H", ifNoneMatch(gzip)))
                .isEqualTo("304");
        assertThat(status("/text.txt", "-H", "Accept-Encoding: gzip", "-H", ifNoneMatch(plain)))
                .isEqualTo("200");
        assertThat(status("/text.txt", "-H", "Accept-Encoding: *;q=0")).isEqualTo("406");
    }

    @Test
    void gets_parts_of_a_page_as_its_own_reader_puts_them_together() throws Exception {
        assertThat(curl("/text.txt", "-r", "0-5")).isEqualTo(TEXT.substring(0, 6));
        assertThat(curl("/text.txt", "-r", "-6")).isEqualTo(TEXT.substring(TEXT.length() - 6));
        assertThat(curl("/text.txt", "-r", "0-1,50000-50001"))
                .contains("Content-Range: bytes 0-1/" + TEXT.length())
                .contains("Content-Range: bytes 50000-50001/" + TEXT.length());
        assertThat(status("/text.txt", "-r", "200000-")).isEqualTo("416");
    }

    @Test
    void puts_a_large_file_after_it_was_told_to_go_on_and_only_once() throws Exception {
        var file = Files.writeString(own.resolve("large.txt"), TEXT.repeat(20));
        var once = new String[] {"-T", file.toString(), "-H", "If-None-Match: *"};
        assertThat(status("/drop/large.txt", once)).isEqualTo("201");
        assertThat(status("/drop/large.txt", once)).isEqualTo("412");
        assertThat(curl("/drop/large.txt")).isEqualTo(TEXT.repeat(20));
        assertThat(status("/drop/large.txt", "-X", "DELETE")).isEqualTo("204");
        assertThat(status("/drop/large.txt")).isEqualTo("404");
    }

    @Test
    void shows_who_it_is_by_digest() throws Exception {
        var secret = new String[] {"--digest", "-u", "bond:007", "-H", "Host: open.edu"};
        assertThat(curl("/secret/page.txt?x=1", secret)).isEqualTo("A secret.\n");
        secret[2] = "bond:008";
        assertThat(status("/secret/page.txt", secret)).isEqualTo("401");
        secret[0] = "--basic";
        secret[2] = "bond:007";
        assertThat(status("/secret/page.txt", secret)).isEqualTo("401");
    }

    @Test
    void begins_a_session_by_digest_under_a_hidden_name() throws Exception {
        var secret = new String[] {"--digest", "-u", "bond:007", "-H", "Host: open.edu", "-v"};
        assertThat(curl("/sealed/page.txt", secret))
                .contains("algorithm=SHA-256-sess", "userhash=true", "A sealed page.")
                .doesNotContain("username=\"bond")
                .containsPattern("Authentication-Info: qop=auth, rspauth=\"[0-9a-f]{64}\"");
    }

    private String tag(String coding) throws Exception {
        return curl("/text.txt", "-I", "-H", "Accept-Encoding: " + coding)
                .replaceFirst("(?s).*\r\nETag: ([^\r]*)\r\n.*", "$1");
    }

    private static String ifNoneMatch(String tag) {
        return "If-None-Match: " + tag;
    }

    private String status(String path, String... options) throws Exception {
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-o", own.resolve("body").toString(), "-w", "%{http_code}"));
        return curl(path, all.toArray(String[]::new));
    }

    private String curl(String path, String... options) throws Exception {
        var command = new ArrayList<>(List.of("curl", "-s", "-m", "30"));
        if (!List.of(options).contains("Host: open.edu")) {
            command.addAll(List.of("-H", "Host: www.someschool.edu"));
        }
        command.addAll(List.of(options));
        command.add("http://127.0.0.1:" + server.port() + path);
        var said = own.resolve("said");
        var curl =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new String(Files.readAllBytes(said), UTF_8);
    }

    private static void place(String name, String text) throws IOException {
        var folder = Files.createDirectories(TestServer.folder(data));
        var file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("curl", "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
