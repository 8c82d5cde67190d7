package io.labnet.dns.cache;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import java.util.List;
import org.xbill.DNS.Record;

/** What is known about a question, and how far that is proved. */
public record Found(Known known, Evidence evidence) {
    public static final Found NOTHING = new Found(new Known.Nothing(), Evidence.NONE);

    /** What a set of records says about a question; its signatures have the set's own TTL. */
    public static Found of(List<Record> set, Question question, Evidence evidence) {
        return new Found(Known.of(set, question), evidence.lasting(set.getFirst().getTTL()));
    }
}
