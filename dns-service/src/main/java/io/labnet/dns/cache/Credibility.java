package io.labnet.dns.cache;

/**
 * How much a record is worth by where it came from, the least first (RFC 2181 section 5.4.1). Only
 * {@link #ANSWER} is ever told to a client; the others just lead to it.
 */
public enum Credibility {
    /** The address of a name server beside a referral. */
    GLUE,
    /** The NS records of a referral, from the upper side of the cut. */
    REFERRAL,
    /** From the answer section of a zone's own server. */
    ANSWER
}
