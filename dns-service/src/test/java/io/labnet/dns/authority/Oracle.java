package io.labnet.dns.authority;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A plain reading of RFC 1034 section 4.3.2, RFC 4592 and RFC 6672 over lists of records, to judge
 * the real thing by: it looks through all of them for each thing it wants to know, and shares no
 * code with what it judges.
 *
 * @param zones all records of each zone, by its origin
 */
record Oracle(Map<Name, List<Record>> zones) {
    private static final int ALIASES_MAX = 16;

    Said answer(Name asked, int type) {
        var answer = new LinkedHashSet<Record>();
        var name = asked;
        for (int aliases = 0; aliases <= ALIASES_MAX; aliases++) {
            var origin = zoneFor(name, type);
            if (origin == null) {
                return answer.isEmpty()
                        ? said(Rcode.REFUSED, false, answer, Set.of(), Set.of())
                        : said(Rcode.NOERROR, true, answer, Set.of(), Set.of());
            }
            var cut = cut(origin, name);
            var dname = dnameAbove(origin, name);
            // Whichever is further up hides the other.
            var isBelowCut = cut != null && (dname == null || dname.getName().subdomain(cut));
            if (cut != null && isBelowCut && !(type == Type.DS && name.equals(cut))) {
                return referral(origin, cut, answer);
            }
            if (dname != null) {
                answer.add(dname);
                Name target;
                try {
                    target = name.fromDNAME(dname);
                } catch (NameTooLongException overflow) {
                    return said(Rcode.YXDOMAIN, true, answer, Set.of(), Set.of());
                }
                var isNew = isNew(answer, target, asked);
                answer.add(new CNAMERecord(name, DClass.IN, dname.getTTL(), target));
                if (!isNew || type == Type.CNAME || type == Type.ANY) {
                    break;
                }
                name = target;
                continue;
            }
            var source = exists(origin, name) ? name : asterisk(origin, name);
            if (source == null || !exists(origin, source)) {
                return said(Rcode.NXDOMAIN, true, answer, Set.of(negative(origin)), Set.of());
            }
            var alias = owned(origin, source, Type.CNAME);
            if (!alias.isEmpty() && type != Type.CNAME && type != Type.ANY) {
                var target = ((CNAMERecord) alias.getFirst()).getTarget();
                var isNew = isNew(answer, target, asked) && !target.equals(name);
                answer.add(alias.getFirst().withName(name));
                if (!isNew) {
                    break;
                }
                name = target;
                continue;
            }
            var found = type == Type.ANY ? anySet(origin, source) : owned(origin, source, type);
            if (found.isEmpty()) {
                return said(Rcode.NOERROR, true, answer, Set.of(negative(origin)), Set.of());
            }
            for (var record : found) {
                answer.add(record.withName(name));
            }
            return said(Rcode.NOERROR, true, answer, Set.of(), useful(origin, found));
        }
        return said(Rcode.NOERROR, true, answer, Set.of(), Set.of());
    }

    private static Said said(
            int rcode,
            boolean isAuthoritative,
            Set<Record> answer,
            Set<Record> authority,
            Set<Record> additional) {
        return Said.of(rcode, isAuthoritative, answer, authority, additional);
    }

    private static boolean isNew(Set<Record> answer, Name target, Name asked) {
        return !target.equals(asked)
                && answer.stream()
                        .filter(CNAMERecord.class::isInstance)
                        .noneMatch(alias -> alias.getName().equals(target));
    }

    // --- what is where ---

    private List<Record> all(Name origin) {
        return zones.getOrDefault(origin, List.of());
    }

    private List<Record> owned(Name origin, Name name, int type) {
        var owned = new ArrayList<Record>();
        for (var record : all(origin)) {
            if (record.getType() == type && record.getName().equals(name)) {
                owned.add(record);
            }
        }
        return owned;
    }

    /** RFC 4592 section 2.2.2: a name exists when it, or a name below it, owns a record. */
    private boolean exists(Name origin, Name name) {
        return all(origin).stream().anyMatch(r -> r.getName().subdomain(name));
    }

    private static List<Name> upwards(Name name) {
        return Stream.iterate(name, n -> n.labels() > 1, n -> new Name(n, 1)).toList();
    }

