package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors of RFC 9018 appendix A, and what they leave open. */
class CookiesTest {
    private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
    private static final String CLIENT = "2464c4abcf10c957";
    private static final String COOKIE = CLIENT + "010000005cf79f111f8130c3eee29480";
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("198.51.100.100");
    private static final long MADE = 0x5cf79f11L;

    private final Cookies cookies = new Cookies(bytes(SECRET));

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest
    @CsvSource({
        // A.1 a new cookie, A.2 one that is renewed, A.3 one with reserved bits, A.4 IPv6 and one
        // of another secret.
        "e5e973e5a6b2a43f48e7dc849e37bfcf, 198.51.100.100, 1559731985,"
                + " 2464c4abcf10c957, 2464c4abcf10c957010000005cf79f111f8130c3eee29480",
        "e5e973e5a6b2a43f48e7dc849e37bfcf, 198.51.100.100, 1559734385,"
                + " 2464c4abcf10c957010000005cf79f111f8130c3eee29480,"
                + " 2464c4abcf10c957010000005cf7a871d4a564a1442aca77",
        "e5e973e5a6b2a43f48e7dc849e37bfcf, 203.0.113.203, 1559727985,"
                + " fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5,"
                + " fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5",
        "445536bcd2513298075a5d379663c962, 2001:db8:220:1:59de:d0f4:8769:82b8, 1559741961,"
                + " 22681ab97d52c298010000005cf7c57926556bd0934c72f8,"
                + " 22681ab97d52c298010000005cf7c609a6bb79d16625507a",
    })
    void the_vectors_of_the_standard(
            String secret, String address, long now, String cookie, String next) {
        var client = InetAddress.ofLiteral(address);
        var said = new Cookies(bytes(secret)).next(bytes(cookie), client, now);
        assertThat(HexFormat.of().formatHex(said)).isEqualTo(next);
    }

    @Test
    void a_cookie_is_good_for_its_client_alone() {
        assertThat(cookies.isValid(bytes(COOKIE), ADDRESS, MADE)).isTrue();
        var other = InetAddress.ofLiteral("198.51.100.101");
        assertThat(cookies.isValid(bytes(COOKIE), other, MADE)).isFalse();
    }

    @Test
    void a_changed_or_cut_cookie_is_none() {
        var cookie = bytes(COOKIE);
        for (int i = 0; i < cookie.length; i++) {
            var changed = cookie.clone();
            changed[i] ^= 1;
            assertThat(cookies.isValid(changed, ADDRESS, MADE)).as("byte %s", i).isFalse();
            assertThat(cookies.isValid(Arrays.copyOf(cookie, i), ADDRESS, MADE)).isFalse();
        }
        assertThat(cookies.isValid(Arrays.copyOf(cookie, 40), ADDRESS, MADE)).isFalse();
    }

    @Test
    void a_cookie_is_good_for_an_hour_and_renewed_after_half_of_one() {
        var cookie = bytes(COOKIE);
        assertThat(cookies.isValid(cookie, ADDRESS, MADE + 3600)).isTrue();
        assertThat(cookies.isValid(cookie, ADDRESS, MADE + 3601)).isFalse();
        assertThat(cookies.isValid(cookie, ADDRESS, MADE - 300)).isTrue();
        assertThat(cookies.isValid(cookie, ADDRESS, MADE - 301)).isFalse();
        assertThat(cookies.next(cookie, ADDRESS, MADE + 1799)).isEqualTo(cookie);
        assertThat(cookies.next(cookie, ADDRESS, MADE + 1800)).isNotEqualTo(cookie);
    }

    @Test
    void siphash_is_that_of_its_paper() {
        var key = bytes("000102030405060708090a0b0c0d0e0f");
        var message = bytes("000102030405060708090a0b0c0d0e");
        assertThat(SipHash.of(key, message)).isEqualTo(0xa129ca6149be45e5L);
    }
}
