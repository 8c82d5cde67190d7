package io.labnet.dns.zone;

import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * What leads from one version of a zone to the next, as RFC 1995 section 4 writes it down. A record
 * whose TTL changes is removed and added.
 *
 * @param from the SOA of the version that is changed
 * @param to the SOA of the version that comes of it
 * @param removed without the SOA
 * @param added without the SOA
 */
public record Difference(SOARecord from, SOARecord to, List<Record> removed, List<Record> added) {
    public Difference {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }
}
