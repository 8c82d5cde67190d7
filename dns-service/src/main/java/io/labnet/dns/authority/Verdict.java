package io.labnet.dns.authority;

import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * What an authoritative server has to say to a question. Wherever there are {@code aliases}, the
 * question's name led to another by these CNAME records, in order, each after the DNAME record it
 * comes from, if any; the rest is about the last of them.
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
     * @param glue the addresses of those that are themselves at or below the cut: without all of
     *     these the reply is of no use (RFC 9471 section 3.1)
     * @param siblings addresses of the others, as far as the zone knows them; they may be left out
     *     (RFC 9471 section 3.2)
     */
    record Delegation(
            List<Record> aliases,
            List<Record> nameServers,
            List<Record> glue,
            List<Record> siblings)
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

    /**
     * A DNAME record leads to a name that is too long to be one (RFC 6672 section 3.2).
     *
     * @param aliases the last of them is that DNAME record
     */
    record NameTooLong(List<Record> aliases) implements Verdict {}

    /** The name is in a zone of this server that is not in service now (RFC 8914 section 4.25). */
    record NotReady() implements Verdict {}

    /** The name is in none of this server's zones. */
    record Refused() implements Verdict {}
}
