package io.labnet.origin.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Paths that want a name and a password (Basic, RFC 7617, or Digest, RFC 7616).
 *
 * @param prefix the paths that it holds for: those that begin so
 * @param name what the browser shows when it asks
 * @param users passwords by user name
 * @param digest how Digest is done; null for a realm that takes Basic
 */
public record Realm(
        String prefix, String name, Map<String, String> users, @Nullable DigestAccess digest) {
    private static final String SCHEME = "Basic ";

    public Realm {
        if (!prefix.startsWith("/") || name.matches(".*[\"\\\\\\p{Cntrl}].*")) {
            throw new IllegalArgumentException(
                    "A realm has a prefix that begins with a slash and a name without quotes");
        }
        if (users.keySet().stream().anyMatch(user -> user.indexOf(':') >= 0)) {
            throw new IllegalArgumentException("A user name has no colon (RFC 7617 section 2)");
        }
        users = Map.copyOf(users);
    }

    /** A realm that takes Basic. */
    public Realm(String prefix, String name, Map<String, String> users) {
        this(prefix, name, users, null);
    }

    /**
     * What WWW-Authenticate says to a client that has not shown who it is, one line each.
     *
     * @return empty for a client that is admitted
     */
    List<String> challenges(Credentials client) {
        if (digest == null) {
            // UTF-8 because names may be other than English.
            return admits(client.authorization())
                    ? List.of()
                    : List.of(SCHEME + "realm=\"" + name + "\", charset=\"UTF-8\"");
        }
        return switch (digest.check(this, client)) {
            case ADMITTED -> List.of();
            case STALE -> digest.challenges(name, true);
            case REFUSED -> digest.challenges(name, false);
        };
    }

    private boolean admits(@Nullable String authorization) {
        // The scheme's name has no case (RFC 9110 section 11.1).
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            var bytes =
                    Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
            var pair = new String(bytes, StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon >= 0 && knows(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    // Compared in constant time, so that how long we take says nothing about the password.
    private boolean knows(String user, String password) {
        var expected = users.get(user);
        var known = (expected == null ? "" : expected).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(known, password.getBytes(StandardCharsets.UTF_8))
                && expected != null;
    }
}
