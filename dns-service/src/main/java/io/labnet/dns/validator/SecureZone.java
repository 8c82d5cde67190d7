package io.labnet.dns.validator;

import io.labnet.dns.message.Names;
import io.labnet.dns.validator.Denial.Proof;
import io.labnet.dns.validator.Effort.Exhausted;
import io.labnet.dns.validator.Signatures.Checked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A zone whose keys are proved: judges what it is said to have signed. */
public final class SecureZone {
    private final ZoneKeys keys;
    private final Signatures signatures;

    /**
     * A zone.
     *
     * @param now what time it is
     * @param skew how far clocks may differ from ours
     */
    public SecureZone(ZoneKeys keys, Instant now, Duration skew, Effort effort) {
        this.keys = keys;
        this.signatures = new Signatures(now, skew, effort);
    }

    /** Judges a zone's DNSKEY set by what says which keys it has. */
    public static Evidence judgeKeys(
            SignedSet set, Trust trust, Instant now, Duration skew, Effort effort) {
        return trust.judge(set, new Signatures(now, skew, effort));
    }

    /**
     * Judges records that a zone has for its parent: the keys that sign them must be trusted
     * themselves, not by way of others of the zone (RFC 7344 section 4.1).
     *
     * @param keySet the zone's DNSKEY set
     */
    public static Evidence judgeForParent(
            SignedSet set,
            SignedSet keySet,
            Trust trust,
            Instant now,
            Duration skew,
            Effort effort) {
        var signatures = new Signatures(now, skew, effort);
        var keysJudged = trust.judge(keySet, signatures);
        return keysJudged.isSecure()
                ? signatures.judge(
                        set, ZoneKeys.of(keySet.name(), List.copyOf(trust.trusted(keySet))))
                : keysJudged;
    }

    /**
     * Judges records that there are.
     *
     * @param beside denials that came along: what was made from a wildcard needs one
     */
    public Evidence judge(SignedSet set, Credentials beside) {
        return switch (signatures.check(set, keys)) {
            case Checked.Bad(var reason) -> bogus(reason, set.signatures(), List.of());
            case Checked.Good(var seconds, var labels)
                    when labels < Signatures.labels(set.name()) ->
                    judgeExpanded(set, labels, beside).within(seconds);
            case Checked.Good(var seconds, _) ->
                    Evidence.of(Security.SECURE, null)
                            .with(set.signatures(), List.of())
                            .within(seconds);
        };
    }

    // RFC 4035 section 5.3.4: the name itself, and all between it and the wildcard, must not be.
    private Evidence judgeExpanded(SignedSet set, int labels, Credentials beside) {
        var what = Type.string(set.type()) + " " + Names.text(set.name());
        try {
            var proved = proved(beside);
            return verdict(
                            proved.denial().noCloserName(set.name(), labels),
                            what + " is of a wildcard that may not stand for it")
                    .with(set.signatures(), proved.records())
                    .within(proved.secondsMax());
        } catch (Exhausted costly) {
            return bogus(costly.reason(), set.signatures(), beside.denialRecords());
        }
    }

    /**
     * Judges that there is no such name.
     *
     * @param soa that came with the denial; null when none did
     */
    public Evidence judgeNoName(Name name, @Nullable SignedSet soa, Credentials beside) {
        return judge(soa, beside, "no such name " + Names.text(name), d -> d.noName(name));
    }

    /**
     * Judges that a name has nothing of a type.
     *
     * @param soa that came with the denial; null when none did
     */
    public Evidence judgeNoData(Name name, int type, @Nullable SignedSet soa, Credentials beside) {
        var what = "no " + Type.string(type) + " " + Names.text(name);
        return judge(soa, beside, what, d -> d.noData(name, type));
    }

    private interface Claim {
        Proof prove(Denial denial) throws Exhausted;
    }

    private Evidence judge(@Nullable SignedSet soa, Credentials beside, String what, Claim claim) {
        var bySoa = soa == null ? List.<Record>of() : List.<Record>copyOf(soa.signatures());
        var denials = beside.denialRecords();
        var seconds = Long.MAX_VALUE;
        if (soa != null) {
            switch (signatures.check(soa, keys)) {
                case Checked.Bad(var reason) -> {
                    return bogus(reason, bySoa, denials);
                }
                case Checked.Good(var left, _) -> seconds = left;
            }
        }
        if (beside.denials().isEmpty()) {
            return bogus(Reason.noDenial("nothing proves " + what), bySoa, denials);
        }
        try {
            var proved = proved(beside);
            return verdict(claim.prove(proved.denial()), "what came along does not prove " + what)
                    .with(bySoa, proved.records())
                    .within(Math.min(seconds, proved.secondsMax()));
        } catch (Exhausted costly) {
            return bogus(costly.reason(), bySoa, denials);
        }
    }

    /** Whether proved denials say that a name is delegated, to servers of an unsigned zone. */
    public boolean isCut(Name name, Evidence proved) {
        try {
            return Denial.of(keys.zone(), proved.denial(), signatures.effort()).isCut(name);
        } catch (Exhausted costly) {
            return false;
        }
    }

    /**
     * Denials whose signatures fit.
     *
     * @param records with those signatures
     * @param secondsMax for how long they do
     */
    private record Proved(Denial denial, List<Record> records, long secondsMax) {}

    private Proved proved(Credentials beside) {
        var denials = new ArrayList<Record>();
        var records = new ArrayList<Record>();
        var seconds = Long.MAX_VALUE;
        for (var set : beside.denials()) {
            // What was made from a wildcard denies nothing.
            if (signatures.check(set, keys) instanceof Checked.Good(var left, var labels)
                    && labels == Signatures.labels(set.name())) {
                denials.addAll(set.records());
                records.addAll(set.records());
                records.addAll(set.signatures());
                seconds = Math.min(seconds, left);
            }
        }
        return new Proved(Denial.of(keys.zone(), denials, signatures.effort()), records, seconds);
    }

    private static Evidence verdict(Proof proof, String otherwise) {
        return switch (proof) {
            case PROVED -> Evidence.of(Security.SECURE, null);
            case OPTED_OUT -> Evidence.of(Security.INSECURE, null);
            case TOO_COSTLY ->
                    Evidence.of(
                            Security.INSECURE,
                            new Reason(
                                    ExtendedErrorCodeOption.UNSUPPORTED_NSEC3_ITERATIONS_VALUE,
                                    "more than "
                                            + HashedDenial.ITERATIONS_MAX
                                            + " iterations of NSEC3"));
            case UNPROVED -> Evidence.bogus(Reason.noDenial(otherwise));
        };
    }

    private static Evidence bogus(
            Reason reason, List<? extends Record> signatures, List<? extends Record> denial) {
        return Evidence.bogus(reason).with(signatures, denial);
    }
}
