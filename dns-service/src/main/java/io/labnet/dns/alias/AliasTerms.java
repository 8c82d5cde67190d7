package io.labnet.dns.alias;

import java.time.Duration;

/**
 * When an ALIAS record is looked into again.
 *
 * @param ttlMin at the earliest, however short the answer's TTL is
 * @param ttlMax at the latest
 * @param retry after a failure
 * @param staleMax for how long the last answer is told while all looks fail
 */
public record AliasTerms(Duration ttlMin, Duration ttlMax, Duration retry, Duration staleMax) {
    public AliasTerms {
        if (!ttlMin.isPositive() || !retry.isPositive() || ttlMax.compareTo(ttlMin) < 0) {
            throw new IllegalArgumentException("ALIAS records would be looked into all the time");
        }
    }

    Duration held(Duration ttl) {
        if (ttl.compareTo(ttlMin) < 0) {
            return ttlMin;
        }
        return ttl.compareTo(ttlMax) > 0 ? ttlMax : ttl;
    }
}
