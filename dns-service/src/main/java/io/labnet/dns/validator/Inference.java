package io.labnet.dns.validator;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Effort.Exhausted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;

/**
 * What NSEC or NSEC3 records that were proved for other questions say about one that nobody was
 * asked yet (RFC 8198 section 5).
 */
public sealed interface Inference {
    Inference UNKNOWN = new Unknown();

    /** There is neither the name nor a wildcard for it. */
    record NoName(List<SignedSet> proof) implements Inference {}

    /** The name, or the wildcard that stands for it, has nothing of the type. */
    record NoData(List<SignedSet> proof) implements Inference {}

    /** There is no such name, so the wildcard stands for it, if there is one. */
    record OfWildcard(Name wildcard, List<SignedSet> proof) implements Inference {}

    /** It may be so or otherwise. */
    record Unknown() implements Inference {}

    /** Proved sets of one zone and of one kind, in the canonical order of their owners. */
    interface Chain {
        /** The set of an owner, or else the last one before it, round the circle; null for none. */
        @Nullable SignedSet upTo(Name owner);
    }

    /** What a zone's chain says. */
    static Inference of(Name zone, Question question, Chain chain) {
        var any = chain.upTo(question.name());
        if (any == null) {
            return UNKNOWN;
        }
        try {
            return any.records().getFirst() instanceof NSEC3Record record
                    ? Premises.byHashes(zone, question, chain, NsecHash.of(record))
                    : Premises.byNames(zone, question, chain, any);
        } catch (Exhausted costly) {
            return UNKNOWN;
        }
    }
}
