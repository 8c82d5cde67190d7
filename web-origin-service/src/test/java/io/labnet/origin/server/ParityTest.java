package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HEAD gets is the head of what GET gets (RFC 9110 section 9.3.2), to the letter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        TestServer.place(data, "text.txt", "A line.\n".repeat(1000).getBytes(ISO_8859_1));
        TestServer.place(data, "large.bin", new byte[100_000]);
        server = new TestServer(data, TestServer.wide());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | www.someschool.edu | /hello.txt | X: y",
                "200 | www.someschool.edu | /docs/ | X: y",
                "200 | www.someschool.edu | /large.bin | X: y",
                "200 | www.someschool.edu | /text.txt | X: y",
                "200 | www.someschool.edu | /text.txt | Accept-Encoding: gzip",
                "200 | www.someschool.edu | /text.txt | Accept-Encoding: br",
                "200 | www.someschool.edu | /search?a=b | X: y",
                "200 | open.edu | /docs/ | Origin: https://app.example",
                "301 | www.someschool.edu | /docs?a=b | X: y",
                "302 | open.edu | /found | X: y",
                "304 | www.someschool.edu | /hello.txt | If-None-Match: *",
                "304 | www.someschool.edu | /text.txt | If-None-Match: *",
                "401 | www.someschool.edu | /private/page.txt | X: y",
                "404 | www.someschool.edu | /none | X: y",
                "404 | open.edu | /none | Origin: https://app.example",
                "406 | www.someschool.edu | /text.txt | Accept-Encoding: *;q=0",
                "412 | www.someschool.edu | /hello.txt | If-Match: \"another\"",
                "421 | nowhere.example | / | X: y",
                "426 | tls.edu | / | X: y",
                "500 | open.edu | /fails | X: y"
            })
    void head_is_the_head_of_get(int status, String host, String target, String field)
            throws IOException {
        var got = hear("GET", host, target, field);
        assertThat(got).startsWith("HTTP/1.1 " + status + " ");
        assertThat(hear("HEAD", host, target, field))
                .isEqualTo(got.substring(0, got.indexOf("\r\n\r\n") + 4));
    }

    private String hear(String method, String host, String target, String field)
            throws IOException {
        var request =
                "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n"
                        .formatted(method, target, host, field);
        try (var socket = server.connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
