package io.labnet.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.labnet.network.Network;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;

class CertificateAuthorityTest {
    private static final Scope SCOPE =
            Scope.of(
                    List.of("dns.poly.edu", "mail.crepes.fr"),
                    List.of(Network.parse("198.18.7.0/24"), Network.parse("fd00::/8")));
    private static final ServerNames SERVER =
            ServerNames.of("dns.poly.edu", InetAddress.ofLiteral("198.18.7.2"));

    private final MutableClock clock =
            MutableClock.of(Instant.parse("2026-11-26T00:00:00Z"), ZoneOffset.UTC);
    @TempDir Path folder;
    private CertificateAuthority authority;

    @BeforeEach
    void choose_an_authority() {
        authority = new CertificateAuthority(folder.resolve("ca"), SCOPE, clock);
    }

    // As a client does it: chain, dates and usages; and the authority's constraints, which Java's
    // own validation passes over where they are a trust anchor's.
    private void validate(X509Certificate certificate) throws Exception {
        var issuer = authority.certificate();
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.instant()));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        var permitted = new PKIXNameConstraintValidator();
        permitted.intersectPermittedSubtree(constraints(issuer).getPermittedSubtrees());
        var extensions = new JcaX509CertificateHolder(certificate).getExtensions();
        for (var name : alternatives(extensions).getNames()) {
            permitted.checkPermitted(name);
        }
    }

    private static NameConstraints constraints(X509Certificate issuer) throws Exception {
        var extensions = new JcaX509CertificateHolder(issuer).getExtensions();
        return NameConstraints.getInstance(
                extensions.getExtensionParsedValue(Extension.nameConstraints));
    }

    private static GeneralNames alternatives(Extensions extensions) {
        return GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    }

    @Test
    void a_servers_certificate_is_good_for_its_names_and_addresses() throws Exception {
        var certificate = authority.issue(SERVER).certificate();
        validate(certificate);
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(pair -> pair.getLast().toString())
                .containsExactly("dns.poly.edu", "localhost", "198.18.7.2", "127.0.0.1");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(clock.instant().plus(Duration.ofDays(397)));
    }

    @Test
    void an_authority_signs_no_other_authority() throws Exception {
        var certificate = authority.certificate();
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(authority.issue(SERVER).certificate().getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getCriticalExtensionOIDs())
                .contains("2.5.29.30", "2.5.29.19", "2.5.29.15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.com", "poly.edu", "xdns.poly.edu", "dns.poly.edu.example"})
    void the_authority_is_good_for_no_name_outside_the_lab(String name) throws Exception {
        var abroad = new ServerNames(List.of(name), List.of());
        assertThat(authority.vouchesFor(name)).isFalse();
        var certificate = authority.issue(abroad).certificate();
        assertThatExceptionOfType(NameConstraintValidatorException.class)
                .isThrownBy(() -> validate(certificate));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns.poly.edu", "www.mail.crepes.fr", "localhost"})
    void the_authority_is_good_for_the_labs_names(String name) throws Exception {
        assertThat(authority.vouchesFor(name)).isTrue();
        validate(authority.issue(new ServerNames(List.of(name), List.of())).certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.18.8.2", "192.0.2.1", "2001:db8::1", "::2"})
    void the_authority_is_good_for_no_address_outside_the_lab(String address) throws Exception {
        var abroad =
                new ServerNames(List.of("dns.poly.edu"), List.of(InetAddress.ofLiteral(address)));
        var certificate = authority.issue(abroad).certificate();
        assertThatExceptionOfType(NameConstraintValidatorException.class)
                .isThrownBy(() -> validate(certificate));
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.18.7.255", "127.53.0.1", "fd00::7", "::1"})
    void the_authority_is_good_for_the_labs_addresses(String address) throws Exception {
        var there =
                new ServerNames(List.of("mail.crepes.fr"), List.of(InetAddress.ofLiteral(address)));
        validate(authority.issue(there).certificate());
    }

    @Test
    void everybody_may_read_the_certificate_and_nobody_the_key() throws Exception {
        authority.certificate();
        assertThat(permissions(CertificateAuthority.CERTIFICATE_FILE)).isEqualTo("rw-r--r--");
        assertThat(permissions(CertificateAuthority.KEY_FILE)).isEqualTo("rw-------");
    }

    private String permissions(String file) throws Exception {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("ca").resolve(file)));
    }

    @Test
    void those_who_share_a_folder_share_the_authority() throws Exception {
        var asked = new ArrayList<Callable<X509Certificate>>();
        for (int i = 0; i < 8; i++) {
            asked.add(new CertificateAuthority(folder.resolve("ca"), SCOPE, clock)::certificate);
        }
        try (var threads = Executors.newFixedThreadPool(asked.size())) {
            var told = new ArrayList<X509Certificate>();
            for (var certificate : threads.invokeAll(asked)) {
                told.add(certificate.get());
            }
            assertThat(told).containsOnly(authority.certificate());
        }
    }

    @Test
    void an_authority_that_has_expired_makes_room_for_another() throws Exception {
        var first = authority.certificate();
        clock.add(Signing.AUTHORITY_VALIDITY.plusSeconds(1));
        assertThat(authority.certificate()).isNotEqualTo(first);
        validate(authority.issue(SERVER).certificate());
    }

    @Test
    void a_server_outlives_no_authority() throws Exception {
        var until = authority.certificate().getNotAfter();
        clock.add(Signing.AUTHORITY_VALIDITY.minusDays(1));
        assertThat(authority.issue(SERVER).certificate().getNotAfter()).isEqualTo(until);
    }

    @Test
    void an_authority_with_anothers_key_issues_nothing() throws Exception {
        authority.certificate();
        var other = new CertificateAuthority(folder.resolve("other"), SCOPE, clock);
        other.certificate();
        Files.copy(
                folder.resolve("other/" + CertificateAuthority.CERTIFICATE_FILE),
                folder.resolve("ca/" + CertificateAuthority.CERTIFICATE_FILE),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> authority.issue(SERVER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key at all", "-----BEGIN CERTIFICATE-----"})
    void a_file_that_holds_no_key_is_named(String text) throws Exception {
        authority.certificate();
        var key = folder.resolve("ca").resolve(CertificateAuthority.KEY_FILE);
        Files.writeString(key, text);
        var server = new ServerCertificate(authority, SERVER, folder, clock);
        assertThatIllegalStateException()
                .isThrownBy(server::get)
                .withMessageContaining("dns.poly.edu");
    }
}
