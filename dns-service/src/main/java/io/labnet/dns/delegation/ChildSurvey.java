package io.labnet.dns.delegation;

import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.zone.Neighbours.Sight;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.Zones;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Which delegations of our zones are looked after, and what these zones say of them. */
record ChildSurvey(Zones zones, SignedZones signed) {
    /** Whether the zone is signed here: no other one has use for DS records. */
    boolean isOurs(Name origin) {
        return signed.way(origin) != null && !zones.isSecondary(origin);
    }

    /** Whether a name is delegated, to a child that has to be asked. */
    boolean isForeign(Zone zone, Name name) {
        return isOurs(zone.origin())
                && !name.equals(zone.origin())
                && name.subdomain(zone.origin())
                && zone.neighbours().sight(name) == Sight.CUT
                && !isServed(name);
    }

    // Whoever signs a zone here tells the parent at once.
    private boolean isServed(Name child) {
        return zones.zone(child) != null && !zones.isSecondary(child);
    }

    Set<Name> foreign(Name origin) {
        var found = new LinkedHashSet<Name>();
        var zone = isOurs(origin) ? zones.zone(origin) : null;
        if (zone != null) {
            for (var record : zone) {
                if (record.getType() == Type.NS && isForeign(zone, record.getName())) {
                    found.add(record.getName());
                }
            }
        }
        return found;
    }

    static List<Name> servers(Zone zone, Name child) {
        return zone.records(child, Type.NS).stream()
                .map(it -> ((NSRecord) it).getTarget())
                .distinct()
                .toList();
    }

    /** The addresses that the parent knows of a host, be they glue or its own. */
    static List<InetAddress> addresses(Zone zone, Name host) {
        if (!host.subdomain(zone.origin())) {
            return List.of();
        }
        return Stream.of(Type.A, Type.AAAA)
                .flatMap(type -> zone.records(host, type).stream())
                .<InetAddress>mapMulti((record, found) -> {
                    switch (record) {
                        case ARecord a -> found.accept(a.getAddress());
                        case AAAARecord aaaa -> found.accept(aaaa.getAddress());
                        default -> {}
                    }
                })
                .toList();
    }
}
