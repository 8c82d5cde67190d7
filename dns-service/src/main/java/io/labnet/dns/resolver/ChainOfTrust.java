package io.labnet.dns.resolver;

import io.labnet.dns.cache.Found;
import io.labnet.dns.cache.Known;
import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Credentials;
import io.labnet.dns.validator.Effort;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.validator.Reason;
import io.labnet.dns.validator.SecureZone;
import io.labnet.dns.validator.Security;
import io.labnet.dns.validator.SignedSet;
import io.labnet.dns.validator.Trust;
import io.labnet.dns.validator.ZoneKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * How far that what one search finds is proved: by keys, each trusted because of the one above,
 * from an anchor down (RFC 4035 section 5). Used by one thread.
 */
final class ChainOfTrust {
    // What could not be proved just now is not held against anybody for longer.
    private static final long SECONDS_OF_TROUBLE = 1;

    /** Asks the questions about DS and DNSKEY records. */
    interface Asking {
        Found find(Question question) throws Unresolvable;
    }

    /** What is known of a name's zone. */
    private sealed interface Standing {
        /** It has to be signed, by keys that are trusted. */
        record Signed(Name zone, Trust trust) implements Standing {}

        /** Whatever it says has this verdict. */
        record Settled(Evidence verdict) implements Standing {}
    }

    /** A zone with proved keys; null with a verdict that says why there is none. */
    private record Keys(@Nullable SecureZone zone, Evidence verdict) {}

    private final Surroundings around;
    private final Asking asking;
    private final Effort effort = new Effort();
    private final Map<Name, Standing> standings = new HashMap<>();
    private final Map<Name, Keys> keys = new HashMap<>();

    ChainOfTrust(Surroundings around, Asking asking) {
        this.around = around;
        this.asking = asking;
    }

    boolean isOn() {
        return around.validation().isOn();
    }

    /** How far records are proved. */
    Evidence of(List<Record> set, Credentials beside) {
        var signed = beside.signed(set);
        // Signatures are not signed.
        if (!isOn() || signed.type() == Type.RRSIG) {
            return Evidence.NONE;
        }
        return signed.type() == Type.DNSKEY ? ofKeys(signed, beside) : ofData(signed, beside);
    }

    private Evidence ofKeys(SignedSet signed, Credentials beside) {
        return standing(signed.name()) instanceof Standing.Signed(var zone, var trust)
                        && zone.equals(signed.name())
                ? SecureZone.judgeKeys(
                        signed, trust, around.clock().instant(), around.validation().skew(), effort)
                : ofData(signed, beside);
    }

    private Evidence ofData(SignedSet signed, Credentials beside) {
        var what = Type.string(signed.type()) + " " + Names.text(signed.name());
        var signer = signer(signed.signatures(), signed.name(), signed.type());
        if (signer == null) {
            return unsigned(
                    signed.name(), signed.type(), Reason.noSignature("no signature of " + what));
        }
        var zone = secureZone(signer);
        return zone.zone() == null
                ? zone.verdict().with(signed.signatures(), List.of())
                : zone.zone().judge(signed, beside);
    }

    /** How far it is proved that there is no such name. */
    Evidence ofNoName(Name name, @Nullable SOARecord soa, Credentials beside) {
        // No type at all has the number 0.
        return ofDenial(
                new Question(name, 0),
                soa,
                beside,
                (zone, signedSoa) -> zone.judgeNoName(name, signedSoa, beside));
    }

    /** How far it is proved that the name has nothing of the type. */
    Evidence ofNoData(Question question, @Nullable SOARecord soa, Credentials beside) {
        return ofDenial(
                question,
                soa,
                beside,
                (zone, signedSoa) ->
                        zone.judgeNoData(question.name(), question.type(), signedSoa, beside));
    }

    private interface Judgement {
        Evidence of(SecureZone zone, @Nullable SignedSet soa);
    }

    private Evidence ofDenial(
            Question denied, @Nullable SOARecord soa, Credentials beside, Judgement judgement) {
        if (!isOn()) {
            return Evidence.NONE;
        }
        var signedSoa = soa == null ? null : beside.signed(List.of(soa));
        List<RRSIGRecord> ofSoa = signedSoa == null ? List.of() : signedSoa.signatures();
        var signatures =
                Stream.concat(
                                ofSoa.stream(),
                                beside.denials().stream().flatMap(set -> set.signatures().stream()))
                        .toList();
        var signer = signer(signatures, denied.name(), denied.type());
        if (signer == null) {
            return unsigned(denied.name(), denied.type(), whyNotDenied(denied, beside));
        }
        var zone = secureZone(signer);
        return zone.zone() == null
                ? zone.verdict().with(ofSoa, beside.denialRecords())
                : judgement.of(zone.zone(), signedSoa);
    }

    private static Reason whyNotDenied(Question denied, Credentials beside) {
        var name = Names.text(denied.name());
        return beside.denials().isEmpty()
                ? new Reason(ExtendedErrorCodeOption.NSEC_MISSING, "nothing denies " + name)
                : Reason.noSignature("no signature of what denies " + name);
    }

    /**
     * Which zone is said to have signed: the deepest, where they differ. Of a delegation that is
     * never the zone below it (RFC 4035 section 5.2).
     */
    private static @Nullable Name signer(Collection<RRSIGRecord> signatures, Name name, int type) {
        return signatures.stream()
                .map(RRSIGRecord::getSigner)
                .filter(name::subdomain)
                .filter(signer -> !isOfUpperSide(name, type) || !signer.equals(name))
                .max(Comparator.comparingInt(Name::labels))
                .orElse(null);
    }

