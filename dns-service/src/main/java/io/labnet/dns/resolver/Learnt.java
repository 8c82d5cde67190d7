package io.labnet.dns.resolver;

import io.labnet.dns.cache.Credibility;
import io.labnet.dns.cache.Found;
import io.labnet.dns.cache.Known;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Credentials;
import io.labnet.dns.validator.Evidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * What one reply to one question is worth: how far each part of it is proved, and how it is kept.
 *
 * @param asOf the cache's flushes when it was asked for
 */
record Learnt(
        RecordCache cache,
        ChainOfTrust chain,
        Credentials credentials,
        Question question,
        long asOf) {

    Found answer(Reading.Answer answer) {
        keepBeside(answer.beside());
        return sets(answer.sets(), answer.beside().hasAuthority());
    }

    Found noSuchName(Reading.NoSuchName none) {
        var evidence = chain.ofNoName(none.name(), none.soa(), credentials);
        var soa =
                none.soa() == null || evidence.isBogus()
                        ? none.soa()
                        : cache.keepNoSuchName(none.name(), none.soa(), evidence, asOf);
        return none.aliases().isEmpty()
                ? told(new Known.NoSuchName(soa), lasting(evidence, soa))
                : sets(none.aliases(), false);
    }

    Found noData(Reading.NoData none) {
        var denied = new Question(none.name(), question.type());
        var evidence = chain.ofNoData(denied, none.soa(), credentials);
        var soa =
                none.soa() == null || evidence.isBogus()
                        ? none.soa()
                        : cache.keepNoData(denied, none.soa(), evidence, asOf);
        return none.aliases().isEmpty()
                ? told(new Known.NoData(soa), lasting(evidence, soa))
                : sets(none.aliases(), false);
    }

    /** Of the address of a name server: whom one asks by it has to prove what he says anyway. */
    Found way(Reading.Answer answer) {
        answer.sets().forEach(set -> cache.keep(set, Credibility.ADDITIONAL, asOf));
        return new Found(Known.of(answer.sets().getFirst(), question), Evidence.NONE);
    }

    /** That there is no such address. */
    static Found nowhere(@Nullable SOARecord soa) {
        return new Found(new Known.NoData(soa), Evidence.NONE);
    }

    // Only what is said of the very name that was asked for is sure to be the server's own data
    // (RFC 2181 section 5.4.1).
    private Found sets(List<List<Record>> sets, boolean hasAuthority) {
        var first = sets.getFirst();
        // The sets of an answer to ANY need not be all there are (RFC 8482), so none is kept.
        if (question.type() == Type.ANY) {
            return told(Known.of(first, question), ofEach(first));
        }
        var evidence = chain.of(first, credentials);
        sets.stream().skip(1).forEach(this::keepRelayed);
        if (evidence.isBogus()) {
            return told(Known.of(first, question), evidence);
        }
        var worth = hasAuthority ? Credibility.ANSWER : Credibility.RELAYED;
        return Found.of(cache.keep(first, worth, evidence, asOf), question, evidence);
    }

    private static Evidence lasting(Evidence evidence, @Nullable SOARecord soa) {
        return soa == null ? evidence : evidence.lasting(soa.getTTL());
    }

    private void keepRelayed(List<Record> set) {
        var evidence = chain.of(set, credentials);
        if (!evidence.isBogus()) {
            cache.keep(set, Credibility.RELAYED, evidence, asOf);
        }
    }

    private record Owner(Name name, int type) {}

    private Evidence ofEach(List<Record> records) {
        return records.stream()
                .filter(r -> r.getType() != Type.RRSIG)
                .collect(
                        Collectors.groupingBy(
                                r -> new Owner(r.getName(), r.getType()),
                                LinkedHashMap::new,
                                Collectors.toList()))
                .values()
                .stream()
                .map(set -> chain.of(set, credentials))
                .reduce(Evidence::and)
                .orElse(Evidence.NONE);
    }

    private Found told(Known known, Evidence evidence) {
        var found = new Found(known, evidence);
        if (evidence.isBogus()) {
            cache.keepBogus(question, found, asOf);
        }
        return found;
    }

    private void keepBeside(Reading.Beside beside) {
        if (beside.hasAuthority()) {
            if (!beside.nameServers().isEmpty()) {
                // No client is told of what is not proved, and it is not worth proving.
                var worth = chain.isOn() ? Credibility.REFERRAL : Credibility.AUTHORITY;
                cache.keep(beside.nameServers(), worth, asOf);
            }
            beside.addresses().forEach(set -> cache.keep(set, Credibility.ADDITIONAL, asOf));
        }
    }
}
