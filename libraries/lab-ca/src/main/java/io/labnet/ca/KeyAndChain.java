package io.labnet.ca;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server shows and what it proves that with, in one file of PEM: so that one never stands
 * with the other's successor. Without a password, as it would have to stand beside it.
 *
 * @param chain the server's own certificate first
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
    KeyAndChain {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /**
     * Reads what was written.
     *
     * @throws GeneralSecurityException when the file holds something else
     */
    static KeyAndChain read(Path file) throws GeneralSecurityException, IOException {
        byte @Nullable [] key = null;
        var chain = new ArrayList<X509Certificate>();
        var certificates = CertificateFactory.getInstance("X.509");
        for (var each : blocks(file)) {
            switch (each.label()) {
                case Pem.PRIVATE_KEY -> key = each.encoded();
                case Pem.CERTIFICATE -> {
                    var der = new ByteArrayInputStream(each.encoded());
                    chain.add((X509Certificate) certificates.generateCertificate(der));
                }
                default -> throw new GeneralSecurityException(file + " holds a " + each.label());
            }
        }
        if (key == null || chain.isEmpty()) {
            throw new GeneralSecurityException(file + " must hold a key and its certificate");
        }
        var keys = KeyFactory.getInstance(chain.getFirst().getPublicKey().getAlgorithm());
        return new KeyAndChain(keys.generatePrivate(new PKCS8EncodedKeySpec(key)), chain);
    }

    private static List<Pem> blocks(Path file) throws GeneralSecurityException, IOException {
        try {
            return Pem.read(new String(Files.readAllBytes(file), US_ASCII));
        } catch (IllegalArgumentException damaged) {
            throw new GeneralSecurityException(file + " is no PEM", damaged);
        }
    }

    void write(Path file) throws GeneralSecurityException, IOException {
        OwnFile.write(
                file,
                OwnFile.SECRET,
                out -> {
                    new Pem(Pem.PRIVATE_KEY, key.getEncoded()).writeTo(out);
                    for (var each : chain) {
                        new Pem(Pem.CERTIFICATE, each.getEncoded()).writeTo(out);
                    }
                });
    }
}
