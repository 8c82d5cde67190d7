package io.labnet.mail.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: enough to know it again, not enough to say it.
 *
 * @param salt in hexadecimal
 * @param hash PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), in hexadecimal
 */
public record Secret(String salt, String hash) {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final int ROUNDS = 10_000;

    /** Keeps a password that was never kept before. */
    public static Secret of(String password) {
        var salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new Secret(HexFormat.of().formatHex(salt), hash(password, salt));
    }

    /** Takes the same time wherever a wrong password differs. */
    public boolean matches(String password) {
        var given = HexFormat.of().parseHex(hash(password, HexFormat.of().parseHex(salt)));
        return MessageDigest.isEqual(given, HexFormat.of().parseHex(hash));
    }

    private static String hash(String password, byte[] salt) {
        try {
            var spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, HASH_BITS);
            var key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
            return HexFormat.of().formatHex(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has PBKDF2", e);
        }
    }
}
