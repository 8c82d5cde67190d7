package io.labnet.stub;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a resolver's reply says about one question: the records, after following aliases, and for
 * how long. Knows no socket and no clock.
 *
 * @param records empty when the name or the type does not exist, or the reply is an error
 * @param ttl how long the reply may be kept; zero when it may not
 */
record Reading(List<Record> records, Duration ttl) {
    private static final int ALIASES_MAX = 16;
    // RFC 2308 section 5 finds one to three hours sensible for a negative answer, and
    // RFC 8767 section 4 a week at most for any.
    private static final long NEGATIVE_SECONDS_MAX = 3 * 3600;
    private static final long POSITIVE_SECONDS_MAX = 7 * 24 * 3600;

    static Reading of(Message reply, Name name, int type) {
        var rcode = reply.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return new Reading(List.of(), Duration.ZERO);
        }
        var answers = reply.getSection(Section.ANSWER);
        var owner = name;
        var seconds = POSITIVE_SECONDS_MAX;
        for (int link = 0; link <= ALIASES_MAX; link++) {
            var found = owned(answers, owner, type);
            if (!found.isEmpty()) {
                return new Reading(found, Duration.ofSeconds(Math.min(seconds, shortest(found))));
            }
            var alias = owned(answers, owner, Type.CNAME);
            if (alias.isEmpty()) {
                break;
            }
            seconds = Math.min(seconds, shortest(alias));
            owner = ((CNAMERecord) alias.getFirst()).getTarget();
        }
        return new Reading(
                List.of(), Duration.ofSeconds(Math.min(seconds, negativeSeconds(reply))));
    }

    // The SOA beside a negative answer says how long it holds; without one it is not kept
    // (RFC 2308 section 5).
    private static long negativeSeconds(Message reply) {
        for (var record : reply.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                var ttl = Math.min(seconds(soa), soa.getMinimum());
                return Math.min(ttl, NEGATIVE_SECONDS_MAX);
            }
        }
        return 0;
    }

    private static List<Record> owned(List<Record> records, Name owner, int type) {
        return records.stream()
                .filter(r -> r.getType() == type && r.getName().equals(owner))
                .toList();
    }

    private static long shortest(List<Record> records) {
        return records.stream().mapToLong(Reading::seconds).min().orElse(0);
    }

    // A TTL with the most significant bit set counts as zero (RFC 2181 section 8).
    private static long seconds(Record record) {
        return record.getTTL() > Integer.MAX_VALUE ? 0 : record.getTTL();
    }
}
