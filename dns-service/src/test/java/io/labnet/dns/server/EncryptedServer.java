package io.labnet.dns.server;

import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.dns.FreePort;
import io.labnet.dns.server.NameServers.Encryption;
import io.labnet.dns.server.NameServers.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A name server that is also asked over TLS and HTTPS, and what its clients need for that. */
final class EncryptedServer implements AutoCloseable {
    static final String NAME = "dns.poly.edu";
    static final String ADDRESS = "127.67.9.1";

    final SmallInternet internet = new SmallInternet();
    final InetSocketAddress tls = free();
    final InetSocketAddress https = free();
    private final Path folder;
    private final CertificateAuthority authority;

    EncryptedServer(Path folder) throws IOException {
        this.folder = folder;
        this.authority =
                CertificateAuthority.in(
                        folder, List.of(NAME), List.of("127.0.0.0/8"), Clock.systemUTC());
    }

    private static InetSocketAddress free() throws IOException {
        return new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), FreePort.find());
    }

    EncryptedServer serving(NameService service) {
        var names = ServerNames.of(NAME, InetAddress.ofLiteral(ADDRESS));
        var certificate = new ServerCertificate(authority, names, folder, Clock.systemUTC());
        internet.with(
                new Site(
                        internet.at(ADDRESS),
                        service,
                        NAME,
                        null,
                        new Encryption(tls, https, certificate)));
        return this;
    }

    /** What its clients trust, as a file. */
    Path authorityFile() {
        return folder.resolve("ca").resolve(CertificateAuthority.CERTIFICATE_FILE);
    }

    /** What its clients trust. */
    SSLContext trust() throws Exception {
        var known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("lab", authority.certificate());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** A client that shakes hands when it first says something. */
    SSLSocket connected(Socket plain, InetSocketAddress server, String... protocols)
            throws Exception {
        plain.connect(server);
        plain.setSoTimeout(10_000);
        var secure =
                (SSLSocket)
                        trust().getSocketFactory()
                                .createSocket(plain, ADDRESS, server.getPort(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols);
        secure.setSSLParameters(parameters);
        return secure;
    }

    @Override
    public void close() throws IOException {
        internet.close();
    }
}
