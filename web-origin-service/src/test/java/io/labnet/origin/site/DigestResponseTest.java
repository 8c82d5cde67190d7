package io.labnet.origin.site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7616, by its own examples. */
class DigestResponseTest {
    private static final byte[] NOTHING = {};

    // RFC 7616 section 3.9.1.
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void mufasa_is_right(String algorithm, String response) {
        var said =
                read(
                        """
                        Digest username="Mufasa", realm="http-auth@example.org",
                         uri="/dir/index.html", algorithm=%s,
                         nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001,
                         cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth,
                         response="%s", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
                        """
                                .formatted(algorithm, response));
        var secret = said.secret("Mufasa", "Circle of Life", said.clientNonce());
        assertThat(said.isRight(secret, "GET", NOTHING)).isTrue();
        assertThat(said.isRight(secret, "HEAD", NOTHING)).isFalse();
        var wrong = said.secret("Mufasa", "Circle of life", said.clientNonce());
        assertThat(said.isRight(wrong, "GET", NOTHING)).isFalse();
    }

    // RFC 7616 section 3.9.2, with the sums of erratum 4897: the RFC's are of SHA-512, cut off.
    @Test
    void jason_is_right_and_hidden() {
        var hidden = "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b";
        var right = "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5";
        var said =
                read(
                        """
                        Digest username="%s", realm="api@example.org", uri="/doe.json",
                         algorithm=SHA-512-256,
                         nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", nc=00000001,
                         cnonce="NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", qop=auth,
                         response="%s",
                         opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", userhash=true
                        """
                                .formatted(hidden, right));
        assertThat(said.userHash()).isTrue();
        assertThat(said.algorithm().hash("J\u00e4s\u00f8n Doe:api@example.org")).isEqualTo(hidden);
        var secret = said.secret("J\u00e4s\u00f8n Doe", "Secret, or not?", said.clientNonce());
        assertThat(said.isRight(secret, "GET", NOTHING)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username=\"J\u00e4s\u00f8n \\\"Doe\\\"\" | J\u00e4s\u00f8n \"Doe\"",
                "username*=UTF-8''J%C3%A4s%C3%B8n%20+Doe | J\u00e4s\u00f8n +Doe",
                "username*=utf-8''a | a",
                "username*=UTF-8''%C3 | \ufffd",
                "username*=ISO-8859-1''a |",
                "username*=UTF-8''%zz |",
                "username=a, username*=UTF-8''a |",
                "username*=UTF-8''a, userhash=true |",
                "user=a |"
            })
    void names_may_be_of_any_language(String parameter, @Nullable String name) {
        var said =
                DigestResponse.parse(wire("Digest nc=00000001, cnonce=x, qop=auth, " + parameter));
        assertThat(said == null ? null : said.username()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Digest ",
                "Digest username",
                "Digest ,,,",
                "Basic Ym9uZDowMDc=",
                "Digest username=a, username=a, nc=00000001, cnonce=x, qop=auth",
                "Digest username=\"a, nc=00000001, cnonce=x, qop=auth",
                "Digest username=a, nc=1, cnonce=x, qop=auth",
                "Digest username=a, nc=00000001, cnonce=x, qop=auth-conf",
                "Digest username=a, nc=00000001, qop=auth",
                "Digest username=a, nc=00000001, cnonce=\"\u00e4\", qop=auth",
                "Digest username=a, nc=00000001, cnonce=x, qop=auth, algorithm=SHA-1",
                "Digest nc=\"\\\"\""
            })
    void what_is_no_answer_is_none(String authorization) {
        assertThat(DigestResponse.parse(wire(authorization))).isNull();
    }

    @Test
    void a_client_s_nonce_has_a_length() {
        var form = "Digest username=a, nc=00000001, qop=auth, cnonce=";
        assertThat(DigestResponse.parse(form + "x".repeat(DigestResponse.NONCE_CHARS_MAX)))
                .isNotNull();
        assertThat(DigestResponse.parse(form + "x".repeat(DigestResponse.NONCE_CHARS_MAX + 1)))
                .isNull();
    }

    private static DigestResponse read(String lines) {
        return Objects.requireNonNull(DigestResponse.parse(lines.replace("\n", "")));
    }

    // One byte is read as one character.
    private static String wire(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
