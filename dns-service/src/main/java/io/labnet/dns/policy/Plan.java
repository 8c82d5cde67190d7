package io.labnet.dns.policy;

import io.labnet.dns.policy.Policy.Kind;
import io.labnet.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.xbill.DNS.Record;

/**
 * What a policy makes of one version of its set, with some records up and others down: records are
 * told by their places in the set. Where all that could be told are down, all are told: the looks
 * at them may be wrong, and nothing is of no use to anybody.
 */
sealed interface Plan {
    /**
     * What one client is told.
     *
     * @param places never empty
     * @param scopeBits clients that share so many bits are told the same
     */
    record Chosen(List<Integer> places, int scopeBits) {}

    /**
     * Chooses.
     *
     * @param random gives a number below its argument
     */
    Chosen choose(Network client, IntUnaryOperator random);

    /** Everybody is told the same. */
    record Same(List<Integer> places) implements Plan {
        @Override
        public Chosen choose(Network client, IntUnaryOperator random) {
            return new Chosen(places, 0);
        }
    }

    /**
     * One of them is drawn.
     *
     * @param upTo the sum of the weights up to and with each
     */
    record Drawn(List<Integer> places, List<Integer> upTo) implements Plan {
        @Override
        public Chosen choose(Network client, IntUnaryOperator random) {
            var drawn = random.applyAsInt(upTo.getLast());
            var at = 0;
            while (drawn >= upTo.get(at)) {
                at++;
            }
            return new Chosen(List.of(places.get(at)), 0);
        }
    }

    /** Each network has its own. */
    record Near(SubnetTable table, List<List<Integer>> rows, List<Integer> otherwise)
            implements Plan {
        @Override
        public Chosen choose(Network client, IntUnaryOperator random) {
            var found = table.find(client);
            var places = found.row() == SubnetTable.NONE ? otherwise : rows.get(found.row());
            return new Chosen(places, found.scopeBits());
        }
    }

    /**
     * Makes a plan.
     *
     * @param set not empty
     * @param isUp whether a record may be told
     */
    static Plan of(Kind kind, List<Record> set, Predicate<Record> isUp) {
        var data = set.stream().map(Record::rdataToString).toList();
        var all = IntStream.range(0, set.size()).boxed().toList();
        var up = all.stream().filter(place -> isUp.test(set.get(place))).toList();
        return switch (kind) {
            case Kind.All() -> new Same(up.isEmpty() ? all : up);
            case Kind.Weighted weighted -> drawn(weighted, data, all, up);
            case Kind.Subnets subnets -> near(subnets, data, all, up);
        };
    }

    private static Plan drawn(
            Kind.Weighted kind, List<String> data, List<Integer> all, List<Integer> up) {
        for (var places : List.of(up, all)) {
            var weighing = places.stream().filter(p -> weight(kind, data.get(p)) > 0).toList();
            if (!weighing.isEmpty()) {
                var upTo = new ArrayList<Integer>();
                var sum = 0;
                for (var place : weighing) {
                    sum += weight(kind, data.get(place));
                    upTo.add(sum);
                }
                return new Drawn(weighing, upTo);
            }
        }
        // Those that weigh something are no records of the set any more.
        return new Same(up.isEmpty() ? all : up);
    }

    private static int weight(Kind.Weighted kind, String data) {
        return kind.weights().getOrDefault(data, 1);
    }

    private static Plan near(
            Kind.Subnets kind, List<String> data, List<Integer> all, List<Integer> up) {
        var rows =
                kind.subnets().values().stream()
                        .map(wanted -> places(wanted, data, all, up))
                        .toList();
        var table = new SubnetTable(List.copyOf(kind.subnets().keySet()));
        return new Near(table, rows, places(kind.otherwise(), data, all, up));
    }

    // Who is far is better than who is down.
    private static List<Integer> places(
            List<String> wanted, List<String> data, List<Integer> all, List<Integer> up) {
        var own = all.stream().filter(p -> wanted.contains(data.get(p))).toList();
        var ownUp = own.stream().filter(up::contains).toList();
        if (!ownUp.isEmpty()) {
            return ownUp;
        }
        if (!up.isEmpty()) {
            return up;
        }
        return own.isEmpty() ? all : own;
    }
}
