package io.labnet.peer.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000;
    private static final long START = -5 * SECOND;

    @Test
    void a_steady_stream_has_its_rate_at_any_age() {
        var meter = new RateMeter(START);
        for (int tenth = 1; tenth <= 600; tenth++) {
            meter.add(100, START + tenth * SECOND / 10);
            if (tenth % 37 == 0 && tenth > 30) {
                var rate = meter.bytesPerSecond(START + tenth * SECOND / 10);
                assertThat(rate).isCloseTo(1000, within(60.0));
            }
        }
        assertThat(meter.total()).isEqualTo(60_000);
    }

    @Test
    void what_is_long_past_counts_no_more() {
        var meter = new RateMeter(START);
        meter.add(1_000_000, START + SECOND);

        assertThat(meter.bytesPerSecond(START + 10 * SECOND)).isCloseTo(100_000, within(1.0));
        assertThat(meter.bytesPerSecond(START + 22 * SECOND)).isZero();
        assertThat(meter.bytesPerSecond(START + 10_000 * SECOND)).isZero();
    }

    @Test
    void a_limit_lets_as_much_pass_as_it_says() {
        var bucket = new TokenBucket(1000, START);
        var now = START;
        for (int i = 0; i < 100; i++) {
            now += bucket.take(100, now);
        }

        assertThat(now - START).isCloseTo(10 * SECOND, within(SECOND / 2));
    }

    @Test
    void a_pause_saves_up_no_more_than_a_quarter_of_a_second() {
        var bucket = new TokenBucket(1000, START);
        var later = START + 100 * SECOND;

        assertThat(bucket.take(250, later)).isZero();
        assertThat(bucket.take(100, later)).isEqualTo(SECOND / 10);
    }

    @Test
    void no_limit_never_waits() {
        assertThat(new TokenBucket(0, START).take(Integer.MAX_VALUE, START)).isZero();
    }
}
