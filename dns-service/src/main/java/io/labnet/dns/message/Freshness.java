package io.labnet.dns.message;

import java.io.IOException;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** For how long others may repeat a reply (RFC 8484 section 5.1). */
public final class Freshness {
    private Freshness() {}

    /**
     * The smallest of its TTLs; of a negative answer that of its SOA record, or less.
     *
     * @param reply one of ours
     * @return 0 for what is no answer, such as an error or a referral
     */
    public static long seconds(byte[] reply) {
        try {
            return seconds(new Message(reply));
        } catch (IOException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static long seconds(Message reply) {
        var rcode = reply.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return 0;
        }
        var answers = smallestTtl(reply.getSection(Section.ANSWER));
        var denial =
                reply.getSection(Section.AUTHORITY).stream()
                        .filter(SOARecord.class::isInstance)
                        .map(SOARecord.class::cast)
                        .mapToLong(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                        .min()
                        .orElse(Long.MAX_VALUE);
        var least = Math.min(answers, denial);
        return least == Long.MAX_VALUE ? 0 : least;
    }

    private static long smallestTtl(List<Record> records) {
        return records.stream().mapToLong(Record::getTTL).min().orElse(Long.MAX_VALUE);
    }
}
