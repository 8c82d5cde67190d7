package io.labnet.dns.zone;

import io.labnet.dns.zone.master.FurtherTypes;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * ALIAS records: a name, an apex too, has the addresses of another name, which stand beside the
 * record as A and AAAA records like any others. Everything that those mean is as usual: they are
 * signed, transferred and told; the ALIAS record itself is data that nobody else understands.
 */
public final class Alias {
    public static final int TYPE = FurtherTypes.ALIAS;

    /** What an ALIAS record says. */
    public static final Set<Integer> ADDRESSES = Set.of(Type.A, Type.AAAA);

    private Alias() {}

    /** The ALIAS record of a name; null where it has none. */
    public static @Nullable Record at(Zone zone, Name owner) {
        var found = zone.records(owner, TYPE);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The name that an ALIAS record leads to. */
    public static Name target(Record alias) {
        try {
            return targetOf(alias);
        } catch (IOException impossible) {
            throw new IllegalStateException("no zone takes such a record", impossible);
        }
    }

    private static Name targetOf(Record alias) throws IOException {
        return new Name(alias.rdataToWireCanonical());
    }

    /** An ALIAS record. */
    public static Record record(Name owner, long ttl, Name target) {
        return Record.newRecord(owner, TYPE, DClass.IN, ttl, target.toWire());
    }

    /** What is wrong with a record; null when nothing is. */
    static @Nullable String objection(Record alias) {
        try {
            var target = targetOf(alias);
            return target.length() == alias.rdataToWireCanonical().length
                            && !target.equals(alias.getName())
                    ? null
                    : "does not lead to another name";
        } catch (IOException malformed) {
            return "has data that is no name";
        }
    }

    /** Completes each change by {@link #withoutLeft}, and then otherwise. */
    public static Completion before(Completion others) {
        return new Completion() {
            @Override
            public @Nullable Difference complete(Zone newest, Difference wanted) throws ZoneFault {
                return others.complete(newest, withoutLeft(newest, wanted));
            }

            @Override
            public boolean makesDigestOf(Name origin) {
                return others.makesDigestOf(origin);
            }
        };
    }

    /** A change after which no address is left of an ALIAS record that it takes away. */
    static Difference withoutLeft(Zone newest, Difference wanted) {
        var ended = owners(wanted.removed(), Set.of(TYPE));
        ended.removeAll(owners(wanted.added(), Set.of(TYPE)));
        ended.removeAll(owners(wanted.added(), ADDRESSES));
        var removed = new HashSet<>(wanted.removed());
        for (var owner : ended) {
            ADDRESSES.forEach(type -> removed.addAll(newest.records(owner, type)));
        }
        return removed.size() == wanted.removed().size()
                ? wanted
                : new Difference(wanted.from(), wanted.to(), List.copyOf(removed), wanted.added());
    }

    private static Set<Name> owners(List<Record> records, Set<Integer> types) {
        var owners = new HashSet<Name>();
        for (var record : records) {
            if (types.contains(record.getType())) {
                owners.add(record.getName());
            }
        }
        return owners;
    }
}
