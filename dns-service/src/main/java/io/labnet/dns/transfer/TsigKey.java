package io.labnet.dns.transfer;

import io.labnet.dns.message.Names;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/**
 * A secret that two servers share, by which they know each other's messages (RFC 8945).
 *
 * @param name both call it by
 * @param macBytes how long a whole signature is
 */
public record TsigKey(Name name, Name algorithm, TSIG tsig, int macBytes) {
    /** Shorter secrets than the hash is long weaken it (RFC 8945 section 8). */
    private static final int SECRET_BYTES_MIN = 16;

    /** What a TSIG record has beside names and signature (RFC 8945 section 4.2). */
    private static final int FIXED_BYTES = 32;

    /**
     * Reads a key.
     *
     * @param algorithm {@code hmac-sha256} or {@code hmac-sha512}
     * @param secret in Base64
     * @throws IllegalArgumentException when it is none of ours; does not say the secret
     */
    public static TsigKey of(String name, String algorithm, String secret, Clock clock) {
        try {
            var bytes = Base64.getDecoder().decode(secret);
            if (bytes.length < SECRET_BYTES_MIN) {
                throw new IllegalArgumentException(
                        "its secret has " + bytes.length + " bytes, not " + SECRET_BYTES_MIN);
            }
            var owner = Name.fromString(name.toLowerCase(Locale.ROOT), Name.root);
            return switch (algorithm.toLowerCase(Locale.ROOT)) {
                case "hmac-sha256" ->
                        of(owner, TSIG.HMAC_SHA256, new SecretKeySpec(bytes, "HmacSHA256"), clock);
                case "hmac-sha512" ->
                        of(owner, TSIG.HMAC_SHA512, new SecretKeySpec(bytes, "HmacSHA512"), clock);
                default ->
                        throw new IllegalArgumentException(
                                algorithm + " is neither hmac-sha256 nor hmac-sha512");
            };
        } catch (TextParseException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "the TSIG key \"" + name + "\" cannot be used: " + malformed.getMessage(),
                    malformed);
        }
    }

    private static TsigKey of(Name name, Name algorithm, SecretKeySpec secret, Clock clock) {
        var bytes = algorithm.equals(TSIG.HMAC_SHA256) ? 32 : 64;
        return new TsigKey(name, algorithm, new TSIG(algorithm, name, secret, clock), bytes);
    }

    /** How many bytes its TSIG record adds to a message. */
    int recordBytes() {
        return name.length() + algorithm.length() + FIXED_BYTES + macBytes;
    }

    @Override
    public String toString() {
        return "key " + Names.text(name);
    }
}
