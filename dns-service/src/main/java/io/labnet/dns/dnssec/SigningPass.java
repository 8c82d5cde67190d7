package io.labnet.dns.dnssec;

import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** One signing of one change: first the chain of names, then the sets, and at last the SOA. */
final class SigningPass {
    private final Zone zone;
    private final Zone next;
    private final Draft draft;
    private final List<SigningKey> keys;
    private final Validity validity;
    private final Instant now;
    private final boolean verifying;

    /**
     * A pass.
     *
     * @param zone the version that is changed
     * @param next what the draft makes of it, without those names that only signatures are left of
     * @param verifying whether signatures that are there are looked into
     */
    SigningPass(
            Zone zone,
            Zone next,
            Draft draft,
            List<SigningKey> keys,
            Validity validity,
            Instant now,
            boolean verifying) {
        this.zone = zone;
        this.next = next;
        this.draft = draft;
        this.keys = keys;
        this.validity = validity;
        this.now = now;
        this.verifying = verifying;
    }

    /**
     * What has to change.
     *
     * @param isAnew whether the chain that is there is of no use
     * @return null when nothing has to
     */
    @Nullable Difference run(Set<Name> touched, boolean isAnew, Denial denial) throws ZoneFault {
        var toSign = new LinkedHashSet<>(touched);
        var chain = denial == Denial.NSEC ? new NsecChain(next) : new Nsec3Chain(next);
        if (isAnew) {
            toSign.addAll(new NsecChain(next).remove(draft));
            toSign.addAll(
                    denial == Denial.NSEC
                            ? new Nsec3Chain(next).remove(draft)
                            : chain.remove(draft));
        }
        toSign.addAll(chain.mend(touched, draft));
        for (var name : toSign) {
            sign(name);
        }
        var change = draft.difference();
        if (change == null || draft.records(next.origin(), Type.SOA).contains(change.to())) {
            return change;
        }
        // Each version has a serial number of its own, which is signed too.
        draft.remove(next.origin(), Type.SOA);
        draft.add(change.to());
        sign(next.origin());
        return draft.difference();
    }

    private void sign(Name name) throws ZoneFault {
        var signatures = new ArrayList<Record>();
        var there = signatures(zone, name);
        for (var type : draft.typesOf(name)) {
            if (isSigned(name, type)) {
                sign(name, type, there, signatures);
            }
        }
        draft.remove(name, Type.RRSIG);
        signatures.forEach(draft::add);
    }

    private static List<RRSIGRecord> signatures(Zone zone, Name name) {
        return zone.records(name, Type.RRSIG).stream().map(RRSIGRecord.class::cast).toList();
    }

    /** RFC 4035 section 2.2. */
    private boolean isSigned(Name name, int type) {
        if (type == Type.RRSIG) {
            return false;
        }
        if (type == Type.NSEC3) {
            return true;
        }
        return switch (next.neighbours().sight(name)) {
            case OWN -> true;
            case CUT -> type == Type.DS || type == Type.NSEC;
            case HIDDEN, NONE -> false;
        };
    }

    private void sign(Name name, int type, List<RRSIGRecord> there, List<Record> into)
            throws ZoneFault {
        var set = draft.records(name, type);
        var isSame = isSame(set, zone.records(name, type));
        for (var key : signers(type)) {
            var kept =
                    there.stream()
                            .filter(it -> isSame && it.getTypeCovered() == type && key.hasMade(it))
                            .filter(it -> isGood(key, set, it))
                            .findFirst();
            into.add(
                    kept.isPresent()
                            ? kept.orElseThrow()
                            : key.sign(set, validity.window(name, type, now)));
        }
    }

    private boolean isGood(SigningKey key, List<Record> set, RRSIGRecord signature) {
        return !validity.isDue(signature, now)
                && signature.getOrigTTL() == set.getFirst().getTTL()
                && signature.getTTL() == set.getFirst().getTTL()
                && (!verifying || key.verifies(set, signature, now));
    }

    private static boolean isSame(List<Record> set, List<Record> other) {
        return set.size() == other.size()
                && new HashSet<>(set).equals(new HashSet<>(other))
                && set.getFirst().getTTL() == other.getFirst().getTTL();
    }

    /** What the parent knows signs the keys (RFC 7344 section 4.1: and what is for the parent). */
    private List<SigningKey> signers(int type) {
        var isForParent = type == Type.DNSKEY || type == Type.CDS || type == Type.CDNSKEY;
        var fit = keys.stream().filter(key -> key.isEntryPoint() == isForParent).toList();
        return fit.isEmpty() ? keys : fit;
    }
}
