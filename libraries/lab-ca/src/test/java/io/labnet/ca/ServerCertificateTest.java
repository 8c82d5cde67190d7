package io.labnet.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        return Files.readAllBytes(folder.resolve("dns.poly.edu.p12"));
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
        var permissions = Files.getPosixFilePermissions(folder.resolve("dns.poly.edu.p12"));
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

    @Test
    void what_is_kept_from_before_is_replaced() throws Exception {
        Files.write(folder.resolve("dns.poly.edu.p12"), new byte[] {1, 2, 3});
        certificate(SERVER).get();
        assertThat(kept()).hasSizeGreaterThan(100);
    }
}
