package io.labnet.ca;

import io.labnet.ca.Signing.Identity;
import io.labnet.network.Network;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lab's own certificate authority: a key and a certificate in a folder, made by whoever needs
 * them first. Where several services share the folder, they share the authority; one that was put
 * there by hand serves as well.
 */
public final class CertificateAuthority {
    /** What clients are to trust, and everybody may read. */
    public static final String CERTIFICATE_FILE = "ca.pem";

    static final String FOLDER = "ca";
    static final String KEY_FILE = "ca.key";
    private static final Logger LOG = LoggerFactory.getLogger(CertificateAuthority.class);
    // A file's lock is between processes; this one is between the services of one process.
    private static final ReentrantLock MAKING = new ReentrantLock();

    private final Path folder;
    private final Scope scope;
    private final Clock clock;

    /**
     * The authority in a folder, which need not be there yet.
     *
     * @param scope of one that is made here
     */
    public CertificateAuthority(Path folder, Scope scope, Clock clock) {
        this.folder = folder;
        this.scope = scope;
        this.clock = clock;
    }

    /** The authority of a lab, in its data folder. */
    public static CertificateAuthority in(
            Path dataDir, Collection<String> hosts, Collection<String> networks, Clock clock) {
        var ranges = networks.stream().map(Network::parse).toList();
        return new CertificateAuthority(dataDir.resolve(FOLDER), Scope.of(hosts, ranges), clock);
    }

    /**
     * Its certificate; makes it when there is none that is valid.
     *
     * @throws GeneralSecurityException when the file holds something else
     */
    public X509Certificate certificate() throws GeneralSecurityException, IOException {
        MAKING.lock();
        try {
            var kept = valid();
            return kept == null ? made() : kept;
        } finally {
            MAKING.unlock();
        }
    }

    /** Whether a certificate with this name, in lower case, would be good: it is in the scope. */
    public boolean vouchesFor(String host) {
        return scope.includes(host);
    }

    /** A server's new key, the certificate for it, and that of the authority. */
    record Issued(Identity server, X509Certificate issuer) {
        X509Certificate certificate() {
            return server.certificate();
        }
    }

    /** Issues a certificate. */
    Issued issue(ServerNames names) throws GeneralSecurityException, IOException {
        // Asked for first, for that makes the key, too.
        var certificate = certificate();
        var authority = new Identity(key(folder.resolve(KEY_FILE)), certificate);
        var server = Signing.server(authority, names, clock.instant());
        return new Issued(server, certificate);
    }

    private @Nullable X509Certificate valid() throws GeneralSecurityException, IOException {
        if (!Files.exists(folder.resolve(CERTIFICATE_FILE))) {
            return null;
        }
        var kept = read();
        return kept.getNotAfter().toInstant().isAfter(clock.instant()) ? kept : null;
    }

    private X509Certificate read() throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(folder.resolve(CERTIFICATE_FILE))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private X509Certificate made() throws GeneralSecurityException, IOException {
        Files.createDirectories(folder);
        try (var file =
                        FileChannel.open(
                                lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = file.lock()) {
            // Another process may have been quicker.
            if (valid() == null) {
                var authority = Signing.authority(scope, clock.instant());
                // The certificate comes last: where it is, all is.
                write(KEY_FILE, OwnFile.SECRET, Pem.PRIVATE_KEY, authority.key().getEncoded());
                write(
                        CERTIFICATE_FILE,
                        OwnFile.PUBLIC,
                        Pem.CERTIFICATE,
                        authority.certificate().getEncoded());
                LOG.info("Made a certificate authority: {}", folder.resolve(CERTIFICATE_FILE));
            }
            return read();
        }
    }

    private void write(String file, String permissions, String label, byte[] encoded)
            throws GeneralSecurityException, IOException {
        var pem = new Pem(label, encoded);
        OwnFile.write(folder.resolve(file), permissions, pem::writeTo);
    }

    private Path lock() {
        return folder.resolve(".lock");
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        try (var pem = new PEMParser(Files.newBufferedReader(file))) {
            var converter = new JcaPEMKeyConverter();
            return switch (pem.readObject()) {
                case PrivateKeyInfo key -> converter.getPrivateKey(key);
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case null, default ->
                        throw new GeneralSecurityException(
                                file + " must hold a private key in PEM, without a password");
            };
        }
    }
}
