package io.labnet.dns.zone;

/** What became of a wish to change a zone. */
public sealed interface Change {
    /** It is done and on disk. */
    record Done(Zone zone) implements Change {}

    /** There is no such zone here. */
    record NoSuchZone() implements Change {}

    /** The zone has no such records. */
    record NoSuchRecords() implements Change {}

    /** It cannot be done as the zone stands; nothing was changed. */
    record Refused(String reason) implements Change {}
}
