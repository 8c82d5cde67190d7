package io.labnet.origin.server;

import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.Scope;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.origin.site.Sites;
import io.labnet.tls.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates for the sites of a test, and a client that trusts them. */
final class TestAuthority implements Certificates {
    private final Path folder;
    private final Sites sites;
    private final CertificateAuthority authority;
    private final ConcurrentHashMap<String, ServerCertificate> made = new ConcurrentHashMap<>();

    TestAuthority(Path folder, Sites sites) {
        this.folder = folder;
        this.sites = sites;
        var names = sites.known().stream().map(site -> site.name()).toList();
        this.authority =
                new CertificateAuthority(folder, new Scope(names, List.of()), Clock.systemUTC());
    }

    @Override
    public Shown shown(@Nullable String name, String address) {
        var wanted = name == null ? null : sites.of(name);
        var site = (wanted == null ? sites.byAddress(address) : wanted).name();
        var certificate =
                made.computeIfAbsent(
                        site,
                        _ ->
                                new ServerCertificate(
                                        authority,
                                        new ServerNames(List.of(site), List.of()),
                                        folder,
                                        Clock.systemUTC()));
        return new Shown(site, Set.of(site), certificate.get());
    }

    /** A client that trusts this authority and nobody else. */
    SSLContext trusted() throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        keys.setCertificateEntry("lab", authority.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    X509Certificate certificateOf(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
}
