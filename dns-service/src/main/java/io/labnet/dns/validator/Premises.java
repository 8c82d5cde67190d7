package io.labnet.dns.validator;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Denial.Proof;
import io.labnet.dns.validator.Effort.Exhausted;
import io.labnet.dns.validator.Inference.Chain;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * From what something is inferred about a question.
 *
 * @param sets all of it
 * @param closer what suffices to say that nothing is closer to the name than a wildcard
 */
record Premises(Name zone, Question question, List<SignedSet> sets, List<SignedSet> closer) {
    static Inference byNames(Name zone, Question question, Chain chain, SignedSet own)
            throws Exhausted {
        var premises = new Premises(zone, question, List.of(own), List.of(own));
        var record = (NSECRecord) own.records().getFirst();
        return new NsecDenial(zone, List.of(record))
                .encloser(question.name())
                .map(encloser -> premises.conclude(encloser, Enclosers.wildcard(encloser), chain))
                .orElseGet(premises::aboutName);
    }

    // One run of the hash for each label at most: zones with more iterations are not worth it
    // (RFC 9276 section 3.1 asks them for none).
    static Inference byHashes(Name zone, Question question, Chain chain, NsecHash hash)
            throws Exhausted {
        if (hash.iterations() > 0) {
            return Inference.UNKNOWN;
        }
        var effort = new Effort();
        var name = question.name();
        SignedSet closer = null;
        for (int labels = name.labels(); labels >= zone.labels(); labels--) {
            var candidate = Enclosers.ofLabels(name, labels);
            var owner = hash.owner(candidate, zone, effort);
            var set = chain.upTo(owner);
            if (set == null) {
                return Inference.UNKNOWN;
            }
            if (set.name().equals(owner)) {
                var wildcard = hash.owner(Enclosers.wildcard(candidate), zone, effort);
                return closer == null
                        ? new Premises(zone, question, List.of(set), List.of(set)).aboutName()
                        : new Premises(zone, question, List.of(set, closer), List.of(closer))
                                .conclude(candidate, wildcard, chain);
            }
            closer = set;
        }
        return Inference.UNKNOWN;
    }

    private Inference aboutName() {
        return proves(denial -> denial.noData(question.name(), question.type()))
                ? new Inference.NoData(sets)
                : Inference.UNKNOWN;
    }

    /**
     * Concludes.
     *
     * @param wild the owner of what there would be about the wildcard below the encloser
     */
    private Inference conclude(Name encloser, Name wild, Chain chain) {
        var set = chain.upTo(wild);
        var all = Stream.concat(sets.stream(), Stream.ofNullable(set)).distinct().toList();
        return new Premises(zone, question, all, closer).conclude(encloser);
    }

    private Inference conclude(Name encloser) {
        var name = question.name();
        if (proves(denial -> denial.noName(name))) {
            return new Inference.NoName(sets);
        }
        if (proves(denial -> denial.noData(name, question.type()))) {
            return new Inference.NoData(sets);
        }
        var labels = Signatures.labels(encloser);
        return proves(denial -> denial.noCloserName(name, labels))
                ? new Inference.OfWildcard(Enclosers.wildcard(encloser), closer)
                : Inference.UNKNOWN;
    }

    private interface Claim {
        Proof of(Denial denial) throws Exhausted;
    }

    // What is opted out may be delegated (RFC 8198 section 5.2).
    private boolean proves(Claim claim) {
        var records =
                sets.stream()
                        .flatMap(set -> set.records().stream())
                        .map(Objects::<Record>requireNonNull)
                        .toList();
        try {
            return claim.of(Denial.of(zone, records, new Effort())) == Proof.PROVED;
        } catch (Exhausted costly) {
            return false;
        }
    }
}
