package io.labnet.dns.authority;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Addresses that whoever gets these records will want next (RFC 1034 section 4.3.2, step 6). */
final class Additional {
    private static final int HOSTS_MAX = 16;
    // NS and MX (RFC 1035 sections 3.3.11 and 3.3.9), SRV (RFC 2782).
    private static final Set<Integer> THAT_NAME_HOSTS = Set.of(Type.NS, Type.MX, Type.SRV);

    /** Where addresses are looked for. */
    interface Source {
        List<Record> records(Name name, int type);
    }

    private Additional() {}

    /** The addresses of the first {@value #HOSTS_MAX} hosts of these records. */
    static List<Record> addresses(List<Record> records, Source source) {
        return addresses(records, _ -> true, HOSTS_MAX, source);
    }

    /** The addresses of the name servers below a cut, all of them (RFC 9471 section 3.1). */
    static List<Record> glue(List<Record> nameServers, Source source) {
        var cut = nameServers.getFirst().getName();
        return addresses(nameServers, host -> host.subdomain(cut), Integer.MAX_VALUE, source);
    }

    /** The addresses of the other name servers of a cut. */
    static List<Record> siblings(List<Record> nameServers, Source source) {
        var cut = nameServers.getFirst().getName();
        return addresses(nameServers, host -> !host.subdomain(cut), HOSTS_MAX, source);
    }

    private static List<Record> addresses(
            List<Record> records, Predicate<Name> wanted, int hostsMax, Source source) {
        var found = new LinkedHashSet<Record>();
        records.stream()
                .filter(record -> THAT_NAME_HOSTS.contains(record.getType()))
                .map(Record::getAdditionalName)
                .filter(wanted)
                .distinct()
                .limit(hostsMax)
                .forEach(host -> {
                    found.addAll(source.records(host, Type.A));
                    found.addAll(source.records(host, Type.AAAA));
                });
        return List.copyOf(found);
    }
}
