package io.labnet.dns.authority;

import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * What an authoritative server has to say to a question. Wherever there are {@code aliases}, the
 * question's name led to another by these CNAME records, in order, and the rest is about that one.
 */
public sealed interface Verdict {
    /**
     * Here it is; or as far as the aliases lead within this server's zones.
     *
     * @param answers aliases first
     * @param additional addresses of the hosts that the answers name
     */
    record Answer(List<Record> answers, List<Record> additional) implements Verdict {}

    /**
     * Others know: the name lies below a zone cut.
     *
     * @param nameServers the NS records of the cut
     * @param glue their addresses, as far as they stand in the zone
     */
    record Delegation(List<Record> aliases, List<Record> nameServers, List<Record> glue)
            implements Verdict {}

    /**
     * The name does not exist (RFC 2308 section 2.1).
     *
     * @param soa with the TTL that the negative answer has (RFC 2308 section 3)
     */
    record NameError(List<Record> aliases, SOARecord soa) implements Verdict {}

    /**
     * The name exists, but has nothing of this type (RFC 2308 section 2.2).
     *
     * @param soa with the TTL that the negative answer has (RFC 2308 section 3)
     */
    record NoData(List<Record> aliases, SOARecord soa) implements Verdict {}

    /** The name is in none of this server's zones. */
    record Refused() implements Verdict {}
}
