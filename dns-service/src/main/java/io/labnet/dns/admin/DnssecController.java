package io.labnet.dns.admin;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.labnet.admin.ApiProblem;
import io.labnet.dns.delegation.DelegationSigners;
import io.labnet.dns.dnssec.Denial;
import io.labnet.dns.dnssec.Parent;
import io.labnet.dns.dnssec.Parent.Delegation;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.dnssec.SigningAlgorithm;
import io.labnet.dns.dnssec.SigningKey;
import io.labnet.dns.message.Names;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.zone.Zone;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Whether and how zones are signed. */
@RestController
@RequestMapping("/api/dns/zones/{zone}/dnssec")
class DnssecController {
    private final ServedZones zones;
    private final SignedZones signed;
    private final DelegationSigners above;
    private final Policies policies;
    private final Withdrawal withdrawal;
    private final Clock clock;

    DnssecController(
            ServedZones zones,
            SignedZones signed,
            DelegationSigners above,
            PoliciesInForce inForce,
            Withdrawal withdrawal,
            Clock clock) {
        this.zones = zones;
        this.signed = signed;
        this.above = above;
        this.policies = inForce.policies();
        this.withdrawal = withdrawal;
        this.clock = clock;
    }

    /**
     * How a zone is to be signed.
     *
     * @param algorithm ECDSAP256SHA256 when it is missing
     * @param denial NSEC when it is missing
     */
    record DnssecRequest(@Nullable String algorithm, @Nullable String denial) {}

    /**
     * A key of a zone.
     *
     * @param record as whoever trusts it writes it down
     */
    record KeyView(int tag, String algorithm, boolean entryPoint, String record) {}

    /**
     * How a zone is signed.
     *
     * @param algorithm empty when it is not
     * @param ds what its parent is to tell
     * @param delegation whether it does: {@code secure}, {@code insecure}, {@code bogus}, or {@code
     *     unknown} where that is not served here
     * @param renewal when the first signature is made anew
     * @param unsigned when the signatures are taken away; null when they stay
     */
    record DnssecView(
            String zone,
            boolean signed,
            String algorithm,
            String denial,
            List<KeyView> keys,
            List<String> ds,
            String delegation,
            @Nullable Instant renewal,
            @Nullable Instant unsigned) {}

    @GetMapping
    DnssecView one(@PathVariable String zone) {
        return view(zones.find(zone));
    }

    /** Signs the zone, or signs it otherwise, and tells its parent. */
    @PostMapping
    DnssecView sign(@PathVariable String zone, @RequestBody DnssecRequest wish) {
        var usual = SignedZones.Way.USUAL;
        var way =
                new SignedZones.Way(
                        one(
                                "/algorithm",
                                wish.algorithm(),
                                SigningAlgorithm.class,
                                usual.algorithm()),
                        one("/denial", wish.denial(), Denial.class, usual.denial()));
        var origin = ServedZones.origin(zone);
        requireWholeSets(origin);
        var done = ServedZones.done(signed.sign(zones.all(), origin, way), zone);
        delegate(origin, signers(done));
        return view(done);
    }

    // A signature is that of a whole set (RFC 4034 section 3.1.8.1).
    private void requireWholeSets(Name origin) {
        for (var policy : policies.all(origin)) {
            if (!policy.keepsSetWhole()) {
                throw ApiProblem.conflict(
                        "The policy of the %s records of %s tells a part of them: delete it first."
                                .formatted(
                                        Type.string(policy.of().type()),
                                        Names.text(policy.of().owner())));
            }
        }
    }

    private static <E extends Enum<E>> E one(
            String pointer, @Nullable String text, Class<E> kind, E usual) {
        if (text == null) {
            return usual;
        }
        return Arrays.stream(kind.getEnumConstants())
                .filter(one -> one.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        ApiProblem.invalid(
                                pointer, "is none of " + Arrays.toString(kind.getEnumConstants())));
    }

    /**
     * First the parent forgets the keys: a zone that it says is signed has to be. Whoever has heard
     * that before may remember it for a while, so that the signatures go after that. A parent that
     * is served elsewhere is told by a CDS record (RFC 8078 section 4).
     *
     * @param now whether they go at once
     */
    @DeleteMapping
    ResponseEntity<DnssecView> unsign(
            @PathVariable String zone, @RequestParam(defaultValue = "false") boolean now) {
        var origin = ServedZones.origin(zone);
        if (signed.way(zones.find(zone).origin()) == null) {
            throw ApiProblem.notFound("The zone " + zone + " is not signed here.");
        }
        var remembered = remembered(origin);
        delegate(origin, List.of());
        if (!now && remembered.isPositive()) {
            var until = clock.instant().plus(remembered).truncatedTo(SECONDS);
            signed.unsignAt(zones.all(), origin, until);
            return ResponseEntity.accepted().body(one(zone));
        }
        if (now || signed.until(origin) == null) {
            ServedZones.done(signed.unsign(zones.all(), origin), zone);
            return ResponseEntity.noContent().build();
        }
        return ResponseEntity.accepted().body(one(zone));
    }

    // A parent that is served elsewhere has to see that first.
    private Duration remembered(Name origin) {
        var isElsewhere =
                !origin.equals(Name.root)
                        && Parent.delegation(zones.all(), origin, List.of()) == Delegation.UNKNOWN;
        return isElsewhere ? withdrawal.patience() : Parent.remembered(zones.all(), origin);
    }

    private void delegate(Name origin, List<DSRecord> signers) {
        var refusal = above.tell(origin, signers);
        if (refusal != null) {
            throw ApiProblem.conflict(refusal);
        }
    }

    private List<DSRecord> signers(Zone zone) {
        var signer = signed.find(zone.origin());
        return signer == null ? List.of() : signer.ds(zone.soa().getTTL());
    }

    private DnssecView view(Zone zone) {
        var origin = zone.origin();
        var signer = signed.find(origin);
        var way = signed.way(origin);
        var signers = signers(zone);
        var delegation = Parent.delegation(zones.all(), origin, signers);
        return new DnssecView(
                Names.text(origin),
                way != null,
                way == null ? "" : way.algorithm().name(),
                way == null ? "" : way.denial().name(),
                signer == null
                        ? List.of()
                        : signer.keys().stream().map(k -> view(k, zone)).toList(),
                signers.stream().map(Record::rdataToString).toList(),
                way == null && delegation == Delegation.UNKNOWN
                        ? ""
                        : delegation.name().toLowerCase(Locale.ROOT),
                signer == null ? null : signer.due(zone),
                signed.until(origin));
    }

    private static KeyView view(SigningKey key, Zone zone) {
        var told =
                zone.records(zone.origin(), Type.DNSKEY).stream()
                        .filter(key.published()::equals)
                        .findFirst()
                        .orElse(key.published());
        var algorithm = SigningAlgorithm.of(key.published().getAlgorithm()).orElseThrow();
        return new KeyView(key.tag(), algorithm.name(), key.isEntryPoint(), told.toString());
    }
}
