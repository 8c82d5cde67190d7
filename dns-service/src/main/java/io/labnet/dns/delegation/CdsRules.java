package io.labnet.dns.delegation;

import io.labnet.dns.delegation.Decision.Put;
import io.labnet.dns.delegation.Decision.Stay;
import io.labnet.dns.delegation.Decision.Why;
import io.labnet.dns.message.Names;
import io.labnet.dns.validator.Credentials;
import io.labnet.dns.validator.Effort;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.validator.SecureZone;
import io.labnet.dns.validator.SignedSet;
import io.labnet.dns.validator.Trust;
import io.labnet.dns.validator.ZoneKeys;
import io.labnet.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;

/**
 * Whether a parent does what a child wishes by its CDS and CDNSKEY records (RFC 7344, RFC 8078), by
 * what all of the child's name servers have told. Knows no network and no zone.
 *
 * @param acceptFirst where the name servers of a child must be that has no DS record yet
 * @param skew how far clocks may differ from ours
 */
public record CdsRules(List<Network> acceptFirst, Duration skew) {
    public CdsRules {
        acceptFirst = List.copyOf(acceptFirst);
    }

    Decision decide(Cut cut, List<Told> told, Instant now) {
        var silence = silence(told);
        if (silence != null) {
            return new Stay(Why.SILENT, silence);
        }
        var apexes =
                told.stream()
                        .filter(Told.Apex.class::isInstance)
                        .map(Told.Apex.class::cast)
                        .toList();
        var first = apexes.getFirst();
        for (var other : apexes) {
            // RFC 7344 section 4.1, "Location".
            if (!other.isAllOf(cut.child())) {
                return new Stay(
                        Why.UNPROVED, Names.text(other.server()) + " speaks of another name");
            }
            if (!other.wishesTheSame(first)) {
                return new Stay(
                        Why.DISAGREED,
                        "%s (%s) has other CDS or CDNSKEY records than %s (%s)"
                                .formatted(
                                        Names.text(other.server()),
                                        other.address().getHostAddress(),
                                        Names.text(first.server()),
                                        first.address().getHostAddress()));
            }
        }
        return switch (Wish.of(first)) {
            case Wish.None() -> new Stay(Why.UNWISHED, "it has no CDS and no CDNSKEY records");
            case Wish.Unclear(var reason) -> new Stay(Why.UNCLEAR, reason);
            // RFC 8078 section 4: as if it wished for no DS record at all.
            case Wish.End() -> decide(cut, apexes, List.of(), now);
            case Wish.Signers(var ds) -> decide(cut, apexes, ds, now);
        };
    }

    // Each name server has to be heard, at one of its addresses at least.
    private static @Nullable String silence(List<Told> told) {
        var heard = new HashSet<Name>();
        for (var one : told) {
            if (one instanceof Told.Apex) {
                heard.add(one.server());
            }
        }
        for (var one : told) {
            if (one instanceof Told.Nothing(var server, var reason) && !heard.contains(server)) {
                return Names.text(server) + ": " + reason;
            }
        }
        return heard.isEmpty() ? "it has no name servers" : null;
    }

    private Decision decide(Cut cut, List<Told.Apex> apexes, List<DSRecord> wanted, Instant now) {
        if (new HashSet<>(wanted).equals(new HashSet<>(cut.signers()))) {
            return new Stay(Why.UNCHANGED, "");
        }
        var isFirst = cut.signers().isEmpty();
        for (var apex : apexes) {
            // RFC 8078 section 3.2: nothing signs the first one, so that something else must speak
            // for it, which is where its name servers are.
            if (isFirst && acceptFirst.stream().noneMatch(it -> it.contains(apex.address()))) {
                return new Stay(
                        Why.REFUSED,
                        "it has no DS record yet, and no first one is taken from "
                                + apex.address().getHostAddress());
            }
            var flaw = isFirst ? flawOfFirst(apex, wanted, now) : flaw(apex, cut, wanted, now);
            if (flaw != null) {
                return new Stay(Why.UNPROVED, Names.text(apex.server()) + ": " + flaw);
            }
        }
        // RFC 7344 section 6.2: an old wish must not take a newer one's place.
        var signed = signed(apexes);
        if (cut.signed() != null && signed.isBefore(cut.signed())) {
            return new Stay(
                    Why.UNPROVED,
                    "it is signed at %s, before the last one (%s)".formatted(signed, cut.signed()));
        }
        return new Put(wanted, signed);
    }

    /** RFC 7344 section 4.1: the rule "Signer" does not hold yet, the rule "Continuity" does. */
    private @Nullable String flawOfFirst(Told.Apex apex, List<DSRecord> wanted, Instant now) {
        var keys = apex.keys();
        var wish = apex.wish();
        if (keys == null || wish == null) {
            return "it has no DNSKEY records";
        }
        var effort = new Effort();
        var led = SecureZone.judgeKeys(keys, trust(wanted), now, skew, effort);
        if (!led.isSecure()) {
            return led.text();
        }
        var all = ZoneKeys.of(keys.name(), List.copyOf(keys.records()));
        return flaw(new SecureZone(all, now, skew, effort).judge(wish, Credentials.NONE));
    }

    /** RFC 7344 section 4.1. */
    private @Nullable String flaw(Told.Apex apex, Cut cut, List<DSRecord> wanted, Instant now) {
        var keys = apex.keys();
        var wish = apex.wish();
        if (keys == null || wish == null) {
            return "it has no DNSKEY records";
        }
        var effort = new Effort();
        // "Signer": a key that is in the DNSKEY set and in the DS set as they now are.
        var bySigner =
                SecureZone.judgeForParent(wish, keys, trust(cut.signers()), now, skew, effort);
        if (!bySigner.isSecure() || wanted.isEmpty()) {
            return flaw(bySigner);
        }
        // "Continuity": the delegation must not break.
        return flaw(SecureZone.judgeKeys(keys, trust(wanted), now, skew, effort));
    }

    private static @Nullable String flaw(Evidence evidence) {
        return evidence.isSecure() ? null : evidence.text();
    }

    private static Trust trust(List<DSRecord> signers) {
        return new Trust(signers, List.of());
    }

    // A signature that somebody adds cannot make the wish younger, for the oldest counts.
    private static Instant signed(List<Told.Apex> apexes) {
        return apexes.stream()
                .map(Told.Apex::wish)
                .flatMap(wish -> signatures(wish).stream())
                .map(RRSIGRecord::getTimeSigned)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static List<RRSIGRecord> signatures(@Nullable SignedSet wish) {
        return wish == null ? List.of() : wish.signatures();
    }
}
