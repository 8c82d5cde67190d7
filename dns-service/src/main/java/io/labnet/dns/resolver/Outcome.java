package io.labnet.dns.resolver;

import io.labnet.dns.validator.Evidence;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** What became of a client's question. Aliases that were followed come first, in order. */
public sealed interface Outcome {
    record Answer(List<Record> records) implements Outcome {}

    record NoSuchName(List<Record> aliases, @Nullable SOARecord soa) implements Outcome {}

    record NoData(List<Record> aliases, @Nullable SOARecord soa) implements Outcome {}

    /** The last alias is a DNAME that makes too long a name (YXDOMAIN, RFC 6672 section 2.2). */
    record TooLong(List<Record> aliases) implements Outcome {}

    /** Nobody could tell (SERVFAIL). */
    record Failed(Trouble trouble) implements Outcome {}

    /** Not quite what a search would have found; the note says why. */
    record Noted(Outcome outcome, Trouble note) implements Outcome {}

    /**
     * What a search has found, and how far it is proved. What is bogus is told only to who wants to
     * check it himself (RFC 4035 section 3.2.2).
     */
    record Judged(Outcome outcome, Evidence evidence) implements Outcome {}

    /**
     * Why nobody could tell, or why it is told otherwise.
     *
     * @param code of RFC 8914 section 5.2
     */
    record Trouble(int code, String reason) {}
}
