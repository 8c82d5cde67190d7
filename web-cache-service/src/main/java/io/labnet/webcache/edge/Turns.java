package io.labnet.webcache.edge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose turn it is among the origins of a pool: each gets its share, and those of a large weight do
 * not get all of theirs in a row (smooth weighted round robin).
 *
 * <p>Safe for many threads.
 */
public final class Turns {
    private static final class Place {
        private final Site.Member member;
        private long credit;

        private Place(Site.Member member) {
            this.member = member;
        }
    }

    private final List<Place> places;

    public Turns(List<Site.Member> members) {
        places = members.stream().map(Place::new).toList();
    }

    /**
     * The origins to try: whose turn it is first, then the others, the heaviest first.
     *
     * @param well whether an origin may be asked at all
     * @return empty when none may
     */
    public synchronized List<Site.Member> next(Predicate<Site.Member> well) {
        var able = places.stream().filter(place -> well.test(place.member)).toList();
        if (able.isEmpty()) {
            return List.of();
        }
        var total = able.stream().mapToInt(place -> place.member.weight()).sum();
        able.forEach(place -> place.credit += place.member.weight());
        var chosen = able.stream().max(Comparator.comparingLong(place -> place.credit)).get();
        chosen.credit -= total;
        var order = new ArrayList<Site.Member>();
        order.add(chosen.member);
        able.stream()
                .filter(place -> place != chosen)
                .map(place -> place.member)
                .sorted(Comparator.comparingInt(Site.Member::weight).reversed())
                .forEach(order::add);
        return order;
    }
}
