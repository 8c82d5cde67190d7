package io.labnet.webcache.edge;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.message.Via;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The edges with which this one shares its URLs. */
public final class Siblings {
    private final Ring.Edge own;
    private final Map<Ring.Edge, Target> others;
    private final Ring ring;

    private Siblings(Ring ring, Ring.Edge own, Map<Ring.Edge, Target> others) {
        this.ring = ring;
        this.own = own;
        this.others = Map.copyOf(others);
    }

    /**
     * One of the other edges.
     *
     * @param name its pseudonym in Via, which it must prove over TLS
     * @param address where it listens as a proxy, and whether by TLS
     * @param weight its share; more than 0
     */
    public record Sibling(String name, Target address, double weight) {
        Ring.Edge edge() {
            return new Ring.Edge(name, weight);
        }
    }

    /**
     * An edge and those that it knows; with none it owns everything.
     *
     * @throws IllegalArgumentException when two have the same name, or a weight is not above 0
     */
    public static Siblings of(String name, double weight, List<Sibling> others) {
        var own = new Ring.Edge(name, weight);
        var all = new ArrayList<Ring.Edge>();
        all.add(own);
        others.forEach(one -> all.add(one.edge()));
        var ring = new Ring(all);
        var addresses = new HashMap<Ring.Edge, Target>();
        others.forEach(one -> addresses.put(one.edge(), one.address()));
        return new Siblings(ring, own, addresses);
    }

    /** This edge, as the others know it. */
    public Ring.Edge own() {
        return own;
    }

    public Ring ring() {
        return ring;
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
        return ring.owner(url, edge -> edge.equals(own) || alive.test(edge))
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
