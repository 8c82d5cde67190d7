package io.labnet.dns.authority;

import io.labnet.dns.zone.Zone;
import java.util.List;
import org.xbill.DNS.Record;

/**
 * Which records of a set are told, and in which order, which has no meaning (RFC 2181 section 5).
 * It is asked about the set that a question ends at; not about aliases, referrals and additional
 * records.
 */
public interface Choice {
    /** All of them, as the zone has them. */
    Choice WHOLE = (_, set) -> set;

    /**
     * What is told of a set.
     *
     * @param set owned by the name that was asked for, where a wildcard stands for it too
     * @return one of them at least
     */
    List<Record> of(Zone zone, List<Record> set);
}
