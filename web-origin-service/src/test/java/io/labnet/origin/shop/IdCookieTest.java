package io.labnet.origin.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.message.Fields;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdCookieTest {
    private static final String VALUE = "abcdefghijklmnopqrstuv";

    private final IdCookie plain = new IdCookie(false);
    private final IdCookie guarded = new IdCookie(true);

    @Test
    void over_plain_http_it_is_for_this_host_and_no_script() {
        assertThat(plain.given(VALUE, Duration.ofDays(1)))
                .isEqualTo("ID=" + VALUE + "; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void over_tls_its_prefix_makes_the_browser_promise_the_rest() {
        assertThat(guarded.given(VALUE, Duration.ofDays(1)))
                .isEqualTo(
                        "__Host-ID="
                                + VALUE
                                + "; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void what_is_taken_back_ends_at_once_and_under_the_same_name_and_path() {
        assertThat(plain.takenBack()).startsWith("ID=; Max-Age=0; Path=/;");
        assertThat(guarded.takenBack()).startsWith("__Host-ID=; Max-Age=0; Path=/;");
    }

    @Test
    void it_is_found_among_others() {
        var fields = Fields.of("Cookie", "theme=dark; ID=" + VALUE + ";  lang=en");
        assertThat(plain.valuesIn(fields)).containsExactly(VALUE);
        assertThat(guarded.valuesIn(fields)).isEmpty();
    }

    @Test
    void a_name_that_ends_alike_is_another() {
        assertThat(plain.valuesIn(Fields.of("Cookie", "XID=1; __Host-ID=2; id=3; ID=4")))
                .containsExactly("4");
    }

    @Test
    void it_is_found_in_pieces_as_http_2_may_send_it() {
        var fields = Fields.of("Cookie", "theme=dark", "Cookie", "ID=" + VALUE);
        assertThat(plain.valuesIn(fields)).containsExactly(VALUE);
    }

    @Test
    void of_a_flood_of_them_three_are_looked_at() {
        assertThat(plain.valuesIn(Fields.of("Cookie", "ID=1; ".repeat(1000)))).hasSize(3);
    }

    @Test
    void a_client_s_file_has_it_in_seven_columns() {
        assertThat(plain.fileLine("shop.amazon.com", VALUE, Instant.ofEpochSecond(99)))
                .isEqualTo("#HttpOnly_shop.amazon.com\tFALSE\t/\tFALSE\t99\tID\t" + VALUE);
    }

    @Test
    void ids_have_the_form_that_is_looked_for_and_none_comes_twice() {
        var chance = new SecureRandom();
        var ids = new HashSet<ShopperId>();
        for (int i = 0; i < 1000; i++) {
            ids.add(ShopperId.random(chance));
        }
        assertThat(ids).hasSize(1000).allMatch(id -> ShopperId.is(id.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1678",
                "abcdefghijklmnopqrstu",
                "abcdefghijklmnopqrstuvw",
                "abcdefghijklmnopqrst'v",
                "\"abcdefghijklmnopqrst\""
            })
    void what_has_another_form_is_no_id(String value) {
        assertThat(ShopperId.is(value)).isFalse();
    }

    @Test
    void an_id_in_a_log_is_not_whole() {
        assertThat(new ShopperId(VALUE)).hasToString("abcdefgh…");
    }

    @Test
    void the_database_s_hash_is_what_sha256sum_says() {
        // printf %s abcdefghijklmnopqrstuv | sha256sum
        assertThat(new ShopperId(VALUE).sha256())
                .isEqualTo("f69f9b70d1c9a5442258ca76f8b0a7a45fcb4e31c36141b6357ec591328b0624");
    }
}
