package io.labnet.dns.cache;

import io.labnet.dns.validator.Security;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * One thing remembered, for people.
 *
 * @param type the type asked for; 0 where the whole name does not exist
 * @param ttlSeconds how long it will still be remembered
 * @param credibility of records that came with a referral or an answer
 * @param security how far it is proved
 * @param records empty when it is remembered that there are none
 */
public record CacheEntry(
        Name name,
        int type,
        long ttlSeconds,
        Credibility credibility,
        Security security,
        List<Record> records) {}
