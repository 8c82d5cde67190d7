package io.labnet.dns.dnssec;

import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Neighbours.Sight;
import io.labnet.dns.zone.Zone;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** The records that say, one after the other, between which names there is none. */
interface Chain {
    /**
     * Puts the chain right, where names are touched.
     *
     * @return the owners of the records that were changed
     */
    Set<Name> mend(Set<Name> touched, Draft draft);

    /**
     * Takes all of it away.
     *
     * @return the names where it was, or may have been
     */
    Set<Name> remove(Draft draft);

    /** RFC 9077 section 3. */
    static long ttl(SOARecord soa) {
        return Math.min(soa.getTTL(), soa.getMinimum());
    }

    /** The types that a zone has authority for at a name, but for those that signing adds. */
    static SortedSet<Integer> types(Zone zone, Name name) {
        var types = new TreeSet<>(zone.types(name).keySet());
        types.removeAll(Made.EVERYWHERE);
        // RFC 4035 section 2.3: of a cut only what the parent says itself.
        if (zone.neighbours().sight(name) == Sight.CUT) {
            types.retainAll(Set.of(Type.NS, Type.DS));
        }
        return types;
    }

    static int[] array(Set<Integer> types) {
        return types.stream().mapToInt(Integer::intValue).toArray();
    }
}
