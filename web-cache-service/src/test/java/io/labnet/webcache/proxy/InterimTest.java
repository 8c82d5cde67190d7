package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 1xx responses on their way to a client (RFC 9110 section 15.2). */
class InterimTest {
    private static final String HINTS =
            """
            HTTP/1.1 103 Early Hints\r
            Link: </a.css>; rel=preload\r
            Connection: X\r
            X: y\r
            \r
            HTTP/1.1 102 Processing\r
            \r
            """;

    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void open() throws IOException {
        proxy = new TestProxy();
        origin =
                new ScriptedOrigin((request, out) -> {
                    out.write(HINTS.getBytes(StandardCharsets.US_ASCII));
                    out.write(ScriptedOrigin.answer("200 OK\nCache-Control: max-age=60", "hello"));
                });
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    @Test
    void all_are_passed_on_and_the_final_one_is_stored() throws IOException {
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/page") + " HTTP/1.1\nHost: x\n\n");
            var expected =
                    """
                    HTTP/1.1 103 Early Hints\r
                    Link: </a.css>; rel=preload\r
                    Via: 1.1 proxy.test\r
                    \r
                    HTTP/1.1 102 Processing\r
                    Via: 1.1 proxy.test\r
                    \r
                    """;
            var said =
                    new String(client.in.readNBytes(expected.length()), StandardCharsets.US_ASCII);
            assertThat(said).isEqualTo(expected);
            assertThat(client.hear().text()).isEqualTo("hello");
            var again = client.ask("GET", origin.url("/page"));
            assertThat(again.field("Cache-Status")).isEqualTo("LabnetCache; hit; ttl=60");
            assertThat(again.fields().has("Link")).isFalse();
        }
    }

    @Test
    void an_http_1_0_client_does_not_know_them() throws IOException {
        try (var client = proxy.connect()) {
            client.send("GET " + origin.url("/page") + " HTTP/1.0\n\n");
            var line = new String(client.in.readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(line).isEqualTo("HTTP/1.1 200");
        }
    }
}
