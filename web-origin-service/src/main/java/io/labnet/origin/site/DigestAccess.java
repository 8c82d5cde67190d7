package io.labnet.origin.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

    /**
     * What clients are offered.
     *
     * @param algorithms the one that is liked best first; others are not taken
     * @param integrity whether the content may be covered, too (auth-int)
     * @param userHash whether user names may come hashed
     */
    public record Offer(List<DigestAlgorithm> algorithms, boolean integrity, boolean userHash) {
        /** What old and new clients understand: MD5 for those that know no better (section 3.7). */
        public static final Offer USUAL =
                new Offer(List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), false, false);

        public Offer {
            algorithms = List.copyOf(algorithms);
            if (algorithms.isEmpty()) {
                throw new IllegalArgumentException("Digest needs an algorithm");
            }
        }
    }

    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);
    private static final int NONCES_MAX = 10_000;

    private final Nonces nonces;
    private final Offer offer;

    /** For one realm. */
    public DigestAccess(Offer offer, Clock clock) {
        this.offer = offer;
        this.nonces = new Nonces(NONCE_LIFETIME, NONCES_MAX, clock);
    }

    /** Whether a request is to be judged only when its content is there. */
    public static boolean coversContent(@Nullable String authorization) {
        var said = authorization == null ? null : DigestResponse.parse(authorization);
        return said != null && said.coversContent();
    }

    /** One for each algorithm, the best first (RFC 7616 section 3.7). */
    List<String> challenges(String realm, boolean stale) {
        var nonce = nonces.next();
        return offer.algorithms().stream()
                .map(each -> challenge(each, realm, nonce, stale))
                .toList();
    }

    private String challenge(DigestAlgorithm algorithm, String realm, String nonce, boolean stale) {
        return "Digest realm=\"%s\", qop=\"%s\", algorithm=%s, nonce=\"%s\", charset=UTF-8%s%s"
                .formatted(
                        realm,
                        offer.integrity() ? "auth, auth-int" : "auth",
                        algorithm.token(),
                        nonce,
                        offer.userHash() ? ", userhash=true" : "",
                        stale ? ", stale=true" : "");
    }

    /** Judges what a client answered. */
    Verdict check(Realm realm, Credentials client) {
        var said = DigestResponse.parse(client.authorization());
        if (said == null || secret(realm, client, said) == null) {
            return Verdict.REFUSED;
        }
        var count = Long.parseLong(said.count(), 16);
        return switch (nonces.use(said.nonce(), count, said.clientNonce())) {
            case FRESH -> Verdict.ADMITTED;
            case STALE -> Verdict.STALE;
            case REFUSED -> Verdict.REFUSED;
        };
    }

    /**
     * What Authentication-Info says to a client that gave the right answer (RFC 7616 section 3.5),
     * whose count may be used by now.
     *
     * @param content of the answer
     * @return null for everybody else
     * @throws IOException when the content cannot be read
     */
    @Nullable String info(Realm realm, Credentials client, Summed content) throws IOException {
        var said = DigestResponse.parse(client.authorization());
        var secret = said == null ? null : secret(realm, client, said);
        if (said == null || secret == null || !nonces.isOurs(said.nonce())) {
            return null;
        }
        var hash = said.coversContent() ? hash(said.algorithm(), content) : "";
        return "qop=%s, rspauth=\"%s\", cnonce=\"%s\", nc=%s%s"
                .formatted(
                        said.qop(),
                        said.rightBack(secret, hash),
                        said.clientNonce().replaceAll("([\\\\\"])", "\\\\$1"),
                        said.count(),
                        nonces.isAgeing(said.nonce())
                                ? ", nextnonce=\"" + nonces.next() + "\""
                                : "");
    }

    private static String hash(DigestAlgorithm algorithm, Summed content) throws IOException {
        var sum = algorithm.sum();
        content.addTo(sum);
        return HexFormat.of().formatHex(sum.digest());
    }

    // What the client proved to know; null when it proved nothing.
    private @Nullable String secret(Realm realm, Credentials client, DigestResponse said) {
        // RFC 7616 section 3.4.6: the answer must be to this realm and for this very request.
        if (!isAsOffered(said)
                || !realm.name().equals(said.realm())
                || !client.target().equals(said.uri())) {
            return null;
        }
        var user = user(realm, said);
        var password = realm.users().get(user);
        for (var opener : openers(said)) {
            var secret = said.secret(user, password == null ? "" : password, opener);
            if (said.isRight(secret, client.method(), client.content()) && password != null) {
                return secret;
            }
        }
        return null;
    }

    private boolean isAsOffered(DigestResponse said) {
        return offer.algorithms().contains(said.algorithm())
                && (offer.integrity() || !said.coversContent())
                && (offer.userHash() || !said.userHash());
    }

    // RFC 7616 section 3.4.4; each is compared, so that time does not tell whose it was.
    private static String user(Realm realm, DigestResponse said) {
        if (!said.userHash()) {
            return said.username();
        }
        var wanted = said.username().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        var found = "";
        for (var user : realm.users().keySet()) {
            var hash = said.algorithm().hash(user + ":" + realm.name());
            if (MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII), wanted)) {
                found = user;
            }
        }
        return found;
    }

    // RFC 7616 section 3.4.2 binds a session to the client's first nonce; curl and others begin one
    // with each request.
    private Set<String> openers(DigestResponse said) {
        var openers = new LinkedHashSet<String>();
        openers.add(said.clientNonce());
        var first = said.algorithm().isSession() ? nonces.opener(said.nonce()) : null;
        if (first != null) {
            openers.add(first);
        }
        return openers;
    }
}
