package io.labnet.mail.server;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One host's key and certificate: self-signed, made when it is first needed, kept in a file that
 * only the service may read.
 */
public final class Certificate implements Supplier<SSLContext> {
    private static final Duration VALIDITY = Duration.ofDays(825);
    // The file's permissions protect the key; PKCS #12 wants some password.
    private static final char[] PASSWORD = "labnet".toCharArray();
    private static final String ALIAS = "mail";

    private final String host;
    private final Path file;
    private final Clock clock;
    private @Nullable SSLContext context;

    /** The certificate of a host, kept in this folder. */
    public Certificate(String host, Path folder, Clock clock) {
        this.host = host;
        this.file = folder.resolve(host + ".p12");
        this.clock = clock;
    }

    /** A server's context with this certificate; makes it when there is none yet. */
    @Override
    public synchronized SSLContext get() {
        if (context == null) {
            try {
                context = context(Files.exists(file) ? load() : make());
            } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
                throw new IllegalStateException("No certificate for " + host + ": " + file, e);
            }
        }
        return context;
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        var kept = (X509Certificate) keys.getCertificate(ALIAS);
        return kept != null && kept.getNotAfter().toInstant().isAfter(clock.instant())
                ? keys
                : remade();
    }

    private KeyStore remade() throws GeneralSecurityException, IOException {
        try {
            return make();
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private KeyStore make()
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var name = new X500Name("CN=" + host);
        var now = clock.instant();
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        var certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD);
        keys.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
        save(keys);
        return keys;
    }

    private void save(KeyStore keys) throws GeneralSecurityException, IOException {
        var folder = file.toAbsolutePath().getParent();
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var half = Files.createTempFile(folder, host, ".new", ownerOnly);
        try (var out = Files.newOutputStream(half)) {
            keys.store(out, PASSWORD);
        }
        try {
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
