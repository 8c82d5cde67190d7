package io.labnet.dns.dnssec;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** How zones are signed here, by the names of the registry (RFC 8624 section 3.1). */
public enum SigningAlgorithm {
    /** RSA with a key of 2048 bits (RFC 5702). */
    RSASHA256(8),
    /** ECDSA on the curve P-256 (RFC 6605). */
    ECDSAP256SHA256(13),
    /** Ed25519 (RFC 8080). */
    ED25519(15);

    private static final int RSA_BITS = 2048;

    private final int number;

    SigningAlgorithm(int number) {
        this.number = number;
    }

    /** As DNSKEY records tell it. */
    public int number() {
        return number;
    }

    /** The algorithm of a number; empty when nothing is signed by it here. */
    public static Optional<SigningAlgorithm> of(int number) {
        return Arrays.stream(values()).filter(a -> a.number == number).findFirst();
    }

    KeyPair generate() {
        try {
            return generator().generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java comes with " + this, impossible);
        }
    }

    private KeyPairGenerator generator() throws GeneralSecurityException {
        return switch (this) {
            case RSASHA256 -> {
                var rsa = KeyPairGenerator.getInstance("RSA");
                rsa.initialize(RSA_BITS);
                yield rsa;
            }
            case ECDSAP256SHA256 -> {
                var ec = KeyPairGenerator.getInstance("EC");
                ec.initialize(new ECGenParameterSpec("secp256r1"));
                yield ec;
            }
            case ED25519 -> KeyPairGenerator.getInstance("Ed25519");
        };
    }
}
