package io.labnet.dns.zone;

import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * What makes one version of a zone of another (RFC 1995 section 4).
 *
 * @param removed without the SOA record, which always goes
 * @param added without the SOA record, which always comes
 */
public record Difference(SOARecord from, SOARecord to, List<Record> removed, List<Record> added) {
    public Difference {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }
}
