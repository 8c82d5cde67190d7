package io.labnet.dns.cache;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import java.util.List;
import org.xbill.DNS.Record;

/**
 * What is known about a question, and how far that is proved.
 *
 * @param isInferred whether it follows from the answers to other questions (RFC 8198)
 */
public record Found(Known known, Evidence evidence, boolean isInferred) {
    public static final Found NOTHING = new Found(new Known.Nothing(), Evidence.NONE);

    /** What somebody was asked for. */
    public Found(Known known, Evidence evidence) {
        this(known, evidence, false);
    }

    static Found inferred(Known known, Evidence evidence) {
        return new Found(known, evidence, true);
    }

    /** What a set of records says about a question; its signatures have the set's own TTL. */
    public static Found of(List<Record> set, Question question, Evidence evidence) {
        return new Found(Known.of(set, question), evidence.lasting(set.getFirst().getTTL()));
    }
}
