package io.labnet.origin.site;

import io.labnet.origin.message.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A realm's Digest authentication (RFC 7616): the password itself never goes over the wire. */
public final class DigestAccess {
    /** What a client's answer to a challenge is worth. */
    enum Verdict {
        ADMITTED,
        /** The password is right, the nonce too old. */
        STALE,
        REFUSED
    }

    /** The algorithms, the best first; MD5 for clients that know no other (section 3.7). */
    private enum Algorithm {
        SHA_256("SHA-256"),
        MD5("MD5");

        private final String token;

        Algorithm(String token) {
            this.token = token;
        }

        // RFC 7616 section 3.4: who names none means MD5.
        static @Nullable Algorithm of(@Nullable String token) {
            for (var each : values()) {
                if (each.token.equalsIgnoreCase(token == null ? MD5.token : token)) {
                    return each;
                }
            }
            return null;
        }

        String hash(String text) {
            try {
                var sum =
                        MessageDigest.getInstance(token)
                                .digest(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(sum);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has " + token, e);
            }
        }
    }

    private static final String SCHEME = "Digest ";
    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);
    private static final int NONCES_MAX = 10_000;
    private static final Pattern COUNT = Pattern.compile("[0-9A-Fa-f]{8}");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "[ \\t,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \\t]*=[ \\t]*"
                            + "(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^ \\t,\"]+))[ \\t]*(?:,|$)");

    private final Nonces nonces;

    /** For one realm. */
    public DigestAccess(Clock clock) {
        this.nonces = new Nonces(NONCE_LIFETIME, NONCES_MAX, clock);
    }

    /** One for each algorithm, the best first (RFC 7616 section 3.7). */
    List<String> challenges(String realm, boolean stale) {
        var nonce = nonces.next();
        return List.of(
                challenge(Algorithm.SHA_256, realm, nonce, stale),
                challenge(Algorithm.MD5, realm, nonce, stale));
    }

    private static String challenge(
            Algorithm algorithm, String realm, String nonce, boolean stale) {
        return "%srealm=\"%s\", qop=\"auth\", algorithm=%s, nonce=\"%s\", charset=UTF-8%s"
                .formatted(SCHEME, realm, algorithm.token, nonce, stale ? ", stale=true" : "");
    }

    /** Judges what a client answered. */
    Verdict check(Realm realm, Credentials client) {
        var said = parameters(client.authorization());
        var algorithm = Algorithm.of(said.get("algorithm"));
        var count = said.getOrDefault("nc", "");
        // RFC 7616 section 3.4.6: the answer must be to this realm and for this very request.
        if (algorithm == null
                || !realm.name().equals(said.get("realm"))
                || !client.target().equals(said.get("uri"))
                || !"auth".equals(said.get("qop"))
                || !COUNT.matcher(count).matches()
                || !isRight(realm, client.method(), said, algorithm)) {
            return Verdict.REFUSED;
        }
        return switch (nonces.use(said.getOrDefault("nonce", ""), Long.parseLong(count, 16))) {
            case FRESH -> Verdict.ADMITTED;
            case STALE -> Verdict.STALE;
            case REFUSED -> Verdict.REFUSED;
        };
    }

    // RFC 7616 section 3.4.1, and in constant time, as for Basic.
    private static boolean isRight(
            Realm realm, String method, Map<String, String> said, Algorithm algorithm) {
        var user = said.getOrDefault("username", "");
        var password = realm.users().get(user);
        var secret = algorithm.hash(user + ":" + realm.name() + ":" + password);
        var request = algorithm.hash(method + ":" + said.get("uri"));
        var right =
                algorithm.hash(
                        String.join(
                                ":",
                                secret,
                                said.getOrDefault("nonce", ""),
                                said.getOrDefault("nc", ""),
                                said.getOrDefault("cnonce", ""),
                                said.getOrDefault("qop", ""),
                                request));
        var response = said.getOrDefault("response", "").toLowerCase(Locale.ROOT);
        return MessageDigest.isEqual(
                        right.getBytes(StandardCharsets.US_ASCII),
                        response.getBytes(StandardCharsets.UTF_8))
                && password != null;
    }

    // What is malformed ends the list, and what then is missing refuses it; a name that comes twice
    // is no answer to anything.
    private static Map<String, String> parameters(@Nullable String authorization) {
        var said = new HashMap<String, String>();
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return said;
        }
        var text = Field.utf8(authorization.substring(SCHEME.length()));
        var parameter = PARAMETER.matcher(text);
        while (parameter.lookingAt()) {
            var quoted = parameter.group(2);
            var value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            if (said.put(parameter.group(1).toLowerCase(Locale.ROOT), value) != null) {
                return Map.of();
            }
            parameter.region(parameter.end(), text.length());
        }
        return said;
    }
}
