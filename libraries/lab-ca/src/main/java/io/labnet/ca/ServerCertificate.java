package io.labnet.ca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
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
        this.file = folder.resolve(names.first() + ".pem");
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

    private @Nullable KeyAndChain kept() throws GeneralSecurityException, IOException {
        if (!Files.exists(file)) {
            return null;
        }
        KeyAndChain keys;
        try {
            keys = KeyAndChain.read(file);
        } catch (GeneralSecurityException damaged) {
            LOG.warn("{} cannot be read, so another certificate is issued", file, damaged);
            return null;
        }
        return isGood(keys) ? keys : null;
    }

    private boolean isGood(KeyAndChain keys) throws GeneralSecurityException, IOException {
        var certificate = keys.certificate();
        return keys.chain().size() == 2
                && keys.chain().getLast().equals(authority.certificate())
                && renewal(certificate).isAfter(clock.instant())
                && names.areThoseOf(certificate);
    }

    private static Instant renewal(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().minus(RENEWED_BEFORE);
    }

    private KeyAndChain issued() throws GeneralSecurityException, IOException {
        var issued = authority.issue(names);
        var keys =
                new KeyAndChain(
                        issued.server().key(), List.of(issued.certificate(), issued.issuer()));
        keys.write(file);
        return keys;
    }

    private static Current current(KeyAndChain keys) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new OneKey(keys)}, null, null);
        return new Current(context, renewal(keys.certificate()));
    }
}
