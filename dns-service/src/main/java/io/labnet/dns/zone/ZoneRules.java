package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.WKSRecord;

/** What makes records a zone (RFC 1034 section 4.2.1, RFC 1035 section 5.2). */
final class ZoneRules {
    // Signing adds its own to any name that owns records (RFC 4035 section 2.5).
    private static final Set<Integer> BESIDE_ALIASES = Set.of(Type.CNAME, Type.RRSIG, Type.NSEC);

    private static final int RECORDS_MAX = 5_000_000;

    private ZoneRules() {}

    /** How many records a zone has: what is too large to be read again must not come to be. */
    static void check(int records) throws ZoneFault {
        if (records > RECORDS_MAX) {
            throw new ZoneFault("more than " + RECORDS_MAX + " records");
        }
    }

    /** A record for itself: whether it may stand in a zone of this origin. */
    static void check(Record record, Name origin) throws ZoneFault {
        var reason = objection(record, origin);
        if (reason != null) {
            throw new ZoneFault(text(record.getName(), record.getType()) + " " + reason);
        }
    }

    private static @Nullable String objection(Record record, Name origin) {
        if (!record.getName().subdomain(origin)) {
            return "is outside the zone " + Names.text(origin);
        }
        if (record.getDClass() != DClass.IN) {
            return "is not of class IN";
        }
        if (!Type.isRR(record.getType())) {
            return "is of a type for queries only";
        }
        if (record.getTTL() < 0 || record.getTTL() > TimeToLive.MAX_SECONDS) {
            return "has a TTL above " + TimeToLive.MAX_SECONDS + " s";
        }
        if (record.getType() == Type.SOA && !record.getName().equals(origin)) {
            return "stands at a name that is not the apex";
        }
        // dnsjava reads one, but fails when it is to write it.
        if (record instanceof WKSRecord services && services.getServices().length == 0) {
            return "names no service";
        }
        return null;
    }

    /** The records of one name together. */
    static void check(Node node, Name name, Name origin) throws ZoneFault {
        if (name.equals(origin)) {
            checkApex(node, origin);
        }
        single(node, name, Type.CNAME);
        // RFC 6672 section 2.4: what a name leads to is one.
        single(node, name, Type.DNAME);
        alone(node, name);
        // RFC 6672 section 2.3: a delegation's DNAME is the child's.
        if (node.has(Type.DNAME) && node.has(Type.NS) && !name.equals(origin)) {
            throw new ZoneFault("a DNAME record beside a delegation at " + Names.text(name));
        }
    }

    private static void checkApex(Node apex, Name origin) throws ZoneFault {
        var zone = "the zone " + Names.text(origin);
        if (apex.records(Type.SOA).size() != 1) {
            throw new ZoneFault(zone + " needs exactly one SOA record at its apex");
        }
        if (!apex.has(Type.NS)) {
            throw new ZoneFault(zone + " needs an NS record at its apex");
        }
        // RFC 4035 section 2.4: it stands at the other side of the cut.
        if (apex.has(Type.DS)) {
            throw new ZoneFault("a DS record at the apex, which is its parent's");
        }
    }

    /** An alias stands alone (RFC 1034 section 3.6.2, RFC 2181 section 10.1). */
    private static void alone(Node node, Name name) throws ZoneFault {
        var types = node.records().stream().map(Record::getType);
        if (node.has(Type.CNAME) && !types.allMatch(BESIDE_ALIASES::contains)) {
            throw new ZoneFault("a CNAME record beside other data at " + Names.text(name));
        }
    }

    private static void single(Node node, Name name, int type) throws ZoneFault {
        if (node.records(type).size() > 1) {
            var text = Type.string(type);
            throw new ZoneFault("a " + text + " record beside another at " + Names.text(name));
        }
    }

    private static String text(Name name, int type) {
        return Names.text(name) + " " + Type.string(type);
    }
}
