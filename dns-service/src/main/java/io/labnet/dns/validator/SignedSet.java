package io.labnet.dns.validator;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

/**
 * Records and what is said to be their signatures.
 *
 * @param records one or more of one name and type
 */
public record SignedSet(List<Record> records, List<RRSIGRecord> signatures) {
    public Name name() {
        return records.getFirst().getName();
    }

    public int type() {
        return records.getFirst().getType();
    }
}
