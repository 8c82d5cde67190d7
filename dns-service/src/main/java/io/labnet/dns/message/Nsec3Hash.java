package io.labnet.dns.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.xbill.DNS.Name;
import org.xbill.DNS.utils.base32;

/** The hash of names that NSEC3 records are owned by (RFC 5155 section 5): SHA-1, the only one. */
public final class Nsec3Hash {
    /** Its number (RFC 5155 section 11). */
    public static final int SHA1 = 1;

    /** How hashes are written as labels (RFC 5155 section 1.3). */
    public static final base32 TEXT = new base32(base32.Alphabet.BASE32HEX, false, true);

    private Nsec3Hash() {}

    /**
     * The hash of a name.
     *
     * @param iterations besides the first run, 0 to 65535
     * @return 20 bytes
     */
    public static byte[] of(Name name, int iterations, byte[] salt) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            var hash = name.toWireCanonical();
            for (int run = 0; run <= iterations; run++) {
                sha1.update(hash);
                hash = sha1.digest(salt);
            }
            return hash;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }
}
