package io.labnet.webcache.edge;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.message.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The edges with which this one shares its URLs.
 *
 * @param own this edge, as the others know it
 */
public record Siblings(Ring.Edge own, Map<Ring.Edge, Target> others) {
    /**
     * One of the other edges.
     *
     * @param name its pseudonym in Via
     * @param address where it listens
     * @param weight its share; more than 0
     */
    public record Sibling(String name, Target address, double weight) {}

    /** An edge and those that it knows; with none it owns everything. */
    public static Siblings of(String own, double weight, List<Sibling> others) {
        return new Siblings(
                new Ring.Edge(own, weight),
                others.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        one -> new Ring.Edge(one.name(), one.weight()),
                                        Sibling::address)));
    }

    public Ring ring() {
        var edges = new ArrayList<>(others.keySet());
        edges.add(own);
        return new Ring(edges);
    }

    /**
     * The sibling to ask before the origin.
     *
     * @param fields the request's; one that came through a sibling goes to the origin, so that two
     *     edges that think differently of the others' health do not ask each other in a circle
     * @param alive whether a sibling answers
     * @return empty when this edge owns the URL itself
     */
    public Optional<Ring.Edge> toAsk(String url, Fields fields, Predicate<Ring.Edge> alive) {
        if (others.isEmpty() || cameThroughOne(fields)) {
            return Optional.empty();
        }
        return ring().owner(url, edge -> edge.equals(own) || alive.test(edge))
                .filter(owner -> !owner.equals(own));
    }

    private boolean cameThroughOne(Fields fields) {
        return others.keySet().stream().anyMatch(edge -> Via.hasPassed(fields, edge.name()));
    }

    public Target address(Ring.Edge sibling) {
        var address = others.get(sibling);
        if (address == null) {
            throw new IllegalArgumentException(sibling.name() + " is not a sibling of this edge");
        }
        return address;
    }
}
