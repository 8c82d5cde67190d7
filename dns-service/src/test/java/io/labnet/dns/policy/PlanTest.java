package io.labnet.dns.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.policy.Policy.Kind;
import io.labnet.dns.zone.MasterFile;
import io.labnet.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What a policy makes of a set. */
class PlanTest {
    private static final Network ANYBODY = Network.parse("192.0.2.1");
    private final List<Record> set;

    PlanTest() throws Exception {
        var origin = Name.fromConstantString("edu.");
        var apex = "@ 60 SOA ns root 1 1 1 1 60\n@ NS ns\n";
        var www = "www A 10.0.0.1\n    A 10.0.0.2\n    A 10.0.0.3\n";
        set = MasterFile.read(origin, apex + www).records(new Name("www", origin), Type.A);
    }

    private Plan plan(Kind kind, String... down) {
        var isDown = Set.of(down);
        return Plan.of(kind, set, record -> !isDown.contains(record.rdataToString()));
    }

    private List<String> told(Plan plan, Network client, IntUnaryOperator random) {
        return plan.choose(client, random).places().stream()
                .map(place -> set.get(place).rdataToString())
                .toList();
    }

    private List<String> told(Plan plan, String client) {
        return told(plan, Network.parse(client), PlanTest::never);
    }

    private static int never(int bound) {
        throw new AssertionError("one of " + bound + " is drawn");
    }

    private Map<String, Integer> drawn(Plan plan, int draws, IntUnaryOperator random) {
        var counts = new TreeMap<String, Integer>();
        for (int i = 0; i < draws; i++) {
            var told = told(plan, ANYBODY, random);
            assertThat(told).hasSize(1);
            counts.merge(told.getFirst(), 1, Integer::sum);
        }
        return counts;
    }

    private static Kind weighted(int first, int second, int third) {
        return new Kind.Weighted(Map.of("10.0.0.1", first, "10.0.0.2", second, "10.0.0.3", third));
    }

    /** Every number below the bound, one after the other. */
    private static IntUnaryOperator everyNumber() {
        var next = new int[1];
        return bound -> next[0]++ % bound;
    }

    @Test
    void each_is_drawn_as_often_as_it_weighs() {
        assertThat(drawn(plan(weighted(3, 1, 6)), 1000, everyNumber()))
                .isEqualTo(Map.of("10.0.0.1", 300, "10.0.0.2", 100, "10.0.0.3", 600));
        // The same numbers as this generator gives by itself: 0 to 2, 3, and 4 to 9.
        var random = new Random(4);
        var expected = new TreeMap<String, Integer>();
        for (int i = 0; i < 10_000; i++) {
            var number = random.nextInt(10);
            var data = number < 3 ? "10.0.0.1" : number < 4 ? "10.0.0.2" : "10.0.0.3";
            expected.merge(data, 1, Integer::sum);
        }
        assertThat(drawn(plan(weighted(3, 1, 6)), 10_000, new Random(4)::nextInt))
                .isEqualTo(expected);
    }

    @Test
    void what_weighs_nothing_is_never_drawn_and_what_nobody_weighed_weighs_one() {
        assertThat(drawn(plan(weighted(1, 0, 1)), 10, everyNumber()))
                .isEqualTo(Map.of("10.0.0.1", 5, "10.0.0.3", 5));
        var two = new Kind.Weighted(Map.of("10.0.0.1", 2, "10.0.0.9", 7));
        assertThat(drawn(plan(two), 8, everyNumber()))
                .isEqualTo(Map.of("10.0.0.1", 4, "10.0.0.2", 2, "10.0.0.3", 2));
    }

    @Test
    void who_is_down_is_not_told_unless_all_are() {
        assertThat(told(plan(new Kind.All(), "10.0.0.2"), "192.0.2.1"))
                .containsExactly("10.0.0.1", "10.0.0.3");
        assertThat(told(plan(new Kind.All(), "10.0.0.1", "10.0.0.2", "10.0.0.3"), "192.0.2.1"))
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(drawn(plan(weighted(3, 1, 6), "10.0.0.3"), 8, everyNumber()))
                .isEqualTo(Map.of("10.0.0.1", 6, "10.0.0.2", 2));
        // Those that are up weigh nothing: better one that may be down than what nobody wants.
        assertThat(drawn(plan(weighted(0, 0, 6), "10.0.0.3"), 5, everyNumber()))
                .isEqualTo(Map.of("10.0.0.3", 5));
    }

    private static Kind subnets() {
        var subnets = new LinkedHashMap<Network, List<String>>();
        subnets.put(Network.parse("10.1.0.0/16"), List.of("10.0.0.1"));
        subnets.put(Network.parse("10.2.0.0/16"), List.of("10.0.0.2", "10.0.0.9"));
        return new Kind.Subnets(subnets, List.of("10.0.0.3"));
    }

    @Test
    void each_network_has_its_own() {
        assertThat(told(plan(subnets()), "10.1.0.7")).containsExactly("10.0.0.1");
        assertThat(told(plan(subnets()), "10.2.0.7")).containsExactly("10.0.0.2");
        assertThat(told(plan(subnets()), "10.3.0.7")).containsExactly("10.0.0.3");
    }

    @Test
    void who_is_far_is_better_than_who_is_down() {
        var plan = plan(subnets(), "10.0.0.1");
        assertThat(told(plan, "10.1.0.7")).containsExactly("10.0.0.2", "10.0.0.3");
        assertThat(told(plan, "10.2.0.7")).containsExactly("10.0.0.2");
        var allDown = plan(subnets(), "10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(told(allDown, "10.1.0.7")).containsExactly("10.0.0.1");
    }

    @Test
    void a_network_whose_records_are_gone_is_told_all() {
        var gone = new Kind.Subnets(Map.of(ANYBODY, List.of("10.0.0.9")), List.of());
        assertThat(told(plan(gone), "192.0.2.1")).hasSize(3);
        assertThat(told(plan(gone), "192.0.2.2")).hasSize(3);
    }
}
