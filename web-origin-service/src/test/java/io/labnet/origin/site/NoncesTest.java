package io.labnet.origin.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.site.Nonces.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;

class NoncesTest {
    private final MutableClock clock =
            MutableClock.of(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    private final Nonces nonces = new Nonces(Duration.ofMinutes(5), 3, clock);

    @Test
    void each_count_is_good_once_in_any_near_order() {
        var nonce = nonces.next();
        for (long count : new long[] {1, 2, 5, 4, 3, 70}) {
            assertThat(nonces.use(nonce, count, "client")).as("%d", count).isEqualTo(Use.FRESH);
            assertThat(nonces.use(nonce, count, "client")).as("%d", count).isEqualTo(Use.REFUSED);
        }
        // 6 is more than 63 behind, so nobody knows any more; 7 is not.
        assertThat(nonces.use(nonce, 6, "client")).isEqualTo(Use.REFUSED);
        assertThat(nonces.use(nonce, 7, "client")).isEqualTo(Use.FRESH);
        assertThat(nonces.use(nonce, 0, "client")).isEqualTo(Use.REFUSED);
    }

    @Test
    void one_made_elsewhere_or_changed_is_refused() {
        var nonce = nonces.next();
        var changed = (nonce.charAt(0) == '0' ? "1" : "0") + nonce.substring(1);
        assertThat(nonces.use(changed, 1, "client")).isEqualTo(Use.REFUSED);
        var other = new Nonces(Duration.ofMinutes(5), 3, clock);
        assertThat(nonces.use(other.next(), 1, "client")).isEqualTo(Use.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "00000000000000000000000000000000"})
    void what_is_none_is_refused(String nonce) {
        assertThat(nonces.use(nonce, 1, "client")).isEqualTo(Use.REFUSED);
    }

    @Test
    void the_client_s_own_is_remembered_from_the_first_use() {
        var nonce = nonces.next();
        assertThat(nonces.opener(nonce)).isNull();
        nonces.use(nonce, 1, "first");
        nonces.use(nonce, 2, "second");
        assertThat(nonces.opener(nonce)).isEqualTo("first");
    }

    @Test
    void after_half_of_its_time_one_is_ageing() {
        var nonce = nonces.next();
        clock.add(Duration.ofSeconds(150));
        assertThat(nonces.isAgeing(nonce)).isFalse();
        clock.add(Duration.ofMillis(1));
        assertThat(nonces.isAgeing(nonce)).isTrue();
    }

    @Test
    void an_old_one_is_stale() {
        var nonce = nonces.next();
        clock.add(Duration.ofMinutes(5));
        assertThat(nonces.use(nonce, 1, "client")).isEqualTo(Use.FRESH);
        clock.add(Duration.ofMillis(1));
        assertThat(nonces.use(nonce, 2, "client")).isEqualTo(Use.STALE);
    }

    @Test
    void one_whose_counts_were_forgotten_cannot_be_used_again() {
        var first = nonces.next();
        assertThat(nonces.use(first, 1, "client")).isEqualTo(Use.FRESH);
        clock.add(Duration.ofMillis(1));
        for (int i = 0; i < 3; i++) {
            assertThat(nonces.use(nonces.next(), 1, "client")).isEqualTo(Use.FRESH);
        }
        assertThat(nonces.use(first, 1, "client")).isEqualTo(Use.STALE);
    }
}
