package io.labnet.webcache.proxy;

import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.Scope;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.tls.Certificates;
import io.labnet.webcache.upstream.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority of a test's own, the certificates that it issues, and who trusts it. */
final class TestAuthority implements Certificates {
    private final Path folder;
    private final CertificateAuthority authority;
    private final ConcurrentHashMap<String, ServerCertificate> made = new ConcurrentHashMap<>();

    TestAuthority(Path folder, String... names) {
        this.folder = folder;
        this.authority =
                new CertificateAuthority(
                        folder, new Scope(List.of(names), List.of()), Clock.systemUTC());
    }

    /** What a server of this name shows. */
    SSLContext server(String name) {
        return made.computeIfAbsent(
                        name,
                        _ ->
                                new ServerCertificate(
                                        authority,
                                        new ServerNames(List.of(name), List.of()),
                                        folder,
                                        Clock.systemUTC()))
                .get();
    }

    @Override
    public Shown shown(@Nullable String name, String address) {
        var host = name == null ? "localhost" : name;
        return new Shown(host, Set.of(host), server(host));
    }

    /** The file of its certificate, for programs of others. */
    Path file() throws GeneralSecurityException, IOException {
        authority.certificate();
        return folder.resolve(CertificateAuthority.CERTIFICATE_FILE);
    }

    /** A proxy's trust in this authority alone. */
    Trust trust() {
        return new Trust(() -> List.of(authority.certificate()));
    }

    /** A client that trusts this authority alone. */
    SSLContext client() throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        keys.setCertificateEntry("lab", authority.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
