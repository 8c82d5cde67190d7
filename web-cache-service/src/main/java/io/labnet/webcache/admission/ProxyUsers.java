package io.labnet.webcache.admission;

import io.labnet.webcache.message.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may prove to be whom, by name and password (RFC 7617).
 *
 * <p>Keeps digests only, and compares them in a time that tells nothing.
 */
public final class ProxyUsers {
    /** What Proxy-Authenticate says (RFC 9110 section 11.7.1). */
    public static final String CHALLENGE = "Basic realm=\"Labnet web cache\", charset=\"UTF-8\"";

    private static final String SCHEME = "Basic ";

    private final Map<String, byte[]> digests;

    /** Names and their passwords; when there are none, nobody has to prove anything. */
    public ProxyUsers(Map<String, String> passwords) {
        digests =
                passwords.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, one -> digest(one.getValue())));
    }

    /** Whom the fields prove to speak: empty for nobody, an empty name when anybody may. */
    Optional<String> proven(Fields fields) {
        if (digests.isEmpty()) {
            return Optional.of("");
        }
        var said = fields.all("Proxy-Authorization");
        return said.size() == 1 ? credentials(said.getFirst()) : Optional.empty();
    }

    private Optional<String> credentials(String said) {
        if (!said.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        var text = decoded(said.substring(SCHEME.length()).strip());
        var colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        var name = text.substring(0, colon);
        var right = isRight(name, text.substring(colon + 1));
        return right ? Optional.of(name) : Optional.empty();
    }

    // An unknown name takes as long as a known one with a wrong password.
    private boolean isRight(String name, String password) {
        var known = digests.get(name);
        var given = digest(password);
        return MessageDigest.isEqual(given, known == null ? new byte[given.length] : known)
                && known != null;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }

    private static byte[] digest(String password) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
