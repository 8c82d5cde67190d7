package io.labnet.origin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A grace of 10 s, and a second more for each 100 bytes. */
class PatienceTest {
    private final Patience patience = new Patience(Duration.ofSeconds(10), 100);

    @Test
    void nothing_wins_nothing() {
        patience.begin(at(0));
        patience.waits(at(0));
        assertThat(patience.left(at(4))).isEqualTo(Duration.ofSeconds(6));
        assertThat(patience.left(at(10))).isEqualTo(Duration.ZERO);
        assertThat(patience.left(at(11))).isNegative();
    }

    @Test
    void what_comes_wins_time() {
        patience.begin(at(0));
        patience.waits(at(0));
        patience.came(250);
        patience.came(50);
        assertThat(patience.left(at(10))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void only_time_counts_in_which_the_client_is_waited_for() {
        patience.begin(at(0));
        patience.waits(at(0));
        patience.rests(at(3));
        assertThat(patience.left(at(500))).isEqualTo(Duration.ofSeconds(7));
        patience.waits(at(500));
        patience.waits(at(501));
        assertThat(patience.left(at(502))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void each_body_has_its_own() {
        patience.begin(at(0));
        patience.waits(at(0));
        patience.came(100_000);
        patience.begin(at(9));
        assertThat(patience.left(at(10))).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void nobody_is_waited_for_longer_than_a_day() {
        patience.begin(at(0));
        patience.waits(at(0));
        patience.came(Long.MAX_VALUE);
        assertThat(patience.left(at(0))).isEqualTo(Duration.ofDays(1).plusSeconds(10));
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
