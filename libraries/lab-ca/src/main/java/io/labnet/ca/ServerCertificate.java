package io.labnet.ca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's key and certificate: issued when they are first needed, kept in a file that only the
 * service may read, and issued anew before they expire, and when the server's names or the
 * authority are others.
 */
public final class ServerCertificate implements Supplier<SSLContext> {
    static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    // The file's permissions protect the key; PKCS #12 wants some password.
    private static final char[] PASSWORD = "labnet".toCharArray();
    private static final String ALIAS = "server";
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

    private final CertificateAuthority authority;
    private final ServerNames names;
    private final Path file;
    private final Clock clock;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Current current;

    /** What is shown to clients until it must be renewed. */
    private record Current(SSLContext context, Instant until) {}

    /**
     * A server's certificate.
     *
     * @param folder where it is kept, by the first of its names
     */
    public ServerCertificate(
            CertificateAuthority authority, ServerNames names, Path folder, Clock clock) {
        this.authority = authority;
        this.names = names;
        this.file = folder.resolve(names.first() + ".p12");
        this.clock = clock;
    }

    /**
     * A server's context with this certificate; the same one until it is renewed.
     *
     * @throws IllegalStateException when there is none, and none can be made
     */
    @Override
    public SSLContext get() {
        var kept = current;
        return kept != null && clock.instant().isBefore(kept.until()) ? kept.context() : renewed();
    }

    private SSLContext renewed() {
        making.lock();
        try {
            var kept = current;
            if (kept == null || !clock.instant().isBefore(kept.until())) {
                var keys = kept();
                kept = current(keys == null ? issued() : keys);
                current = kept;
            }
            return kept.context();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("No certificate for " + names.first() + ": " + file, e);
        } finally {
            making.unlock();
        }
    }

    private @Nullable KeyStore kept() throws GeneralSecurityException, IOException {
        if (!Files.exists(file)) {
            return null;
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        } catch (IOException damaged) {
            LOG.warn("{} cannot be read, so another certificate is issued", file, damaged);
            return null;
        }
        return isGood(keys.getCertificateChain(ALIAS)) ? keys : null;
    }

    private boolean isGood(Certificate @Nullable [] chain)
            throws GeneralSecurityException, IOException {
        return chain != null
                && chain.length == 2
                && chain[1].equals(authority.certificate())
                && chain[0] instanceof X509Certificate certificate
                && renewal(certificate).isAfter(clock.instant())
                && names.areThoseOf(certificate);
    }

    private static Instant renewal(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().minus(RENEWED_BEFORE);
    }

    private KeyStore issued() throws GeneralSecurityException, IOException {
        var issued = authority.issue(names);
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD);
        var chain = new X509Certificate[] {issued.certificate(), issued.issuer()};
        keys.setKeyEntry(ALIAS, issued.server().key(), PASSWORD, chain);
        OwnFile.write(file, OwnFile.SECRET, out -> keys.store(out, PASSWORD));
        return keys;
    }

    private static Current current(KeyStore keys) throws GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new Current(context, renewal((X509Certificate) keys.getCertificate(ALIAS)));
    }
}
