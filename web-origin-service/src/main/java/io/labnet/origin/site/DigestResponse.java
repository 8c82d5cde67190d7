package io.labnet.origin.site;

import io.labnet.origin.message.Field;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's answer to a challenge, as Authorization has it (RFC 7616 section 3.4).
 *
 * @param username a hash of it when {@code userHash}
 * @param qop auth or auth-int
 * @param count eight hexadecimal digits
 * @param clientNonce {@value #NONCE_CHARS_MAX} characters of ASCII at most
 * @param response what has to be right
 */
record DigestResponse(
        DigestAlgorithm algorithm,
        String username,
        boolean userHash,
        String realm,
        String nonce,
        String uri,
        String qop,
        String count,
        String clientNonce,
        String response) {
    static final int NONCE_CHARS_MAX = 256;

    private static final String SCHEME = "Digest ";
    private static final String INTEGRITY = "auth-int";
    private static final String EXTENDED = "UTF-8''";
    private static final Pattern COUNT = Pattern.compile("[0-9A-Fa-f]{8}");
    private static final Pattern CLIENT_NONCE = Pattern.compile("[ -~]{1," + NONCE_CHARS_MAX + "}");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "[ \\t,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \\t]*=[ \\t]*"
                            + "(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^ \\t,\"]+))[ \\t]*(?:,|$)");

    /** Reads the field's value; null when it is no such answer, or lacks what it needs. */
    static @Nullable DigestResponse parse(@Nullable String authorization) {
        var said = parameters(authorization);
        var algorithm = DigestAlgorithm.of(said.get("algorithm"));
        var username = username(said);
        var qop = said.getOrDefault("qop", "");
        var count = said.getOrDefault("nc", "");
        var clientNonce = said.getOrDefault("cnonce", "");
        if (algorithm == null
                || username == null
                || !(qop.equals("auth") || qop.equals(INTEGRITY))
                || !COUNT.matcher(count).matches()
                || !CLIENT_NONCE.matcher(clientNonce).matches()) {
            return null;
        }
        return new DigestResponse(
                algorithm,
                username,
                isTrue(said.get("userhash")),
                said.getOrDefault("realm", ""),
                said.getOrDefault("nonce", ""),
                said.getOrDefault("uri", ""),
                qop,
                count,
                clientNonce,
                said.getOrDefault("response", "").toLowerCase(Locale.ROOT));
    }

    // RFC 7616 section 3.4: in one way or the other, and a hash never in the extended one.
    private static @Nullable String username(Map<String, String> said) {
        var plain = said.get("username");
        var extended = said.get("username*");
        if (extended == null) {
            return plain;
        }
        if (plain != null
                || isTrue(said.get("userhash"))
                || !extended.regionMatches(true, 0, EXTENDED, 0, EXTENDED.length())) {
            return null;
        }
        try {
            var encoded = extended.substring(EXTENDED.length()).replace("+", "%2B");
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badlyEncoded) {
            return null;
        }
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equalsIgnoreCase(value);
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

    /** Whether the request's content is covered, too. */
    boolean coversContent() {
        return qop.equals(INTEGRITY);
    }

    /**
     * What client and server share: the hash of A1 (RFC 7616 section 3.4.2).
     *
     * @param opener the client's nonce with which a session was begun
     */
    String secret(String user, String password, String opener) {
        var secret = algorithm.hash(user + ":" + realm + ":" + password);
        return algorithm.isSession() ? algorithm.hash(secret + ":" + nonce + ":" + opener) : secret;
    }

    /** Whether this is the right answer, compared in constant time as for Basic. */
    boolean isRight(String secret, String method, byte[] content) {
        var right = hash(secret, method, algorithm.hash(content));
        return MessageDigest.isEqual(
                right.getBytes(StandardCharsets.US_ASCII),
                response.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * By what the server shows that it knows the secret, too (RFC 7616 section 3.5).
     *
     * @param contentHash of the answer's content; looked at only when content is covered
     */
    String rightBack(String secret, String contentHash) {
        return hash(secret, "", contentHash);
    }

    // RFC 7616 sections 3.4.1 and 3.4.3.
    private String hash(String secret, String method, String contentHash) {
        var request = method + ":" + uri + (coversContent() ? ":" + contentHash : "");
        return algorithm.hash(
                String.join(":", secret, nonce, count, clientNonce, qop, algorithm.hash(request)));
    }
}
