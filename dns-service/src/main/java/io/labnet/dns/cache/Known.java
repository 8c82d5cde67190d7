package io.labnet.dns.cache;

import io.labnet.dns.message.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** What is known about a question. TTLs are what is left of them. */
public sealed interface Known {
    /** There are such records. */
    record Records(List<Record> records) implements Known {}

    /**
     * The name stands for another, of which the same is to be asked.
     *
     * @param records the CNAME; or a DNAME and the CNAME that follows from it
     */
    record Alias(List<Record> records, Name target) implements Known {}

    /** A DNAME makes a name of it that would be too long (RFC 6672 section 2.2). */
    record TooLong(DNAMERecord redirection) implements Known {}

    /**
     * The name does not exist.
     *
     * @param soa null when the answer came without; it is not kept then (RFC 2308 section 5)
     */
    record NoSuchName(@Nullable SOARecord soa) implements Known {}

    /**
     * The name has nothing of this type.
     *
     * @param soa null when the answer came without; it is not kept then (RFC 2308 section 5)
     */
    record NoData(@Nullable SOARecord soa) implements Known {}

    /** Nothing is known. */
    record Nothing() implements Known {}

    /**
     * What one set of records says about a question.
     *
     * @param set of the question's name, or a DNAME above it
     */
    static Known of(List<Record> set, Question question) {
        return switch (set.getFirst()) {
            case CNAMERecord alias when isToBeFollowed(question) ->
                    new Alias(List.of(alias), alias.getTarget());
            case DNAMERecord above when !above.getName().equals(question.name()) ->
                    redirected(above, question);
            default -> new Records(set);
        };
    }

    private static boolean isToBeFollowed(Question question) {
        return question.type() != Type.CNAME && question.type() != Type.ANY;
    }

    // The CNAME is made here, whatever the server has sent along: so it must be the right one
    // (RFC 6672 sections 3.1 and 5.3.1).
    private static Known redirected(DNAMERecord above, Question question) {
        try {
            var target = question.name().fromDNAME(above);
            var alias = new CNAMERecord(question.name(), above.getDClass(), above.getTTL(), target);
            var records = List.<Record>of(above, alias);
            return isToBeFollowed(question) ? new Alias(records, target) : new Records(records);
        } catch (NameTooLongException tooLong) {
            return new TooLong(above);
        }
    }
}
