package io.labnet.origin.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VisitTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration LASTING = Duration.ofDays(30);
    private static final ShopperId ID = new ShopperId("abcdefghijklmnopqrstuv");
    private static final ShopperId OTHER = new ShopperId("ABCDEFGHIJKLMNOPQRSTUV");

    @Test
    void who_brings_no_cookie_is_here_for_the_first_time() {
        assertThat(visit(List.of(), Map.of())).isInstanceOf(Visit.First.class);
    }

    @Test
    void a_row_makes_a_shopper_known() {
        var row = row(NOW.plus(Duration.ofDays(20)));
        assertThat(visit(List.of(ID.text()), Map.of(ID, row)))
                .isEqualTo(new Visit.Known(row, ID, false));
    }

    @Test
    void when_half_of_its_time_is_over_a_cookie_is_given_once_more() {
        var half = NOW.plus(Duration.ofDays(15));
        assertThat(visit(List.of(ID.text()), Map.of(ID, row(half))))
                .isEqualTo(new Visit.Known(row(half), ID, false));
        var less = half.minusMillis(1);
        assertThat(visit(List.of(ID.text()), Map.of(ID, row(less))))
                .isEqualTo(new Visit.Known(row(less), ID, true));
    }

    @Test
    void a_row_is_over_at_its_last_instant() {
        assertThat(visit(List.of(ID.text()), Map.of(ID, row(NOW))).why()).contains("time is over");
        assertThat(visit(List.of(ID.text()), Map.of(ID, row(NOW.plusMillis(1)))))
                .isInstanceOf(Visit.Known.class);
    }

    @Test
    void an_id_without_a_row_and_a_value_of_another_form_are_a_stranger_s() {
        assertThat(visit(List.of(ID.text()), Map.of()).why()).contains("no row");
        assertThat(visit(List.of("1678"), Map.of()).why()).contains("not of this shop's form");
    }

    @Test
    void of_several_the_one_with_a_row_counts_wherever_it_stands() {
        var row = row(NOW.plus(LASTING));
        assertThat(visit(List.of("1678", OTHER.text(), ID.text()), Map.of(ID, row)))
                .isEqualTo(new Visit.Known(row, ID, false));
    }

    private static Visit visit(List<String> values, Map<ShopperId, Customer> rows) {
        return Visit.of(values, rows, NOW, LASTING);
    }

    private static Customer row(Instant expires) {
        return new Customer(1678, ID.sha256(), false, NOW, NOW, expires, true, null);
    }
}
