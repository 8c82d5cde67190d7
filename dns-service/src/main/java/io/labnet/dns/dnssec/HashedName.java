package io.labnet.dns.dnssec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.utils.base32;

/** Names as NSEC3 records tell them: hashed by SHA-1 (RFC 5155 section 5). */
public final class HashedName {
    private static final base32 HEX = new base32(base32.Alphabet.BASE32HEX, false, true);

    private final Name origin;
    private final int iterations;
    private final byte[] salt;

    /**
     * The way one zone hashes.
     *
     * @param iterations more than one round, 0 to 65535
     */
    public HashedName(Name origin, int iterations, byte[] salt) {
        this.origin = origin;
        this.iterations = iterations;
        this.salt = salt.clone();
    }

    /** The way that a zone's NSEC3PARAM record says. */
    public static HashedName of(NSEC3PARAMRecord parameters) {
        var salt = parameters.getSalt();
        return new HashedName(
                parameters.getName(),
                parameters.getIterations(),
                salt == null ? new byte[0] : salt);
    }

    /** As RFC 9276 section 3.1 wants it: one round, and no salt. */
    public static HashedName plain(Name origin) {
        return new HashedName(origin, 0, new byte[0]);
    }

    /** 20 bytes. */
    public byte[] hash(Name name) {
        var digest = sha1();
        digest.update(name.toWireCanonical());
        var hash = digest.digest(salt);
        for (int i = 0; i < iterations; i++) {
            digest.update(hash);
            hash = digest.digest(salt);
        }
        return hash;
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Java comes with SHA-1", impossible);
        }
    }

    /** The owner of the NSEC3 record of a name (RFC 5155 section 3). */
    public Name owner(Name name) {
        return owner(HEX.toString(hash(name)));
    }

    private Name owner(String label) {
        try {
            return Name.concatenate(Name.fromString(label), origin);
        } catch (TextParseException | NameTooLongException impossible) {
            throw new IllegalStateException("a zone's name is too long for NSEC3", impossible);
        }
    }

    /** The hash that an owner's first label tells. */
    static byte[] hashOf(Name owner) {
        return HEX.fromString(owner.getLabelString(0));
    }
}
