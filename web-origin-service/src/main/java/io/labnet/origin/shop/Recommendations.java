package io.labnet.origin.shop;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a customer may like: what others saw who saw the same. */
final class Recommendations {
    /** That a customer saw a product. */
    record Sight(long customer, String product) {}

    private Recommendations() {}

    /**
     * Chooses among what the customer has not seen. Somebody who shares two sights counts twice as
     * much as one who shares one; where nobody shares any, what most have seen comes first.
     *
     * @param mine what the customer saw
     * @param others what others saw lately
     * @param most so many at most
     * @return product ids, the best first
     */
    static List<String> of(Set<String> mine, Collection<Sight> others, int most) {
        Map<Long, Set<String>> byCustomer = new HashMap<>();
        for (var sight : others) {
            byCustomer.computeIfAbsent(sight.customer(), _ -> new HashSet<>()).add(sight.product());
        }
        var alike = scores(mine, byCustomer.values(), false);
        return best(alike.isEmpty() ? scores(mine, byCustomer.values(), true) : alike, most);
    }

    private static Map<String, Integer> scores(
            Set<String> mine, Collection<Set<String>> others, boolean countsStrangers) {
        var scores = new HashMap<String, Integer>();
        for (var theirs : others) {
            var shared = (int) theirs.stream().filter(mine::contains).count();
            var weight = countsStrangers ? 1 : shared;
            if (weight > 0) {
                theirs.stream()
                        .filter(product -> !mine.contains(product))
                        .forEach(product -> scores.merge(product, weight, Integer::sum));
            }
        }
        return scores;
    }

    private static List<String> best(Map<String, Integer> scores, int most) {
        var order =
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey());
        return scores.entrySet().stream().sorted(order).limit(most).map(Map.Entry::getKey).toList();
    }
}
