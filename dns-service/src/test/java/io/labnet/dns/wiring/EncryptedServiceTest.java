package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import io.labnet.dns.peers.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with its certificate, asked by kdig over TLS and HTTPS. */
class EncryptedServiceTest {
    private static final String RESOLVER = "127.0.0.1";
    private static final String UMASS = "127.53.2.1";

    @TempDir Path folder;
    private final int offset;

    EncryptedServiceTest() throws IOException {
        offset = FreePort.find() - 53;
    }

    private ConfigurableApplicationContext started(String... more) {
        var arguments = new ArrayList<>(List.of(more));
        arguments.add("--server.port=0");
        arguments.add("--labnet.data-dir=" + folder);
        arguments.add("--labnet.port-offset=" + offset);
        return ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                .run(arguments.toArray(String[]::new));
    }

    private String asked(String server, String way, int port, String host) throws IOException {
        var kdig = Program.required("kdig");
        var authority = folder.resolve("ca/ca.pem");
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(authority));
        return Program.run(
                "",
                kdig,
                "@" + server,
                "-p",
                "" + (port + offset),
                way,
                "+tls-ca=" + authority,
                "+tls-hostname=" + host,
                "gaia.cs.umass.edu");
    }

    @Test
    void the_local_server_is_asked_over_tls_and_https() throws IOException {
        try (var _ = started()) {
            assertThat(asked(RESOLVER, "+tls", 853, "dns.poly.edu"))
                    .contains("TLS session", "127.80.0.2");
            assertThat(asked(RESOLVER, "+https", 443, "dns.poly.edu"))
                    .contains("HTTP session", "127.80.0.2");
            assertThat(asked(UMASS, "+tls", 853, "dns.cs.umass.edu")).doesNotContain("127.80.0.2");
        }
    }

    @Test
    void others_are_if_they_want_and_then_the_local_server_need_not() throws IOException {
        var server = "--labnet.dns.servers[0].";
        var umass =
                new String[] {
                    server + "name=dns.cs.umass.edu",
                    server + "zones=umass.edu",
                    server + "tls=true",
                    "--labnet.dns.resolver.tls=false"
                };
        try (var _ = started(umass)) {
            assertThat(asked(UMASS, "+tls", 853, "dns.cs.umass.edu"))
                    .contains("TLS session", "127.80.0.2");
            assertThat(asked(RESOLVER, "+tls", 853, "dns.poly.edu")).doesNotContain("status: ");
        }
    }
}
