package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose content is covered by Digest (auth-int, RFC 7616 section 3.4.3). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedTest {
    private Path folder;
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path data) {
        server = new TestServer(data, TestServer.wide());
        folder = TestServer.folder(data, "open.edu").resolve("sealed");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_program_gets_what_was_sealed_and_seals_its_answer() throws Exception {
        var heard = ask("POST", "/sealed/form", "shaken", "shaken");
        assertThat(heard.head()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(heard.body()).contains("shaken");
        assertSealed(heard, "/sealed/form", heard.body());
    }

    @Test
    void what_was_changed_on_its_way_is_refused() throws Exception {
        var heard = ask("POST", "/sealed/form", "shaken", "stirred");
        assertThat(heard.head())
                .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                .doesNotContain("rspauth");
        assertThat(heard.body()).doesNotContain("stirred");
    }

    @Test
    void a_file_is_put_only_as_it_was_sealed() throws Exception {
        assertThat(ask("PUT", "/sealed/drop/a.txt", "shaken", "stirred").head())
                .startsWith("HTTP/1.1 401 Unauthorized\r\n");
        assertThat(folder.resolve("drop/a.txt")).doesNotExist();
        assertThat(ask("PUT", "/sealed/drop/a.txt", "shaken", "shaken").head())
                .startsWith("HTTP/1.1 201 Created\r\n");
        assertThat(folder.resolve("drop/a.txt")).hasContent("shaken");
    }

    @Test
    void a_page_on_disk_is_sealed_as_it_goes_out() throws Exception {
        var text = "A long page.\n".repeat(10_000);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("long.bin"), text);
        var heard = ask("GET", "/sealed/long.bin", "", "");
        assertThat(heard.head()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(heard.body()).isEqualTo(text);
        assertSealed(heard, "/sealed/long.bin", text);
    }

    @Test
    void the_answer_to_head_has_no_content_to_seal() throws Exception {
        var heard = ask("HEAD", "/sealed/page.txt", "", "");
        assertThat(heard.head()).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 15");
        assertThat(heard.body()).isEmpty();
        assertSealed(heard, "/sealed/page.txt", "");
    }

    @Test
    void content_beyond_the_limit_is_refused_before_it_comes() throws Exception {
        var tooLong = "x".repeat(1001);
        assertThat(ask("PUT", "/sealed/drop/long.txt", tooLong, tooLong).head())
                .startsWith("HTTP/1.1 413 Content Too Large\r\n");
    }

    private record Heard(String nonce, String head, String body) {}

    private static void assertSealed(Heard heard, String path, String body) throws Exception {
        assertThat(heard.head())
                .contains("qop=auth-int, rspauth=\"" + sum(heard.nonce(), "", path, body) + "\"");
    }

    private Heard ask(String method, String path, String sealed, String sent) throws Exception {
        var line = method + " " + path + " HTTP/1.1\r\nHost: open.edu\r\nConnection: close\r\n";
        var nonce = hear(line + "\r\n").replaceFirst("(?s).* nonce=\"([0-9a-f]+)\".*", "$1");
        var authorization =
                ("Authorization: Digest username=\"bond\", realm=\"spies only\", uri=\"%s\","
                                + " algorithm=SHA-256-sess, nonce=\"%s\", nc=00000001,"
                                + " cnonce=\"c\", qop=auth-int, response=\"%s\"\r\n")
                        .formatted(path, nonce, sum(nonce, method, path, sealed));
        var length = "Content-Length: %d\r\n\r\n".formatted(sent.length());
        var parts = hear(line + authorization + length + sent).split("\r\n\r\n", 2);
        return new Heard(nonce, parts[0], parts[1]);
    }

    private String hear(String request) throws IOException {
        try (var socket = server.connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    // RFC 7616 section 3.4.1, spelled out once more.
    private static String sum(String nonce, String method, String path, String content)
            throws NoSuchAlgorithmException {
        var secret = hash(hash("bond:spies only:007") + ":" + nonce + ":c");
        var request = hash(method + ":" + path + ":" + hash(content));
        return hash(secret + ":" + nonce + ":00000001:c:auth-int:" + request);
    }

    private static String hash(String text) throws NoSuchAlgorithmException {
        var sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1));
        return HexFormat.of().formatHex(sum);
    }
}
