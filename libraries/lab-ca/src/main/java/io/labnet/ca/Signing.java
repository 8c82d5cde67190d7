package io.labnet.ca;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and certificates (RFC 5280) as values; knows no files. */
final class Signing {
    static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3652);
    // Some clients take no server's certificate that is valid for longer.
    static final Duration SERVER_VALIDITY = Duration.ofDays(397);
    // Clocks differ, and a lab's may have been set back.
    private static final Duration BACKDATING = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;
    private static final String ORGANISATION = "Labnet";

    private Signing() {}

    /** A key and the certificate for it. */
    record Identity(PrivateKey key, X509Certificate certificate) {}

    static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static Identity authority(Scope scope, Instant now) throws GeneralSecurityException {
        var key = newKey();
        // Labs come and go, and a browser may know several: each is told from the others.
        var nonce = new byte[Integer.BYTES];
        new SecureRandom().nextBytes(nonce);
        var name = name("Labnet CA " + HexFormat.of().formatHex(nonce));
        var until = now.plus(AUTHORITY_VALIDITY);
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            serial(),
                            Date.from(now.minus(BACKDATING)),
                            Date.from(until),
                            name,
                            key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.nameConstraints, true, scope.constraints());
            addKeyId(builder, key.getPublic());
            return new Identity(key.getPrivate(), signed(builder, key.getPrivate()));
        } catch (CertIOException | OperatorCreationException malformed) {
            throw new GeneralSecurityException(malformed);
        }
    }

    static Identity server(Identity authority, ServerNames names, Instant now)
            throws GeneralSecurityException {
        var key = newKey();
        var issuer = authority.certificate();
        var last = issuer.getNotAfter().toInstant();
        var until = now.plus(SERVER_VALIDITY);
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            serial(),
                            Date.from(now.minus(BACKDATING)),
                            Date.from(until.isBefore(last) ? until : last),
                            name(names.first()),
                            key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, names.alternatives());
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
            addKeyId(builder, key.getPublic());
            var certificate = signed(builder, authority.key());
            // An authority that was put there by hand may have another's key.
            certificate.verify(issuer.getPublicKey());
            return new Identity(key.getPrivate(), certificate);
        } catch (CertIOException | OperatorCreationException malformed) {
            throw new GeneralSecurityException(malformed);
        }
    }

    private static X500Principal name(String common) {
        return new X500Principal("CN=" + common + ",O=" + ORGANISATION);
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE);
    }

    private static void addKeyId(X509v3CertificateBuilder builder, PublicKey key)
            throws GeneralSecurityException, CertIOException {
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        // What the key is says what it signs with; one put there by hand may be RSA.
        var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        var signer = new JcaContentSignerBuilder(algorithm).build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
