package io.labnet.dns.delegation;

import java.time.Instant;
import java.util.List;
import org.xbill.DNS.DSRecord;

/** What a parent does about a child's keys. */
public sealed interface Decision {
    /**
     * From now on it tells these DS records; none where the child is to be signed no more.
     *
     * @param signed when the child has signed that it wishes so
     */
    record Put(List<DSRecord> signers, Instant signed) implements Decision {}

    /**
     * All stays as it is.
     *
     * @param detail for people
     */
    record Stay(Why why, String detail) implements Decision {}

    /** Why nothing is done. */
    enum Why {
        /** The parent tells what the child wishes. */
        UNCHANGED,
        /** The child has no wish. */
        UNWISHED,
        /** One of its name servers could not be asked. */
        SILENT,
        /** Its name servers say different things. */
        DISAGREED,
        /** The wish cannot be understood. */
        UNCLEAR,
        /** It has no good signature, or nobody could validate the zone any more. */
        UNPROVED,
        /** It would be the first, and comes from where no first one is taken. */
        REFUSED,
        /** It is good, and the parent could not be changed. */
        UNDONE
    }
}
