package io.labnet.dns.validator;

import io.labnet.dns.message.Names;
import io.labnet.dns.validator.Effort.Exhausted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Type;

/**
 * Checks signatures of sets of records (RFC 4035 section 5.3).
 *
 * @param now what time it is
 * @param skew how far clocks may differ from ours
 */
record Signatures(Instant now, Duration skew, Effort effort) {
    /** What came of it. */
    sealed interface Checked {
        /**
         * One signature fits.
         *
         * @param secondsMax for how long it does
         * @param labels of the name that was signed: fewer than the set's name has where that was
         *     made from a wildcard
         */
        record Good(long secondsMax, int labels) implements Checked {}

        record Bad(Reason reason) implements Checked {}
    }

    /** One signature of the zone's keys is enough (RFC 4035 section 5.3.3, RFC 6840 5.11). */
    Checked check(SignedSet set, ZoneKeys keys) {
        var what = Type.string(set.type()) + " " + Names.text(set.name());
        Reason reason = null;
        try {
            var tries = 0;
            for (var signature : set.signatures()) {
                var why = whyUnfit(signature, set, keys.zone());
                var candidates = keys.of(signature);
                if (why == null && candidates.isEmpty()) {
                    why = Reason.noKey("no key of " + Names.text(keys.zone()) + " signed " + what);
                }
                if (why != null) {
                    reason = stronger(reason, why);
                    continue;
                }
                for (var key : candidates) {
                    if (tries++ >= Effort.OF_A_SET) {
                        throw new Exhausted("too many signatures and keys for " + what);
                    }
                    if (fits(set, signature, key)) {
                        return new Checked.Good(secondsMax(signature), signature.getLabels());
                    }
                }
                reason = Reason.bogus("a signature of " + what + " does not fit");
            }
        } catch (Exhausted costly) {
            return new Checked.Bad(costly.reason());
        }
        return new Checked.Bad(
                reason == null ? Reason.noSignature("no signature of " + what) : reason);
    }

    // The last word on why it failed is the one about a signature that could have fitted.
    private static Reason stronger(@Nullable Reason before, Reason now) {
        return before == null || before.code() == ExtendedErrorCodeOption.DNSKEY_MISSING
                ? now
                : before;
    }

    private boolean fits(SignedSet set, RRSIGRecord signature, DNSKEYRecord key) throws Exhausted {
        effort.signature();
        try {
            // The times were looked at already, with patience for clocks that differ.
            DNSSEC.verify(new RRset(set.records()), signature, key, signature.getTimeSigned());
            return true;
        } catch (DNSSECException | RuntimeException unfit) {
            effort.misfit();
            return false;
        }
    }

    /** RFC 4035 section 5.3.1: what a signature must be before it is worth computing. */
    private @Nullable Reason whyUnfit(RRSIGRecord signature, SignedSet set, Name zone) {
        var what = Type.string(set.type()) + " " + Names.text(set.name());
        if (!signature.getSigner().equals(zone)
                || !set.name().subdomain(zone)
                || signature.getLabels() > labels(set.name())) {
            return Reason.bogus("a signature that cannot be of " + what);
        }
        if (!Algorithms.isKnown(signature.getAlgorithm())) {
            return new Reason(
                    ExtendedErrorCodeOption.UNSUPPORTED_DNSKEY_ALGORITHM,
                    "a signature of an unknown algorithm for " + what);
        }
        if (signature.getExpire().isBefore(signature.getTimeSigned())) {
            return new Reason(
                    ExtendedErrorCodeOption.SIGNATURE_EXPIRED_BEFORE_VALID,
                    "the signature of " + what + " expires before it is valid");
        }
        if (signature.getExpire().plus(skew).isBefore(now)) {
            return new Reason(
                    ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
                    "the signature of " + what + " expired at " + signature.getExpire());
        }
        if (signature.getTimeSigned().minus(skew).isAfter(now)) {
            return new Reason(
                    ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID,
                    "the signature of " + what + " is valid from " + signature.getTimeSigned());
        }
        return null;
    }

    /** Labels as RFC 4034 section 3.1.3 counts them: without the root's and without an asterisk. */
    static int labels(Name name) {
        return name.labels() - 1 - (name.isWild() ? 1 : 0);
    }

    private long secondsMax(RRSIGRecord signature) {
        var left = Duration.between(now, signature.getExpire().plus(skew)).toSeconds();
        var ttl = Math.min(signature.getTTL(), signature.getOrigTTL());
        return Math.max(0, Math.min(ttl, left));
    }

    /** The verdict on a set, with its signatures. */
    Evidence judge(SignedSet set, ZoneKeys keys) {
        return switch (check(set, keys)) {
            case Checked.Good(var seconds, _) ->
                    Evidence.of(Security.SECURE, null)
                            .within(seconds)
                            .with(set.signatures(), List.of());
            case Checked.Bad(var reason) ->
                    Evidence.bogus(reason).with(set.signatures(), List.of());
        };
    }
}
