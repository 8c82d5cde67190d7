package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.labnet.ca.CertificateAuthority;
import io.labnet.dns.peers.Program;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that others wrote ask over TLS and HTTPS, and check the certificate. */
@Timeout(120)
class EncryptedClientsTest {
    private static final int QUERIES = 500;

    @TempDir Path folder;
    private EncryptedServer server;

    @BeforeEach
    void open() throws Exception {
        server = new EncryptedServer(folder).serving(new TwoSpeeds());
        server.internet.open();
        // Made before anybody reads its file.
        server.trust();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private String kdig(String way, Path authority, String host) throws Exception {
        var port = way.equals("+tls") ? server.tls.getPort() : server.https.getPort();
        return Program.run(
                "",
                Program.required("kdig"),
                "@" + EncryptedServer.ADDRESS,
                "-p",
                "" + port,
                way,
                "+tls-ca=" + authority,
                "+tls-hostname=" + host,
                "+retry=0",
                "+padding",
                "known.",
                "A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+tls", "+https", "+https-get"})
    void kdig_is_answered_and_knows_by_whom(String way) throws Exception {
        var said = kdig(way, server.authorityFile(), EncryptedServer.NAME);
        assertThat(said)
                .contains("TLS session (TLS1.3)", "status: NOERROR", "PADDING: ", "127.0.0.1");
        // RFC 8467 section 4.1; kdig counts what it has received.
        assertThat(said).contains(";; Received 468 B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+tls", "+https"})
    void kdig_does_not_take_another_name_or_another_authority(String way) throws Exception {
        assertThat(kdig(way, server.authorityFile(), "www.example.com"))
                .contains("certificate")
                .doesNotContain("status: NOERROR");
        var other =
                CertificateAuthority.in(
                        folder.resolve("other"),
                        List.of(EncryptedServer.NAME),
                        List.of(),
                        Clock.systemUTC());
        assertThat(other.certificate()).isNotNull();
        assertThat(kdig(way, folder.resolve("other/ca/ca.pem"), EncryptedServer.NAME))
                .contains("certificate")
                .doesNotContain("status: NOERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void curl_gets_an_answer(String version) throws Exception {
        var said =
                Program.run(
                        "",
                        Program.required("curl"),
                        "-s",
                        version,
                        "--cacert",
                        server.authorityFile().toString(),
                        "-o",
                        folder.resolve("answer").toString(),
                        "-w",
                        "%{http_version} %{http_code} %{content_type}",
                        url() + "?dns=AAABAAABAAAAAAAABWtub3duAAABAAE");
        var expected = version.equals("--http2") ? "2" : "1.1";
        assertThat(said).isEqualTo(expected + " 200 application/dns-message");
        assertThat(Files.readAllBytes(folder.resolve("answer"))).hasSizeGreaterThan(12);
    }

    private String url() {
        return "https://" + EncryptedServer.ADDRESS + ":" + server.https.getPort() + "/dns-query";
    }

    // The answer leads back to whoever asks.
    @Test
    void curl_finds_a_web_server_by_the_name_that_only_we_know() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var web = HttpServer.create(loopback, 0);
        web.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        web.start();
        try {
            var said =
                    Program.run(
                            "",
                            Program.required("curl"),
                            "-s",
                            "-4",
                            "--cacert",
                            server.authorityFile().toString(),
                            "--doh-url",
                            url(),
                            "-w",
                            "%{http_code}",
                            "http://known.by.us:" + web.getAddress().getPort() + "/");
            assertThat(said).isEqualTo("204");
        } finally {
            web.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dot", "doh"})
    void dnsperf_is_answered_without_loss(String mode) throws Exception {
        var port = (mode.equals("dot") ? server.tls : server.https).getPort();
        var said =
                Program.run(
                        "known. A\n".repeat(QUERIES),
                        Program.required("dnsperf"),
                        "-m",
                        mode,
                        "-s",
                        EncryptedServer.ADDRESS,
                        "-p",
                        "" + port,
                        "-O",
                        "doh-uri=" + url(),
                        "-n",
                        "1",
                        "-c",
                        "2");
        assertThat(said).contains("Queries completed:    " + QUERIES + " (100.00%)");
    }

    @Test
    void openssl_finds_the_chain_and_the_constraints_in_order() throws Exception {
        var said =
                Program.run(
                        "",
                        Program.required("openssl"),
                        "s_client",
                        "-connect",
                        EncryptedServer.ADDRESS + ":" + server.tls.getPort(),
                        "-CAfile",
                        server.authorityFile().toString(),
                        "-x509_strict",
                        "-verify_return_error",
                        "-verify_hostname",
                        EncryptedServer.NAME,
                        "-alpn",
                        "dot");
        assertThat(said).contains("Verify return code: 0 (ok)", "ALPN protocol: dot");
    }
}
