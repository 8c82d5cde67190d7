package io.labnet.origin.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.content.BuiltIn;
import io.labnet.origin.site.DigestAccess.Offer;
import io.labnet.origin.site.DigestAccess.Verdict;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;

/** RFC 7616, for a realm called spies with the user bond. */
class DigestAccessTest {
    private final MutableClock clock =
            MutableClock.of(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    private final Realm usual = realm(Offer.USUAL);
    private final Realm all =
            realm(
                    new Offer(
                            List.of(
                                    DigestAlgorithm.SHA_512_256,
                                    DigestAlgorithm.SHA_256_SESS,
                                    DigestAlgorithm.MD5_SESS),
                            true,
                            true));

    @Test
    void the_better_algorithm_is_asked_for_first() {
        var challenges = usual.challenges(new Credentials("GET", "/", null));
        assertThat(challenges).hasSize(2);
        assertThat(challenges.getFirst())
                .matches(
                        "Digest realm=\"spies\", qop=\"auth\", algorithm=SHA-256,"
                                + " nonce=\"[0-9a-f]{64}\", charset=UTF-8");
        assertThat(challenges.getLast()).contains("algorithm=MD5");
    }

    @Test
    void what_is_offered_is_said() {
        assertThat(all.challenges(new Credentials("GET", "/", null)))
                .hasSize(3)
                .allMatch(each -> each.contains("qop=\"auth, auth-int\""))
                .allMatch(each -> each.endsWith(", charset=UTF-8, userhash=true"))
                .anyMatch(each -> each.contains("algorithm=MD5-sess,"));
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
        var answer = usual(algorithm, said == null ? "" : ", " + said, "007");
        assertThat(check(usual, "GET", "/a?b", answer)).isEqualTo(Verdict.ADMITTED);
        assertThat(check(usual, "GET", "/a?b", answer)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void an_answer_is_for_one_request_only() throws Exception {
        var answer = usual("SHA-256", ", algorithm=SHA-256", "007");
        assertThat(check(usual, "POST", "/a?b", answer)).isEqualTo(Verdict.REFUSED);
        assertThat(check(usual, "GET", "/a", answer)).isEqualTo(Verdict.REFUSED);
        assertThat(check(usual, "GET", "/a?b", answer)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void a_wrong_password_or_what_was_not_offered_is_refused() throws Exception {
        for (var wrong :
                List.of(
                        usual("MD5", ", algorithm=SHA-256", "007"),
                        usual("MD5", "", "008"),
                        usual("MD5", "", "null").replace("bond", "eve"),
                        usual("MD5", "", "").replace("bond", "eve"),
                        new Answer("MD5", "MD5-sess", nonce(usual)).text(),
                        new Answer("SHA-512/256", "SHA-512-256", nonce(usual)).text(),
                        new Answer("MD5", "MD5", nonce(usual)).covering("").text(),
                        new Answer("MD5", "MD5", nonce(usual)).hidden().text())) {
            assertThat(check(usual, "GET", "/a?b", wrong)).as(wrong).isEqualTo(Verdict.REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest a=b, a=c",
                "Digest realm=\"spies\", uri=\"/a?b\", qop=auth, nc=zzzzzzzz",
                "Digest username=bond, realm=spies, uri=\"/a?b\", qop=auth, nc=00000001, cnonce=x"
            })
    void what_is_no_answer_is_refused(String authorization) {
        assertThat(check(usual, "GET", "/a?b", authorization)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void a_session_goes_on_from_the_client_s_first_nonce_or_begins_anew() throws Exception {
        var nonce = nonce(all);
        var first = new Answer("SHA-256", "SHA-256-sess", nonce).from("one");
        assertThat(check(all, "GET", "/a?b", first.text())).isEqualTo(Verdict.ADMITTED);
        var goesOn = first.counted(2).saying("two");
        assertThat(check(all, "GET", "/a?b", goesOn.text())).isEqualTo(Verdict.ADMITTED);
        var anew = first.counted(3).from("three");
        assertThat(check(all, "GET", "/a?b", anew.text())).isEqualTo(Verdict.ADMITTED);
        var elsewhere = anew.counted(4).saying("four");
        assertThat(check(all, "GET", "/a?b", elsewhere.text())).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void a_hidden_name_is_found() throws Exception {
        var answer = new Answer("SHA-512/256", "SHA-512-256", nonce(all)).hidden();
        assertThat(answer.text()).doesNotContain("bond");
        assertThat(check(all, "GET", "/a?b", answer.text())).isEqualTo(Verdict.ADMITTED);
        var nobody = answer.counted(2).text().replaceFirst("username=\"..", "username=\"00");
        assertThat(check(all, "GET", "/a?b", nobody)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void content_that_is_covered_cannot_be_changed() throws Exception {
        var answer = new Answer("MD5", "MD5-sess", nonce(all)).covering("shaken").text();
        assertThat(DigestAccess.coversContent(answer)).isTrue();
        assertThat(DigestAccess.coversContent(usual("MD5", "", "007"))).isFalse();
        assertThat(check(all, new Credentials("GET", "/a?b", answer, "stirred".getBytes(UTF_8))))
                .isEqualTo(Verdict.REFUSED);
        assertThat(check(all, new Credentials("GET", "/a?b", answer, "shaken".getBytes(UTF_8))))
                .isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void an_old_nonce_is_stale_and_an_ageing_one_is_followed_by_the_next() throws Exception {
        var answer = new Answer("SHA-256", "SHA-256", nonce(usual));
        assertThat(info(usual, answer.text(), "")).doesNotContain("nextnonce");
        clock.add(Duration.ofMinutes(3));
        assertThat(info(usual, answer.text(), ""))
                .matches(".*, nextnonce=\"[0-9a-f]{64}\"")
                .doesNotContain(nonce(answer.text()));
        clock.add(Duration.ofMinutes(3));
        assertThat(usual.challenges(new Credentials("GET", "/a?b", answer.text())))
                .allMatch(each -> each.endsWith(", stale=true"));
    }

    @Test
    void the_server_shows_that_it_knows_the_secret_too() throws Exception {
        var answer = new Answer("SHA-256", "SHA-256", nonce(usual));
        var back = answer.response("", "");
        assertThat(info(usual, answer.text(), "Martini"))
                .isEqualTo("qop=auth, rspauth=\"%s\", cnonce=\"xyz\", nc=00000001", back);
        assertThat(info(usual, answer.text().replace("response=\"", "response=\"0"), "")).isNull();
        var foreign = new Answer("SHA-256", "SHA-256", nonce(all));
        assertThat(info(usual, foreign.text(), "")).isNull();
    }

    @Test
    void the_server_s_content_is_covered_where_the_client_s_was() throws Exception {
        var answer = new Answer("SHA-512/256", "SHA-512-256", nonce(all)).covering("");
        var back = answer.response("", "Martini");
        assertThat(info(all, answer.text(), "Martini"))
                .isEqualTo("qop=auth-int, rspauth=\"%s\", cnonce=\"xyz\", nc=00000001", back);
    }

    private Realm realm(Offer offer) {
        return new Realm("/", "spies", Map.of("bond", "007"), new DigestAccess(offer, clock));
    }

    private static Verdict check(Realm realm, String method, String target, String authorization) {
        return check(realm, new Credentials(method, target, authorization));
    }

    private static Verdict check(Realm realm, Credentials client) {
        var challenges = realm.challenges(client);
        if (challenges.isEmpty()) {
            return Verdict.ADMITTED;
        }
        return challenges.getFirst().contains("stale=true") ? Verdict.STALE : Verdict.REFUSED;
    }

    private static @Nullable String info(Realm realm, String authorization, String content)
            throws IOException {
        var shelf = new BuiltIn(Map.of(), Instant.EPOCH);
        var site = new Site("a.edu", Set.of(), List.of(), List.of(), List.of(realm), shelf);
        return site.info(
                new Credentials("GET", "/a?b", authorization),
                sum -> sum.update(content.getBytes(UTF_8)));
    }

    private static String nonce(Realm realm) {
        return nonce(realm.challenges(new Credentials("GET", "/", null)).getFirst());
    }

    private static String nonce(String parameters) {
        return parameters.replaceFirst(".*nonce=\"([0-9a-f]{64})\".*", "$1");
    }

    private String usual(String algorithm, String said, String password)
            throws NoSuchAlgorithmException {
        return new Answer(algorithm, "", nonce(usual), password, "xyz", "xyz", 1, null, false)
                        .text()
                + said;
    }

    /** What a client says to a challenge, with sums of its own. */
    private record Answer(
            String java,
            String algorithm,
            String nonce,
            String password,
            String opener,
            String clientNonce,
            int count,
            @Nullable String content,
            boolean isHidden) {
        Answer(String java, String algorithm, String nonce) {
            this(java, algorithm, nonce, "007", "xyz", "xyz", 1, null, false);
        }

        Answer from(String clientNonce) {
            return new Answer(
                    java,
                    algorithm,
                    nonce,
                    password,
                    clientNonce,
                    clientNonce,
                    count,
                    content,
                    isHidden);
        }

        Answer saying(String clientNonce) {
            return new Answer(
                    java,
                    algorithm,
                    nonce,
                    password,
                    opener,
                    clientNonce,
                    count,
                    content,
                    isHidden);
        }

        Answer counted(int count) {
            return new Answer(
                    java,
                    algorithm,
                    nonce,
                    password,
                    opener,
                    clientNonce,
                    count,
                    content,
                    isHidden);
        }

        Answer covering(String content) {
            return new Answer(
                    java,
                    algorithm,
                    nonce,
                    password,
                    opener,
                    clientNonce,
                    count,
                    content,
                    isHidden);
        }

        Answer hidden() {
            return new Answer(
                    java, algorithm, nonce, password, opener, clientNonce, count, content, true);
        }

        String text() throws NoSuchAlgorithmException {
            return ("Digest username=\"%s\", realm=\"spies\", nonce=\"%s\", uri=\"/a?b\", qop=%s,"
                                    + " nc=%08x, cnonce=\"%s\", response=\"%s\"")
                            .formatted(
                                    isHidden ? hash("bond:spies") : "bond",
                                    nonce,
                                    qop(),
                                    count,
                                    clientNonce,
                                    response("GET", content == null ? "" : content))
                    + (algorithm.isEmpty() ? "" : ", algorithm=" + algorithm)
                    + (isHidden ? ", userhash=true" : "");
        }

        String response(String method, String covered) throws NoSuchAlgorithmException {
            var secret = hash("bond:spies:" + password);
            if (algorithm.endsWith("-sess")) {
                secret = hash(secret + ":" + nonce + ":" + opener);
            }
            var request = method + ":/a?b" + (content == null ? "" : ":" + hash(covered));
            return hash(
                    "%s:%s:%08x:%s:%s:%s"
                            .formatted(secret, nonce, count, clientNonce, qop(), hash(request)));
        }

        private String qop() {
            return content == null ? "auth" : "auth-int";
        }

        private String hash(String text) throws NoSuchAlgorithmException {
            var sum = MessageDigest.getInstance(java).digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(sum);
        }
    }
}
