package io.labnet.dns.dnssec;

import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Neighbours.Sight;
import io.labnet.dns.zone.TimeToLive;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.Zones;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The zone above a signed one, where it is served here: it says which keys are to be trusted. */
public final class Parent {
    private Parent() {}

    /** How a parent leads to a zone. */
    public enum Delegation {
        /** With the DS records that the zone wants. */
        SECURE,
        /** Without any. */
        INSECURE,
        /** With others: nobody who validates can use the zone. */
        BOGUS,
        /** It is not served here, or there is none. */
        UNKNOWN
    }

    /** What is said about a zone above it. */
    public static Delegation delegation(Zones zones, Name origin, List<DSRecord> wanted) {
        var parent = above(zones, origin);
        if (parent == null) {
            return Delegation.UNKNOWN;
        }
        var told = parent.records(origin, Type.DS);
        if (told.isEmpty()) {
            return Delegation.INSECURE;
        }
        return new HashSet<>(told).equals(new HashSet<>(wanted))
                ? Delegation.SECURE
                : Delegation.BOGUS;
    }

    /** For how long others remember the DS records of a zone, as far as its parent is here. */
    public static Duration remembered(Zones zones, Name origin) {
        var parent = above(zones, origin);
        var signers = parent == null ? List.<Record>of() : parent.records(origin, Type.DS);
        return Duration.ofSeconds(signers.isEmpty() ? 0 : signers.getFirst().getTTL());
    }

    /**
     * Lets the parent tell these DS records, and no others.
     *
     * @return {@link Change.NoSuchZone} where it is not served here
     */
    public static Change tell(Zones zones, Name origin, List<DSRecord> signers) {
        var parent = above(zones, origin);
        return parent == null
                ? new Change.NoSuchZone()
                : zones.change(parent.origin(), newest -> telling(newest, origin, signers));
    }

    /**
     * The same, if it tells certain others until then.
     *
     * @return refused where it does not
     */
    public static Change replace(
            Zones zones, Name origin, List<DSRecord> before, List<DSRecord> signers) {
        var parent = above(zones, origin);
        if (parent == null) {
            return new Change.NoSuchZone();
        }
        return zones.change(
                parent.origin(),
                newest -> {
                    var told = new HashSet<>(newest.records(origin, Type.DS));
                    if (!told.equals(new HashSet<Record>(before))) {
                        throw new ZoneFault("the DS records have been changed meanwhile");
                    }
                    return telling(newest, origin, signers);
                });
    }

    private static @Nullable Difference telling(Zone newest, Name origin, List<DSRecord> signers) {
        var draft = new Draft(newest);
        draft.remove(origin, Type.DS);
        signers.forEach(ds -> draft.add(TimeToLive.of(ds, ttl(newest, origin))));
        return draft.difference();
    }

    // As long as the cut itself is remembered.
    private static long ttl(Zone parent, Name cut) {
        return parent.records(cut, Type.NS).stream().mapToLong(Record::getTTL).min().orElse(0);
    }

    private static @Nullable Zone above(Zones zones, Name origin) {
        for (int cut = 1; cut < origin.labels(); cut++) {
            var zone = zones.zone(new Name(origin, cut));
            if (zone != null) {
                return zone.neighbours().sight(origin) == Sight.CUT ? zone : null;
            }
        }
        return null;
    }
}
