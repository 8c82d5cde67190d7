package io.labnet.dns.dnssec;

/** How a signed zone says that there is no such name. */
public enum Denial {
    /** By the names between which there is none (RFC 4034 section 4). */
    NSEC,
    /** By their hashes: the zone cannot be listed by asking (RFC 5155). */
    NSEC3
}
