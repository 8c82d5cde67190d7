package io.labnet.webcache.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Target;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which origin of a pool is asked next, and which not at all. */
class TurnsTest {
    private final Site.Member heavy = member("a", 3);
    private final Site.Member light = member("b", 1);
    private final Site.Member other = member("c", 1);
    private final Turns turns = new Turns(List.of(heavy, light, other));

    @Test
    void each_gets_its_share_and_nobody_all_of_it_in_a_row() {
        var order =
                IntStream.range(0, 10)
                        .mapToObj(i -> turns.next(member -> true).getFirst().name())
                        .toList();
        assertThat(order)
                .containsExactly(
                        "a:80", "b:80", "a:80", "c:80", "a:80", "a:80", "b:80", "a:80", "c:80",
                        "a:80");
    }

    @Test
    void the_others_are_tried_next_the_heaviest_first() {
        turns.next(member -> true);
        assertThat(turns.next(member -> true)).containsExactly(light, heavy, other);
    }

    @Test
    void who_is_ill_gets_nothing_and_the_others_its_share() {
        for (int i = 0; i < 10; i++) {
            assertThat(turns.next(member -> !member.equals(heavy)))
                    .hasSize(2)
                    .doesNotContain(heavy);
        }
        assertThat(turns.next(member -> false)).isEmpty();
    }

    @Test
    void health_changes_after_as_many_looks_in_a_row_as_the_check_says() {
        var check = new Site.Check("/", Duration.ofSeconds(1), 2, 3);
        var now = Wellness.UNKNOWN;
        for (var look : new boolean[] {false, false, true, false, false}) {
            now = now.after(look, check);
            assertThat(now.well()).isTrue();
        }
        now = now.after(false, check);
        assertThat(now.well()).isFalse();
        now = now.after(true, check).after(false, check).after(true, check);
        assertThat(now.well()).isFalse();
        assertThat(now.after(true, check).well()).isTrue();
    }

    private static Site.Member member(String host, int weight) {
        return new Site.Member(new Target(host, 80, ""), weight);
    }
}
