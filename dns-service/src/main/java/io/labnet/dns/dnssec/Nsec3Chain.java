package io.labnet.dns.dnssec;

import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Neighbours.Sight;
import io.labnet.dns.zone.Node;
import io.labnet.dns.zone.Zone;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** NSEC3 records (RFC 5155 section 7.1), of every name that exists, without opt-out. */
final class Nsec3Chain implements Chain {
    private final Zone next;
    private final HashedName hashed;

    /** The owners that the chain has after the change; the others are those of the zone. */
    private final TreeSet<Name> added = new TreeSet<>();

    private final Set<Name> removed = new HashSet<>();
    private boolean isAnew;

    /**
     * The chain of a zone.
     *
     * @param next the version that it is for
     */
    Nsec3Chain(Zone next) {
        this.next = next;
        this.hashed = HashedName.plain(next.origin());
    }

    @Override
    public Set<Name> mend(Set<Name> touched, Draft draft) {
        var named = new HashMap<Name, Name>();
        for (var name : withParents(touched)) {
            var owner = hashed.owner(name);
            var isThere = !draft.records(owner, Type.NSEC3).isEmpty();
            if (exists(name)) {
                named.put(owner, name);
                if (!isThere) {
                    added.add(owner);
                }
            } else if (isThere) {
                removed.add(owner);
                draft.remove(owner, Type.NSEC3);
            }
        }
        var around = new LinkedHashSet<>(named.keySet());
        added.forEach(owner -> around.add(before(owner)));
        removed.forEach(owner -> around.add(before(owner)));
        var changed = new LinkedHashSet<>(removed);
        for (var owner : around) {
            if (isPut(owner, named, draft)) {
                changed.add(owner);
            }
        }
        return changed;
    }

    // Names between one that owns something and the apex exist as well (RFC 5155 section 7.1).
    private Set<Name> withParents(Set<Name> touched) {
        var all = new LinkedHashSet<Name>();
        for (var name : touched) {
            for (var up = name; up.subdomain(next.origin()) && all.add(up); up = new Name(up, 1)) {
                if (up.equals(next.origin())) {
                    break;
                }
            }
        }
        return all;
    }

    private boolean exists(Name name) {
        var sight = next.neighbours().sight(name);
        return sight == Sight.OWN || sight == Sight.CUT;
    }

    private boolean isPut(Name owner, Map<Name, Name> named, Draft draft) {
        var there = draft.records(owner, Type.NSEC3);
        var name = named.get(owner);
        if (name == null && there.isEmpty()) {
            return false;
        }
        var types = name == null ? ((NSEC3Record) there.getFirst()).getTypes() : types(name);
        var wanted =
                new NSEC3Record(
                        owner,
                        DClass.IN,
                        Chain.ttl(next.soa()),
                        NSEC3Record.SHA1_DIGEST_ID,
                        0,
                        0,
                        new byte[0],
                        HashedName.hashOf(after(owner)),
                        types);
        if (!there.isEmpty()
                && there.getFirst().equals(wanted)
                && there.getFirst().getTTL() == wanted.getTTL()) {
            return false;
        }
        draft.remove(owner, Type.NSEC3);
        draft.add(wanted);
        return true;
    }

    private int[] types(Name name) {
        var types = Chain.types(next, name);
        var isCut = next.neighbours().sight(name) == Sight.CUT;
        // The NS records of a cut are not signed (RFC 4035 section 2.2).
        if (isCut ? types.contains(Type.DS) : !types.isEmpty()) {
            types.add(Type.RRSIG);
        }
        return Chain.array(types);
    }

    private Name before(Name owner) {
        return nearest(
                owner,
                kept(owner, next.hashes()::before),
                added.lower(owner) == null && !added.isEmpty() ? added.last() : added.lower(owner),
                // In a circle: those above come before all below.
                Comparator.<Name, Boolean>comparing(name -> name.compareTo(owner) >= 0)
                        .thenComparing(Comparator.<Name>naturalOrder().reversed()));
    }

    private Name after(Name owner) {
        return nearest(
                owner,
                kept(owner, next.hashes()::after),
                added.higher(owner) == null && !added.isEmpty()
                        ? added.first()
                        : added.higher(owner),
                Comparator.<Name, Boolean>comparing(name -> name.compareTo(owner) <= 0)
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static Name nearest(
            Name owner, @Nullable Name kept, @Nullable Name fresh, Comparator<Name> order) {
        return Stream.of(Optional.ofNullable(kept), Optional.ofNullable(fresh))
                .flatMap(Optional::stream)
                .min(order)
                .orElse(owner);
    }

    /** The next owner in one direction that the zone has and keeps; null when it keeps none. */
    private @Nullable Name kept(Name owner, Function<Name, @Nullable Node> step) {
        if (isAnew) {
            return null;
        }
        Name first = null;
        for (var node = step.apply(owner); node != null; ) {
            var name = node.records().getFirst().getName();
            if (name.equals(first)) {
                return null;
            }
            if (!removed.contains(name)) {
                return name;
            }
            first = first == null ? name : first;
            node = step.apply(name);
        }
        return null;
    }

    @Override
    public Set<Name> remove(Draft draft) {
        isAnew = true;
        var names = new LinkedHashSet<>(next.hashes().names(next.origin()));
        names.remove(next.origin());
        names.forEach(name -> draft.remove(name, Type.NSEC3));
        return names;
    }
}
