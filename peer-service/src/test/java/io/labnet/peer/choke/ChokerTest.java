package io.labnet.peer.choke;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.peer.choke.Choker.Decision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChokerTest {
    private static final Decision<String> NOBODY = Decision.nobody();

    private final Choker choker = new Choker(new Random(7));

    @Test
    void the_three_who_give_most_are_served_and_one_more_by_chance() {
        var decision =
                choker.decide(
                        List.of(
                                wants("a", 10),
                                wants("b", 40),
                                wants("c", 30),
                                wants("d", 20),
                                wants("e", 5)),
                        NOBODY,
                        true);

        assertThat(decision.unchoked()).hasSize(4).contains("b", "c", "d");
        assertThat(decision.optimist()).get().isIn("a", "e");
    }

    @Test
    void a_decision_comes_early_only_when_too_few_or_too_many_are_served() {
        var four = new Decision<>(Set.of("a", "b", "c", "d"), Optional.of("d"));
        assertThat(Choker.isDueEarly(List.of("a", "b", "c", "d", "e"), four)).isFalse();
        assertThat(Choker.isDueEarly(List.of("a", "b", "c", "e"), four)).isTrue();

        // Served for what it gave while it wanted nothing, and now it does (BEP 3).
        var fast = new Decision<>(Set.of("a", "b", "c", "d", "fast"), Optional.of("d"));
        assertThat(Choker.isDueEarly(List.of("a", "b", "c", "d"), fast)).isFalse();
        assertThat(Choker.isDueEarly(List.of("a", "b", "c", "d", "fast"), fast)).isTrue();
    }

    @Test
    void whoever_gives_more_takes_the_place_of_whoever_gives_less() {
        var before =
                choker.decide(List.of(wants("a", 10), wants("b", 9), wants("c", 8)), NOBODY, true);
        assertThat(before.unchoked()).containsOnly("a", "b", "c");

        var after =
                choker.decide(
                        List.of(
                                wants("a", 10),
                                wants("b", 9),
                                wants("c", 8),
                                wants("d", 50),
                                wants("e", 0)),
                        new Decision<>(before.unchoked(), Optional.of("e")),
                        false);
        assertThat(after.unchoked()).containsOnly("a", "b", "d", "e");
    }

    @Test
    void the_optimist_stays_until_its_time_is_up_and_then_another_has_its_turn() {
        var candidates =
                List.of(wants("a", 10), wants("b", 9), wants("c", 8), wants("x", 0), wants("y", 0));
        var first = choker.decide(candidates, NOBODY, true);
        var same = choker.decide(candidates, first, false);
        var other = choker.decide(candidates, same, true);

        assertThat(same).isEqualTo(first);
        assertThat(other.optimist()).isPresent().isNotEqualTo(first.optimist());
        assertThat(other.unchoked()).contains("a", "b", "c").hasSize(4);
    }

    @Test
    void everybody_who_wants_has_a_turn_as_the_optimist() {
        var candidates =
                List.of(
                        wants("a", 10),
                        wants("b", 9),
                        wants("c", 8),
                        wants("x", 0),
                        wants("y", 0),
                        wants("z", 0));
        var turns = new HashSet<String>();
        var decision = NOBODY;
        for (int round = 0; round < 50; round++) {
            decision = choker.decide(candidates, decision, true);
            decision.optimist().ifPresent(turns::add);
        }

        assertThat(turns).isEqualTo(Set.of("x", "y", "z"));
    }

    @Test
    void a_new_peer_is_drawn_three_times_as_often() {
        var candidates =
                List.of(
                        wants("a", 10),
                        wants("b", 9),
                        wants("c", 8),
                        wants("old", 0),
                        new Candidate<>("new", true, true, false, 0));
        var turns = new HashMap<String, Integer>();
        for (int i = 0; i < 4000; i++) {
            var drawn = choker.decide(candidates, NOBODY, true).optimist().orElseThrow();
            turns.merge(drawn, 1, Integer::sum);
        }

        assertThat(turns.get("new")).isBetween(2800, 3200);
        assertThat(turns.get("old")).isBetween(800, 1200);
    }

    @Test
    void whoever_snubs_us_is_served_by_chance_only() {
        var snubber = new Candidate<>("snubber", true, false, true, 1000);
        var decision =
                choker.decide(
                        List.of(
                                snubber,
                                wants("a", 1),
                                wants("b", 1),
                                wants("c", 1),
                                wants("d", 2)),
                        new Decision<>(Set.of(), Optional.of("c")),
                        false);

        assertThat(decision.unchoked()).doesNotContain("snubber");
    }

    @Test
    void whoever_gives_but_wants_nothing_is_unchoked_and_takes_no_slot() {
        var decision =
                choker.decide(
                        List.of(
                                new Candidate<>("giver", false, false, false, 100),
                                new Candidate<>("idle", false, false, false, 0),
                                wants("a", 10),
                                wants("b", 9),
                                wants("c", 8)),
                        NOBODY,
                        true);

        assertThat(decision.unchoked()).containsOnly("giver", "a", "b", "c");
        assertThat(decision.optimist()).isEmpty();
    }

    @Test
    void nobody_is_served_when_nobody_is_there() {
        assertThat(choker.decide(List.of(), NOBODY, true)).isEqualTo(NOBODY);
    }

    private static Candidate<String> wants(String peer, double bytesPerSecond) {
        return new Candidate<>(peer, true, false, false, bytesPerSecond);
    }
}
