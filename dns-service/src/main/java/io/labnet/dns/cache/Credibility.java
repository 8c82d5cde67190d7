package io.labnet.dns.cache;

/**
 * How much data is worth by where it came from (RFC 2181 section 5.4.1). The RFC's own zones and
 * transfers of zones are not in this list, for they never pass through a cache.
 */
public enum Credibility {
    /** The address of a name server beside a referral. */
    GLUE(1),
    /** The NS records of a referral, from the upper side of the cut. */
    REFERRAL(1),
    /** An address beside an authoritative answer. */
    ADDITIONAL(1),
    /** From an answer without authority, or of what an authoritative answer's alias led to. */
    RELAYED(2),
    /** The zone's own NS records, beside an authoritative answer. */
    AUTHORITY(3),
    /** From the answer section of a zone's own server, about the very name that was asked for. */
    ANSWER(4);

    private final int rank;

    Credibility(int rank) {
        this.rank = rank;
    }

    boolean outranks(Credibility other) {
        return rank > other.rank;
    }

    /** Whether a client may be told; what only came along just leads the way. */
    boolean isForClients() {
        return rank >= RELAYED.rank;
    }
}
