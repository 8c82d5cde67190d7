package io.labnet.origin.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.shop.Recommendations.Sight;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecommendationsTest {
    @Test
    void what_others_saw_who_saw_the_same_comes_without_what_is_known() {
        var others = sights("1 a", "1 b", "2 c", "2 d");
        assertThat(Recommendations.of(Set.of("a"), others, 9)).containsExactly("b");
    }

    @Test
    void who_shares_more_counts_more() {
        var others = sights("1 a", "1 b", "1 x", "2 a", "2 y", "3 z");
        assertThat(Recommendations.of(Set.of("a", "b"), others, 9)).containsExactly("x", "y");
    }

    @Test
    void who_shares_nothing_gets_what_most_saw() {
        var others = sights("1 a", "2 a", "2 b", "3 c", "3 a", "3 b");
        assertThat(Recommendations.of(Set.of(), others, 2)).containsExactly("a", "b");
    }

    @Test
    void equals_come_in_the_order_of_their_names_so_that_a_page_stays_the_same() {
        assertThat(Recommendations.of(Set.of("a"), sights("1 a", "1 c", "1 b"), 9))
                .containsExactly("b", "c");
    }

    @Test
    void nobody_else_means_nothing() {
        assertThat(Recommendations.of(Set.of("a"), List.of(), 9)).isEmpty();
    }

    private static List<Sight> sights(String... customersAndProducts) {
        return Stream.of(customersAndProducts)
                .map(text -> text.split(" ", 2))
                .map(pair -> new Sight(Long.parseLong(pair[0]), pair[1]))
                .toList();
    }
}
