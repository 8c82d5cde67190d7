package io.labnet.origin.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.site.DigestAccess.Verdict;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7616, for a realm called spies with the user bond. */
class DigestAccessTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);

    private final DigestAccess digest = new DigestAccess(CLOCK);
    private final Realm realm = new Realm("/", "spies", Map.of("bond", "007"), digest);

    @Test
    void the_better_algorithm_is_asked_for_first() {
        var challenges = realm.challenges(new Credentials("GET", "/", null));
        assertThat(challenges).hasSize(2);
        assertThat(challenges.getFirst())
                .matches(
                        "Digest realm=\"spies\", qop=\"auth\", algorithm=SHA-256,"
                                + " nonce=\"[0-9a-f]{64}\", charset=UTF-8");
        assertThat(challenges.getLast()).contains("algorithm=MD5");
    }

    @ParameterizedTest
    @CsvSource({
        "SHA-256, algorithm=SHA-256",
        "MD5, algorithm=MD5",
        "MD5, algorithm=\"md5\"",
        "MD5,"
    })
    void the_right_answer_is_admitted_once(String algorithm, @Nullable String said)
            throws Exception {
        var answer = answer(algorithm, said == null ? "" : ", " + said, "007", "00000001");
        assertThat(check("GET", "/a?b", answer)).isEqualTo(Verdict.ADMITTED);
        assertThat(check("GET", "/a?b", answer)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void an_answer_is_for_one_request_only() throws Exception {
        var answer = answer("SHA-256", ", algorithm=SHA-256", "007", "00000001");
        assertThat(check("POST", "/a?b", answer)).isEqualTo(Verdict.REFUSED);
        assertThat(check("GET", "/a", answer)).isEqualTo(Verdict.REFUSED);
        assertThat(check("GET", "/a?b", answer)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void a_wrong_password_or_algorithm_is_refused() throws Exception {
        var md5 = answer("MD5", ", algorithm=SHA-256", "007", "00000001");
        assertThat(check("GET", "/a?b", md5)).isEqualTo(Verdict.REFUSED);
        var session = answer("MD5", ", algorithm=MD5-sess", "007", "00000001");
        assertThat(check("GET", "/a?b", session)).isEqualTo(Verdict.REFUSED);
        var wrong = answer("MD5", "", "008", "00000001");
        assertThat(check("GET", "/a?b", wrong)).isEqualTo(Verdict.REFUSED);
        var nobody = answer("MD5", "", "null", "00000001").replace("bond", "eve");
        assertThat(check("GET", "/a?b", nobody)).isEqualTo(Verdict.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Digest ",
                "Digest username",
                "Digest ,,,",
                "Digest a=b, a=c",
                "Digest username=\"bond",
                "Basic Ym9uZDowMDc=",
                "Digest nc=\"\\\"\"",
                "Digest realm=\"spies\", uri=\"/a?b\", qop=auth, nc=zzzzzzzz"
            })
    void what_is_no_answer_is_refused(String authorization) {
        assertThat(check("GET", "/a?b", authorization)).isEqualTo(Verdict.REFUSED);
    }

    private Verdict check(String method, String target, String authorization) {
        return digest.check(realm, new Credentials(method, target, authorization));
    }

    private String answer(String algorithm, String said, String password, String count)
            throws NoSuchAlgorithmException {
        var challenge = realm.challenges(new Credentials("GET", "/", null)).getFirst();
        var nonce = challenge.replaceFirst(".*nonce=\"([^\"]*)\".*", "$1");
        var secret = hash(algorithm, "bond:spies:" + password);
        var request = hash(algorithm, "GET:/a?b");
        var response = hash(algorithm, secret + ":" + nonce + ":" + count + ":xyz:auth:" + request);
        return """
        Digest username="bond", realm="spies", nonce="%s", uri="/a?b", qop=auth, nc=%s,\
         cnonce="xyz", response="%s"%s\
        """
                .formatted(nonce, count, response, said);
    }

    private static String hash(String algorithm, String text) throws NoSuchAlgorithmException {
        var sum = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
        return HexFormat.of().formatHex(sum);
    }
}
