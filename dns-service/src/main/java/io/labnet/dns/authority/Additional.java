package io.labnet.dns.authority;

import java.util.LinkedHashSet;
import java.util.List;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Addresses that whoever gets these records will want next (RFC 1035 section 3.3). */
final class Additional {
    private static final int HOSTS_MAX = 16;

    /** Where addresses are looked for. */
    interface Source {
        List<Record> records(Name name, int type);
    }

    private Additional() {}

    static List<Record> addresses(List<Record> records, Source source) {
        var hosts = new LinkedHashSet<Name>();
        for (var record : records) {
            // NS and MX (RFC 1035 sections 3.3.11 and 3.3.9), SRV (RFC 2782).
            if (record instanceof NSRecord
                    || record instanceof MXRecord
                    || record instanceof SRVRecord) {
                hosts.add(record.getAdditionalName());
            }
        }
        var found = new LinkedHashSet<Record>();
        for (var host : hosts.stream().limit(HOSTS_MAX).toList()) {
            found.addAll(source.records(host, Type.A));
            found.addAll(source.records(host, Type.AAAA));
        }
        return List.copyOf(found);
    }
}
