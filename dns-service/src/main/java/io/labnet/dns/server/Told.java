package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Reply.ExtendedError;
import io.labnet.dns.validator.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** What a resolver tells one client: no more about its proofs than the client understands. */
record Told(List<Record> answers, @Nullable SOARecord soa) {
    /** An error, or what nobody has proved anything about. */
    Reply reply(int rcode, @Nullable ExtendedError error) {
        return reply(rcode, false, answers, authority(), error);
    }

    Reply reply(int rcode, Envelope envelope, Evidence evidence, @Nullable ExtendedError error) {
        // RFC 6840 section 5.8: who sets neither bit may not know what AD is.
        var understandsAd = envelope.dnssecOk() || envelope.authenticData();
        var isAuthentic = understandsAd && evidence.isSecure();
        if (!envelope.dnssecOk()) {
            return reply(rcode, isAuthentic, answers, authority(), error);
        }
        var authority = withSignatures(authority(), evidence);
        authority.addAll(evidence.denial());
        return reply(rcode, isAuthentic, withSignatures(answers, evidence), authority, error);
    }

    private List<Record> authority() {
        return soa == null ? List.of() : List.of(soa);
    }

    /** Each set's signatures behind it, so that a reply that is cut short loses both or neither. */
    private static List<Record> withSignatures(List<Record> records, Evidence evidence) {
        var all = new ArrayList<Record>();
        for (int i = 0; i < records.size(); i++) {
            var record = records.get(i);
            all.add(record);
            var isLastOfSet = i + 1 == records.size() || !record.sameRRset(records.get(i + 1));
            if (isLastOfSet) {
                evidence.signatures().stream()
                        .filter(s -> isAbout(s, record) && !all.contains(s))
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static boolean isAbout(Record signature, Record record) {
        return signature instanceof RRSIGRecord rrsig
                && rrsig.getTypeCovered() == record.getType()
                && rrsig.getName().equals(record.getName());
    }

    private static Reply reply(
            int rcode,
            boolean isAuthentic,
            List<Record> answers,
            List<Record> authority,
            @Nullable ExtendedError error) {
        return new Reply(rcode, false, true, isAuthentic, answers, authority, List.of(), 0, error);
    }
}
