package io.labnet.webcache.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labnet.webcache.edge.Ring.Edge;
import io.labnet.webcache.message.Target;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who owns which of 10,000 URLs, and what moves when an edge dies. */
class RingTest {
    private static final List<String> URLS =
            IntStream.range(0, 10_000).mapToObj(i -> "http://cdn.someschool.edu/" + i).toList();

    private final Edge one = new Edge("one.edge", 1);
    private final Edge two = new Edge("two.edge", 1);
    private final Edge three = new Edge("three.edge", 2);
    private final Ring ring = new Ring(List.of(one, two, three));

    @Test
    void each_edge_owns_its_share() {
        assertThat(share(one)).isCloseTo(2500, within(250L));
        assertThat(share(two)).isCloseTo(2500, within(250L));
        assertThat(share(three)).isCloseTo(5000, within(250L));
    }

    @Test
    void only_the_dead_edges_share_moves_and_it_moves_to_all_others() {
        Predicate<Edge> survivors = edge -> !edge.equals(two);
        var moved = URLS.stream().filter(url -> owner(url, two).equals(two)).toList();
        assertThat(moved).isNotEmpty();
        for (var url : URLS) {
            var before = ring.owner(url, edge -> true).orElseThrow();
            var after = ring.owner(url, survivors).orElseThrow();
            assertThat(after).isEqualTo(before.equals(two) ? second(url) : before);
        }
        assertThat(moved.stream().map(url -> ring.owner(url, survivors).orElseThrow()).distinct())
                .containsExactlyInAnyOrder(one, three);
    }

    @Test
    void a_new_edge_takes_from_all_and_nothing_moves_among_the_others() {
        var four = new Edge("four.edge", 1);
        var larger = new Ring(List.of(four, three, one, two));
        for (var url : URLS) {
            var now = larger.owner(url, edge -> true).orElseThrow();
            assertThat(now).isIn(four, ring.owner(url, edge -> true).orElseThrow());
        }
    }

    @Test
    void more_weight_moves_urls_only_to_who_has_it() {
        var heavier = new Edge("one.edge", 3);
        var changed = new Ring(List.of(heavier, two, three));
        for (var url : URLS) {
            var now = changed.owner(url, edge -> true).orElseThrow();
            assertThat(now).isIn(heavier, ring.owner(url, edge -> true).orElseThrow());
        }
    }

    @Test
    void nobody_owns_anything_where_all_are_dead() {
        assertThat(ring.owner("http://a.edu/", edge -> false)).isEmpty();
        assertThat(new Ring(List.of()).scores("http://a.edu/")).isEmpty();
    }

    @Test
    void edges_have_weights_above_zero_and_names_of_their_own() {
        assertThatThrownBy(() -> new Edge("x", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Edge("x", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ring(List.of(one, new Edge("one.edge", 2))))
                .isInstanceOf(IllegalArgumentException.class);
        var namesake = new Siblings.Sibling("one.edge", new Target("127.0.0.1", 80, ""), 1);
        assertThatThrownBy(() -> Siblings.of("one.edge", 1, List.of(namesake)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Edge owner(String url, Edge among) {
        assertThat(ring.edges()).contains(among);
        return ring.owner(url, edge -> true).orElseThrow();
    }

    private Edge second(String url) {
        return ring.scores(url).get(1).edge();
    }

    private long share(Edge edge) {
        return URLS.stream().filter(url -> owner(url, edge).equals(edge)).count();
    }
}
