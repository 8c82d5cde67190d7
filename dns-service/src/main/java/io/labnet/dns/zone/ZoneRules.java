package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What makes records a zone (RFC 1034 section 4.2.1, RFC 1035 section 5.2). */
final class ZoneRules {
    private ZoneRules() {}

    /** A record for itself: whether it may stand in a zone of this origin. */
    static void check(Record record, Name origin) throws ZoneFault {
        var text = text(record);
        if (!record.getName().subdomain(origin)) {
            throw new ZoneFault(text + " is outside the zone " + Names.text(origin));
        }
        if (record.getDClass() != DClass.IN) {
            throw new ZoneFault(text + " is not of class IN");
        }
        if (!Type.isRR(record.getType())) {
            throw new ZoneFault(text + " is of a type for queries only");
        }
        if (record.getTTL() < 0 || record.getTTL() > TimeToLive.MAX_SECONDS) {
            throw new ZoneFault(text + " has a TTL above " + TimeToLive.MAX_SECONDS + " s");
        }
    }

    /** All records together. */
    static void check(Map<Name, Map<Integer, List<Record>>> sets, Name origin) throws ZoneFault {
        var apex = sets.getOrDefault(origin, Map.of());
        var zone = "the zone " + Names.text(origin);
        if (apex.getOrDefault(Type.SOA, List.of()).size() != 1) {
            throw new ZoneFault(zone + " needs exactly one SOA record at its apex");
        }
        if (!apex.containsKey(Type.NS)) {
            throw new ZoneFault(zone + " needs an NS record at its apex");
        }
        for (var node : sets.entrySet()) {
            var name = Names.text(node.getKey());
            var types = node.getValue();
            if (types.containsKey(Type.SOA) && !node.getKey().equals(origin)) {
                throw new ZoneFault("an SOA record at " + name + ", which is not the apex");
            }
            // An alias stands alone (RFC 1034 section 3.6.2, RFC 2181 section 10.1).
            if (types.containsKey(Type.CNAME)
                    && (types.size() > 1 || types.get(Type.CNAME).size() > 1)) {
                throw new ZoneFault("a CNAME record beside other data at " + name);
            }
        }
    }

    private static String text(Record record) {
        return Names.text(record.getName()) + " " + Type.string(record.getType());
    }
}
