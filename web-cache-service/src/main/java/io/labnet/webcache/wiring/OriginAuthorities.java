package io.labnet.webcache.wiring;

import io.labnet.ca.CertificateAuthority;
import io.labnet.webcache.upstream.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Who vouches for origins: the lab's own authority, and those that are named.
 *
 * @param named files of certificates as PEM, or {@code system} for those that Java trusts
 */
record OriginAuthorities(CertificateAuthority lab, List<String> named)
        implements Trust.Authorities {
    private static final String SYSTEM = "system";

    @Override
    public Collection<X509Certificate> read() throws GeneralSecurityException, IOException {
        var all = new ArrayList<X509Certificate>();
        all.add(lab.certificate());
        for (var name : named) {
            if (name.equals(SYSTEM)) {
                all.addAll(system());
            } else {
                all.addAll(file(Path.of(name)));
            }
        }
        return all;
    }

    private static List<X509Certificate> file(Path file)
            throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static List<X509Certificate> system() throws GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        for (var manager : trust.getTrustManagers()) {
            if (manager instanceof X509TrustManager system) {
                return List.of(system.getAcceptedIssuers());
            }
        }
        return List.of();
    }
}
