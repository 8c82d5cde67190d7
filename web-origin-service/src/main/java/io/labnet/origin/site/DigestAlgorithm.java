package io.labnet.origin.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What Digest hashes with (RFC 7616 section 6.1), the best first. */
public enum DigestAlgorithm {
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true);

    private final String token;
    private final String name;
    private final boolean session;

    DigestAlgorithm(String token, String name, boolean session) {
        this.token = token;
        this.name = name;
        this.session = session;
    }

    /** The algorithm of a parameter; null when it is none of these. */
    static @Nullable DigestAlgorithm of(@Nullable String token) {
        // RFC 7616 section 3.4: who names none means MD5.
        var wanted = token == null ? MD5.token : token;
        for (var each : values()) {
            if (each.token.equalsIgnoreCase(wanted)) {
                return each;
            }
        }
        return null;
    }

    String token() {
        return token;
    }

    /** Whether what the client shares with the server is bound to where both began. */
    boolean isSession() {
        return session;
    }

    MessageDigest sum() {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
    }

    String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sum().digest(bytes));
    }
}
