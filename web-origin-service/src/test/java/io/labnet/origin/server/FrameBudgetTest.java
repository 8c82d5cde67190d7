package io.labnet.origin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrameBudgetTest {
    @Test
    void so_many_frames_in_a_while_are_enough() {
        var budget = new FrameBudget(2, Duration.ofNanos(10), Long.MAX_VALUE - 4);
        assertThat(budget.spend(Long.MAX_VALUE - 4)).isTrue();
        assertThat(budget.spend(Long.MAX_VALUE - 3)).isTrue();
        // The system's clock may turn over.
        assertThat(budget.spend(Long.MIN_VALUE + 4)).isFalse();
        assertThat(budget.spend(Long.MIN_VALUE + 5)).isTrue();
        assertThat(budget.spend(Long.MIN_VALUE + 6)).isTrue();
        assertThat(budget.spend(Long.MIN_VALUE + 7)).isFalse();
    }
}
