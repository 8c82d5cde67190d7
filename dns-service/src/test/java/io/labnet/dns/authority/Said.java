package io.labnet.dns.authority;

import io.labnet.dns.message.Reply;
import java.util.Collection;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * All that matters of a reply, as text that can be compared: the order of aliases counts, that of
 * other records does not.
 */
record Said(
        String rcode,
        boolean authoritative,
        List<String> answer,
        List<String> authority,
        List<String> additional) {
    static Said of(Reply reply) {
        return of(
                reply.rcode(),
                reply.authoritative(),
                reply.answers(),
                reply.authority(),
                reply.additional());
    }

    static Said of(Message message) {
        return of(
                message.getRcode(),
                message.getHeader().getFlag(Flags.AA),
                message.getSection(Section.ANSWER),
                message.getSection(Section.AUTHORITY),
                message.getSection(Section.ADDITIONAL).stream()
                        .filter(record -> !(record instanceof OPTRecord))
                        .toList());
    }

    static Said of(
            int rcode,
            boolean authoritative,
            Collection<Record> answer,
            Collection<Record> authority,
            Collection<Record> additional) {
        return new Said(
                Rcode.string(rcode),
                authoritative,
                lines(answer),
                lines(authority),
                lines(additional));
    }

    private static List<String> lines(Collection<Record> records) {
        return records.stream().map(Record::toString).sorted().toList();
    }
}
