package io.labnet.webcache.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labnet.webcache.access.Totals;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The book's own example (Kurose and Ross, section 2.2.5), and what is measured beside it. */
class AccessLinkTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final double REQUESTS_PER_SECOND = 15;
    private static final double OBJECT_BITS = 1e6;
    private static final double HIT_RATIO = 0.4;
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

    private final AccessLink link = new AccessLink(15e6, 100e6);

    @Test
    void the_lan_has_plenty_and_the_access_link_has_nothing_left() {
        assertThat(link.lanIntensity(REQUESTS_PER_SECOND, OBJECT_BITS)).isCloseTo(0.15, EXACT);
        assertThat(link.intensity(REQUESTS_PER_SECOND, OBJECT_BITS)).isCloseTo(1, EXACT);
        assertThat(link.accessDelay(REQUESTS_PER_SECOND, OBJECT_BITS)).isInfinite();
    }

    @Test
    void a_cache_that_answers_two_fifths_brings_it_down_to_three_fifths() {
        var missed = REQUESTS_PER_SECOND * (1 - HIT_RATIO);
        assertThat(link.intensity(missed, OBJECT_BITS)).isCloseTo(0.6, EXACT);
        // L/R is 1/15 s; at 0.6 one waits for it two and a half times.
        assertThat(link.accessDelay(missed, OBJECT_BITS)).isCloseTo(1 / 6.0, EXACT);
    }

    // 0.4 · 0.01 s + 0.6 · 2.01 s, which the book calls "slightly greater than 1.2 seconds".
    @Test
    void the_total_delay_is_slightly_more_than_a_second() {
        assertThat(AccessLink.totalDelay(HIT_RATIO, 0.01, 0, 2)).isCloseTo(1.21, EXACT);
    }

    // The other way out in the book: an access link of 100 Mbps and no cache.
    @Test
    void a_faster_link_is_the_dearer_way() {
        var faster = new AccessLink(100e6, 100e6);
        assertThat(faster.intensity(REQUESTS_PER_SECOND, OBJECT_BITS)).isCloseTo(0.15, EXACT);
        assertThat(AccessLink.totalDelay(0, 0.01, 0, 2)).isGreaterThan(2);
    }

    @Test
    void when_all_is_hit_the_link_does_not_matter() {
        var delay = AccessLink.totalDelay(1, 0.01, Double.POSITIVE_INFINITY, 2);
        assertThat(delay).isCloseTo(0.01, EXACT);
    }

    @Test
    void a_link_has_a_rate() {
        assertThatThrownBy(() -> new AccessLink(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_was_measured_stands_beside_what_is_reckoned() {
        // A minute of the book's load: 900 requests for 1 Mbit, 360 of them hits of 10 ms each.
        var sums = new Totals(900, 360, 112_500_000, 45e6, 67_500_000, 1089, 360, 3.6, 540, 1080);
        var report = LinkReport.of(link, new History.Stretch(60, sums));
        assertThat(report.requestsPerSecond()).isCloseTo(15, EXACT);
        assertThat(report.objectBits()).isCloseTo(1e6, EXACT);
        assertThat(report.hitRatio()).isCloseTo(0.4, EXACT);
        assertThat(report.utilisation()).isCloseTo(0.6, EXACT);
        assertThat(report.delaySeconds()).isCloseTo(1.21, EXACT);
        assertThat(report.withoutCache().intensity()).isCloseTo(1, EXACT);
        assertThat(report.withoutCache().totalSeconds()).isNull();
        assertThat(report.withCache().intensity()).isCloseTo(0.6, EXACT);
        assertThat(report.withCache().totalSeconds()).isCloseTo(1.31, EXACT);
        assertThat(report.words())
                .containsExactly(
                        "In 60 s came 15.00 requests a second, for 1.000 Mbit each on average.",
                        "The access link carries 15.00 Mbps: without the cache its traffic"
                                + " intensity a·L/R would be 1.00, and the delay would grow"
                                + " without bound.",
                        "With 40 % of the answers out of the store it is 0.60, and an answer"
                                + " would take 1.310 s.",
                        "Measured, 60 % of the link was used, and an answer took 1.210 s.");
    }

    @Test
    void when_nothing_was_asked_it_says_so() {
        var report = LinkReport.of(link, new History.Stretch(60, Totals.NONE));
        assertThat(report.words()).containsExactly("Nothing was asked for in 60 s.");
        assertThat(report.withCache().intensity()).isZero();
    }

    @Test
    void a_window_is_what_came_since_its_beginning() {
        var history = new History();
        for (int second = 0; second <= 7200; second++) {
            history.note(START.plusSeconds(second), answers(second));
        }
        var now = START.plusSeconds(7200);
        var minute = history.last(Duration.ofMinutes(1), now, answers(7200));
        assertThat(minute.seconds()).isCloseTo(60, EXACT);
        assertThat(minute.totals().answers()).isCloseTo(60, EXACT);
        var day = history.last(Duration.ofDays(1), now, answers(7200));
        assertThat(day.seconds()).isCloseTo(3600, EXACT);
    }

    private static Totals answers(double count) {
        return new Totals(count, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
