package io.labnet.ca;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;

class ServerCertificateTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.1");
    private static final ServerNames SERVER = ServerNames.of("dns.poly.edu", ADDRESS);

    private final MutableClock clock =
            MutableClock.of(Instant.parse("2026-11-26T00:00:00Z"), ZoneOffset.UTC);
    @TempDir Path folder;

    private ServerCertificate certificate(ServerNames names) {
        var scope = Scope.of(names.names(), List.of());
        var authority = new CertificateAuthority(folder.resolve("ca"), scope, clock);
        return new ServerCertificate(authority, names, folder, clock);
    }

    private byte[] kept() throws Exception {
        return Files.readAllBytes(folder.resolve("dns.poly.edu.pem"));
    }

    @Test
    void it_outlives_a_restart() throws Exception {
        certificate(SERVER).get();
        var first = kept();
        certificate(SERVER).get();
        assertThat(kept()).isEqualTo(first);
    }

    @Test
    void only_the_service_may_read_its_key() throws Exception {
        certificate(SERVER).get();
        var permissions = Files.getPosixFilePermissions(folder.resolve("dns.poly.edu.pem"));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    @Test
    void it_is_renewed_in_time_at_a_start() throws Exception {
        certificate(SERVER).get();
        var first = kept();
        clock.add(Signing.SERVER_VALIDITY.minus(ServerCertificate.RENEWED_BEFORE).minusSeconds(1));
        certificate(SERVER).get();
        assertThat(kept()).isEqualTo(first);
        clock.add(Duration.ofSeconds(2));
        certificate(SERVER).get();
        assertThat(kept()).isNotEqualTo(first);
    }

    @Test
    void it_is_renewed_in_time_while_the_service_runs() {
        var certificate = certificate(SERVER);
        var context = certificate.get();
        assertThat(certificate.get()).isSameAs(context);
        clock.add(Signing.SERVER_VALIDITY.minus(ServerCertificate.RENEWED_BEFORE));
        assertThat(certificate.get()).isNotSameAs(context);
    }

    @Test
    void it_is_issued_anew_for_other_names_and_by_another_authority() throws Exception {
        certificate(SERVER).get();
        var first = kept();
        certificate(ServerNames.of("dns.poly.edu", InetAddress.ofLiteral("198.18.7.2"))).get();
        var second = kept();
        assertThat(second).isNotEqualTo(first);
        Files.delete(folder.resolve("ca").resolve(CertificateAuthority.CERTIFICATE_FILE));
        certificate(ServerNames.of("dns.poly.edu", InetAddress.ofLiteral("198.18.7.2"))).get();
        assertThat(kept()).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
            })
    void what_is_damaged_is_replaced(String damaged) throws Exception {
        Files.writeString(folder.resolve("dns.poly.edu.pem"), damaged);
        certificate(SERVER).get();
        assertThat(new String(kept(), US_ASCII))
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .containsOnlyOnce("PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n")
                .endsWith("-----END CERTIFICATE-----\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void who_trusts_the_authority_trusts_the_server_after_a_restart(String version)
            throws Exception {
        certificate(SERVER).get();
        try (var port = certificate(SERVER).get().getServerSocketFactory().createServerSocket();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            port.bind(new InetSocketAddress(ADDRESS, 0));
            var served =
                    threads.submit(() -> {
                        try (var accepted = port.accept()) {
                            accepted.getOutputStream().write('!');
                        }
                        return null;
                    });
            try (var client = (SSLSocket) trusting().getSocketFactory().createSocket()) {
                client.setSoTimeout(10_000);
                client.setEnabledProtocols(new String[] {version});
                var parameters = client.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(parameters);
                client.connect(port.getLocalSocketAddress());
                assertThat(client.getInputStream().read()).isEqualTo('!');
                assertThat(client.getSession().getProtocol()).isEqualTo(version);
            }
            served.get();
        }
    }

    private SSLContext trusting() throws Exception {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        var scope = Scope.of(SERVER.names(), List.of());
        var authority = new CertificateAuthority(folder.resolve("ca"), scope, clock);
        trusted.setCertificateEntry("lab", authority.certificate());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
