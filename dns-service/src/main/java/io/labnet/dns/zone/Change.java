package io.labnet.dns.zone;

import java.util.Set;
import org.xbill.DNS.Name;

/** What became of a wish to change a zone. */
public sealed interface Change {
    /**
     * It is done and on disk.
     *
     * @param zone the version in service
     * @param owners the names that were touched, or the zone's where they are many; empty when
     *     everything stood there already
     */
    record Done(Zone zone, Set<Name> owners) implements Change {}

    /** There is no such zone here. */
    record NoSuchZone() implements Change {}

    /** The zone has no such records. */
    record NoSuchRecords() implements Change {}

    /** It cannot be done as the zone stands; nothing was changed. */
    record Refused(String reason) implements Change {}
}