    private static boolean isOfUpperSide(Name name, int type) {
        return type == Type.DS && !name.equals(Name.root);
    }

    // Without a signature it depends on whether there has to be one.
    private Evidence unsigned(Name name, int type, Reason otherwise) {
        return switch (standing(isOfUpperSide(name, type) ? new Name(name, 1) : name)) {
            case Standing.Signed _ -> Evidence.bogus(otherwise);
            // Nothing says that a zone begins in between: what is amiss is the signature.
            case Standing.Settled(var verdict) when isNoDenial(verdict) ->
                    Evidence.bogus(otherwise);
            case Standing.Settled(var verdict) -> verdict;
        };
    }

    private static boolean isNoDenial(Evidence verdict) {
        var reason = verdict.reason();
        return verdict.isBogus()
                && reason != null
                && reason.code() == ExtendedErrorCodeOption.NSEC_MISSING;
    }

    private Keys secureZone(Name signer) {
        return switch (standing(signer)) {
            case Standing.Settled(var verdict) -> new Keys(null, verdict);
            case Standing.Signed signed when signed.zone().equals(signer) -> keys(signed);
            case Standing.Signed _ ->
                    settled(
                            new Reason(
                                    ExtendedErrorCodeOption.DNSSEC_BOGUS,
                                    "signed by " + Names.text(signer) + ", which is no zone"));
        };
    }

    private static Keys settled(Reason reason) {
        return new Keys(null, Evidence.bogus(reason));
    }

    private Keys keys(Standing.Signed signed) {
        var known = keys.get(signed.zone());
        if (known != null) {
            return known;
        }
        var none = settled(Reason.noKey(Names.text(signed.zone()) + " has no keys"));
        // Stands while they are asked for: no denial of keys can be proved by the keys.
        keys.put(signed.zone(), none);
        var found = asked(new Question(signed.zone(), Type.DNSKEY));
        var proved = none;
        if (!found.evidence().isSecure()) {
            proved = new Keys(null, verdict(found.evidence()));
        } else if (found.known() instanceof Known.Records(var records)) {
            proved = new Keys(zone(ZoneKeys.of(signed.zone(), records)), found.evidence());
        }
        keys.put(signed.zone(), proved);
        return proved;
    }

    private SecureZone zone(ZoneKeys zoneKeys) {
        return new SecureZone(
                zoneKeys, around.clock().instant(), around.validation().skew(), effort);
    }

    private Found asked(Question question) {
        try {
            return asking.find(question);
        } catch (Unresolvable nobody) {
            var trouble = nobody.trouble();
            var reason = new Reason(trouble.code(), question.text() + ": " + trouble.reason());
            return new Found(
                    new Known.Nothing(), Evidence.bogus(reason).within(SECONDS_OF_TROUBLE));
        }
    }

    private static Evidence verdict(Evidence evidence) {
        return evidence.with(List.of(), List.of());
    }

    /** Goes down from the closest anchor, asking at each label whether a zone begins there. */
    private Standing standing(Name name) {
        var anchors = around.validation().anchors();
        var anchor = anchors.closest(name, around.detours().zoneOf(name));
        if (anchor.isEmpty()) {
            return new Standing.Settled(Evidence.NONE);
        }
        var exception = around.validation().exceptions().covering(name, anchor.get());
        if (exception.isPresent()) {
            var left = Duration.between(around.clock().instant(), exception.get().expires());
            return new Standing.Settled(
                    insecure(
                                    new Reason(
                                            ExtendedErrorCodeOption.NEGATIVE_TRUST_ANCHOR,
                                            "a negative trust anchor for "
                                                    + Names.text(exception.get().name())))
                            .within(left.toSeconds()));
        }
        var standing = signed(anchor.get(), anchors.of(anchor.get()).orElseThrow());
        for (int above = name.labels() - anchor.get().labels() - 1; above >= 0; above--) {
            var child = new Name(name, above);
            var known = standings.get(child);
            standing = known == null ? below(standing, child) : known;
            standings.put(child, standing);
        }
        return standing;
    }

    private static Evidence insecure(@Nullable Reason reason) {
        return Evidence.of(Security.INSECURE, reason);
    }

    private static Standing signed(Name zone, Trust trust) {
        var unsigned = trust.whyUnsigned();
        return unsigned == null
                ? new Standing.Signed(zone, trust)
                : new Standing.Settled(insecure(unsigned));
    }

    private Standing below(Standing above, Name child) {
        if (!(above instanceof Standing.Signed signed)) {
            return above;
        }
        var found = asked(new Question(child, Type.DS));
        if (!found.evidence().isSecure()) {
            return new Standing.Settled(verdict(found.evidence()));
        }
        return switch (found.known()) {
            case Known.Records(var ds) -> signed(child, Trust.ofDelegation(ds));
            case Known.NoData _ when isCut(signed, child, found.evidence()) ->
                    new Standing.Settled(insecure(null));
            // No zone begins there.
            case Known.NoData _,
                    Known.NoSuchName _,
                    Known.Alias _,
                    Known.TooLong _,
                    Known.Nothing _ ->
                    above;
        };
    }

    private boolean isCut(Standing.Signed above, Name child, Evidence proved) {
        var zone = keys(above).zone();
        return zone != null && zone.isCut(child, proved);
    }
}
