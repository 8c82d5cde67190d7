package io.labnet.dns.validator;

import io.labnet.dns.validator.Effort.Exhausted;
import java.util.List;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What the signed NSEC or NSEC3 records of one zone say about what there is not. */
sealed interface Denial permits NsecDenial, HashedDenial {
    /** How far it is so. */
    enum Proof {
        PROVED,
        /** There may be an unsigned delegation instead (RFC 5155 section 6). */
        OPTED_OUT,
        /** More iterations of the hash than anybody should ask for (RFC 9276 section 3.2). */
        TOO_COSTLY,
        UNPROVED
    }

    /**
     * Puts records together.
     *
     * @param records NSEC or NSEC3 records whose signatures fit
     */
    static Denial of(Name zone, List<Record> records, Effort effort) {
        var plain =
                records.stream()
                        .filter(NSECRecord.class::isInstance)
                        .map(NSECRecord.class::cast)
                        .toList();
        return plain.isEmpty()
                ? HashedDenial.of(
                        zone,
                        records.stream()
                                .filter(NSEC3Record.class::isInstance)
                                .map(NSEC3Record.class::cast)
                                .toList(),
                        effort)
                : new NsecDenial(zone, plain);
    }

    /** That there is neither the name nor a wildcard that would stand for it. */
    Proof noName(Name name) throws Exhausted;

    /** That the name, or the wildcard that stands for it, has nothing of the type. */
    Proof noData(Name name, int type) throws Exhausted;

    /**
     * That nothing is closer to the name than the wildcard from which an answer was made.
     *
     * @param labels of the signed name, as in its RRSIG record
     */
    Proof noCloserName(Name name, int labels) throws Exhausted;

    /** Whether the name is delegated to servers of its own. */
    boolean isCut(Name name) throws Exhausted;
}
