package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is too slow, in a time of the test's own. */
class PaceTest {
    private final Pace pace = new Pace(100, Duration.ofSeconds(10));

    @Test
    void before_the_stretch_is_over_nobody_is_too_slow() {
        pace.waits(second(0));
        assertThat(pace.isTooSlow(second(9.9))).isFalse();
    }

    @Test
    void whoever_moves_less_than_the_rate_in_a_stretch_is_too_slow() {
        pace.waits(second(0));
        pace.moved(999);
        assertThat(pace.isTooSlow(second(10))).isTrue();
    }

    @Test
    void whoever_keeps_up_the_rate_is_not() {
        pace.waits(second(0));
        for (int stretch = 1; stretch < 100; stretch++) {
            pace.moved(1000);
            assertThat(pace.isTooSlow(second(10 * stretch))).isFalse();
        }
    }

    // Or one large piece in the beginning would pay for hours.
    @Test
    void what_was_moved_in_one_stretch_does_not_count_in_the_next() {
        pace.waits(second(0));
        pace.moved(1_000_000);
        assertThat(pace.isTooSlow(second(10))).isFalse();
        assertThat(pace.isTooSlow(second(20))).isTrue();
    }

    @Test
    void only_the_time_counts_in_which_it_was_his_turn() {
        for (int hour = 0; hour < 3; hour++) {
            pace.waits(second(3600 * hour));
            pace.rests(second(3600 * hour + 3));
            assertThat(pace.isTooSlow(second(3600 * hour + 1000))).isFalse();
        }
        pace.waits(second(20_000));
        assertThat(pace.isTooSlow(second(20_001))).isTrue();
    }

    @Test
    void what_begins_anew_is_measured_anew() {
        pace.waits(second(0));
        pace.begin();
        pace.waits(second(9));
        assertThat(pace.isTooSlow(second(18))).isFalse();
        assertThat(pace.isTooSlow(second(19))).isTrue();
    }

    @Test
    void without_a_rate_a_byte_in_a_stretch_is_enough() {
        var patient = new Pace(0, Duration.ofSeconds(10));
        patient.waits(second(0));
        patient.moved(1);
        assertThat(patient.isTooSlow(second(10))).isFalse();
        assertThat(patient.isTooSlow(second(20))).isTrue();
    }

    private static long second(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
