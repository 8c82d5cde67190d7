package io.labnet.dns.dnssec;

import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Neighbours.Sight;
import io.labnet.dns.zone.Zone;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** NSEC records (RFC 4034 section 4, RFC 4035 section 2.3). */
final class NsecChain implements Chain {
    private final Zone next;

    /**
     * The chain of a zone.
     *
     * @param next the version that it is for
     */
    NsecChain(Zone next) {
        this.next = next;
    }

    @Override
    public Set<Name> mend(Set<Name> touched, Draft draft) {
        var around = new LinkedHashSet<>(touched);
        for (var name : touched) {
            var before = next.neighbours().before(name);
            if (before != null) {
                around.add(before.records().getFirst().getName());
            }
        }
        var changed = new LinkedHashSet<Name>();
        for (var name : around) {
            var wanted = wanted(name);
            if (!draft.records(name, Type.NSEC).equals(wanted)
                    || wanted.stream().anyMatch(r -> r.getTTL() != ttl(draft, name))) {
                draft.remove(name, Type.NSEC);
                wanted.forEach(draft::add);
                changed.add(name);
            }
        }
        return changed;
    }

    private static long ttl(Draft draft, Name name) {
        return draft.records(name, Type.NSEC).getFirst().getTTL();
    }

    private List<Record> wanted(Name name) {
        var neighbours = next.neighbours();
        var sight = neighbours.sight(name);
        var after = neighbours.after(name);
        if (neighbours.at(name) == null
                || after == null
                || sight == Sight.HIDDEN
                || sight == Sight.NONE) {
            return List.of();
        }
        var types = Chain.types(next, name);
        types.addAll(Set.of(Type.NSEC, Type.RRSIG));
        return List.of(
                new NSECRecord(
                        name,
                        DClass.IN,
                        Chain.ttl(next.soa()),
                        after.records().getFirst().getName(),
                        Chain.array(types)));
    }

    @Override
    public Set<Name> remove(Draft draft) {
        var names = new LinkedHashSet<>(next.neighbours().names(next.origin()));
        names.forEach(name -> draft.remove(name, Type.NSEC));
        return names;
    }
}