    /** The uppermost cut at or above a name, but below the apex. */
    private @Nullable Name cut(Name origin, Name name) {
        return upwards(name).reversed().stream()
                .filter(n -> n.subdomain(origin) && !n.equals(origin))
                .filter(n -> !owned(origin, n, Type.NS).isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** The uppermost DNAME record properly above a name. */
    private @Nullable DNAMERecord dnameAbove(Name origin, Name name) {
        return upwards(name).reversed().stream()
                .filter(n -> n.subdomain(origin) && !n.equals(name))
                .flatMap(n -> owned(origin, n, Type.DNAME).stream())
                .map(DNAMERecord.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** RFC 4592 section 3.3.1: the source of synthesis hangs on the closest encloser alone. */
    private @Nullable Name asterisk(Name origin, Name name) {
        var encloser = upwards(name).stream().filter(n -> exists(origin, n)).findFirst();
        try {
            return Name.fromString("*", encloser.orElseThrow());
        } catch (TextParseException tooLong) {
            return null;
        }
    }

    /** Step 2; for DS the upper side of a cut, where this server has both (RFC 4035 3.1.4.1). */
    private @Nullable Name zoneFor(Name name, int type) {
        var served = upwards(name).stream().filter(zones::containsKey).toList();
        if (type == Type.DS
                && served.size() > 1
                && served.getFirst().equals(name)
                && name.equals(cut(served.get(1), name))
                && dnameAbove(served.get(1), name) == null) {
            return served.get(1);
        }
        return served.isEmpty() ? null : served.getFirst();
    }

    private List<Record> anySet(Name origin, Name name) {
        var lowest =
                all(origin).stream()
                        .filter(r -> r.getName().equals(name))
                        .mapToInt(Record::getType)
                        .min();
        return lowest.isEmpty() ? List.of() : owned(origin, name, lowest.getAsInt());
    }

    private SOARecord negative(Name origin) {
        var soa = (SOARecord) owned(origin, origin, Type.SOA).getFirst();
        return new SOARecord(
                origin,
                DClass.IN,
                Math.min(soa.getTTL(), soa.getMinimum()),
                soa.getHost(),
                soa.getAdmin(),
                soa.getSerial(),
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }

    // --- what else is told ---

    private Said referral(Name origin, Name cut, Set<Record> answer) {
        var nameServers = owned(origin, cut, Type.NS);
        var additional = new LinkedHashSet<Record>();
        for (var host : nameServers.stream().map(Record::getAdditionalName).toList()) {
            for (int type : List.of(Type.A, Type.AAAA)) {
                additional.addAll(
                        host.subdomain(cut)
                                ? owned(origin, host, type)
                                : known(origin, host, type));
            }
        }
        return said(
                Rcode.NOERROR,
                !answer.isEmpty(),
                answer,
                new LinkedHashSet<>(nameServers),
                additional);
    }

    /** Addresses for NS, MX and SRV; glue for the zone's own name servers alone. */
    private Set<Record> useful(Name origin, List<Record> found) {
        var additional = new LinkedHashSet<Record>();
        for (var record : found) {
            var host = record.getAdditionalName();
            if (host == null || !Set.of(Type.NS, Type.MX, Type.SRV).contains(record.getType())) {
                continue;
            }
            for (int type : List.of(Type.A, Type.AAAA)) {
                var zone = zoneFor(host, type);
                var sure = zone == null ? List.<Record>of() : plain(zone, host, type);
                additional.addAll(
                        sure.isEmpty() && record.getType() == Type.NS
                                ? known(origin, host, type)
                                : sure);
            }
        }
        return additional;
    }

    /** What one zone has for a name without any alias or cut, wildcards included. */
    private List<Record> plain(Name origin, Name host, int type) {
        if (!host.subdomain(origin)
                || cut(origin, host) != null
                || dnameAbove(origin, host) != null) {
            return List.of();
        }
        var source = exists(origin, host) ? host : asterisk(origin, host);
        var found = new ArrayList<Record>();
        if (source != null) {
            owned(origin, source, type).forEach(r -> found.add(r.withName(host)));
        }
        return found;
    }

    /** The same, but below a cut what stands there as glue. */
    private List<Record> known(Name origin, Name host, int type) {
        var cut = cut(origin, host);
        var dname = dnameAbove(origin, host);
        if (cut == null || (dname != null && cut.subdomain(dname.getName()))) {
            return plain(origin, host, type);
        }
        return owned(origin, host, type);
    }
}
