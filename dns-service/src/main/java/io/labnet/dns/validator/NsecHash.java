package io.labnet.dns.validator;

import io.labnet.dns.validator.Effort.Exhausted;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;

/**
 * The hash of names that NSEC3 records are owned by (RFC 5155 section 5): SHA-1, the only one.
 *
 * @param iterations besides the first run
 * @param salt in hexadecimal digits
 */
record NsecHash(int iterations, String salt) {
    static final int SHA1 = 1;

    static NsecHash of(NSEC3Record record) {
        var salt = record.getSalt();
        return new NsecHash(
                record.getIterations(), salt == null ? "" : HexFormat.of().formatHex(salt));
    }

    byte[] hash(Name name, Effort effort) throws Exhausted {
        effort.hashes(iterations + 1);
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            var salted = HexFormat.of().parseHex(salt);
            var hash = name.toWireCanonical();
            for (int run = 0; run <= iterations; run++) {
                sha1.update(hash);
                hash = sha1.digest(salted);
            }
            return hash;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }
}
