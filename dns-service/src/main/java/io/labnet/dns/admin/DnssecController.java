package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.dns.dnssec.Denial;
import io.labnet.dns.dnssec.Parent;
import io.labnet.dns.dnssec.Parent.Delegation;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.dnssec.SigningAlgorithm;
import io.labnet.dns.dnssec.SigningKey;
import io.labnet.dns.message.Names;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.registrar.Amendment;
import io.labnet.dns.registrar.Outcome;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Zone;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
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
    private final DomainSales sales;
    private final Policies policies;

    DnssecController(
            ServedZones zones, SignedZones signed, DomainSales sales, PoliciesInForce inForce) {
        this.zones = zones;
        this.signed = signed;
        this.sales = sales;
        this.policies = inForce.policies();
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
     */
    record DnssecView(
            String zone,
            boolean signed,
            String algorithm,
            String denial,
            List<KeyView> keys,
            List<String> ds,
            String delegation,
            @Nullable Instant renewal) {}

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

    /** First the parent forgets the keys: a zone that it says is signed has to be. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unsign(@PathVariable String zone) {
        var origin = ServedZones.origin(zone);
        if (signed.way(zones.find(zone).origin()) == null) {
            throw ApiProblem.notFound("The zone " + zone + " is not signed here.");
        }
        delegate(origin, List.of());
        ServedZones.done(signed.unsign(zones.all(), origin), zone);
    }

    // Whoever has bought the domain has its DS records in the registration; where the world came
    // with it, they are the parent zone's alone.
    private void delegate(Name origin, List<DSRecord> signers) {
        var registrar = sales.registrar();
        if (registrar != null && registrar.find(origin) != null) {
            var outcome = registrar.amend(origin, new Amendment(null, signers, null, null));
            if (!(outcome instanceof Outcome.Done)) {
                throw ApiProblem.conflict(
                        "The registrar does not pass on the DS records: " + outcome);
            }
            return;
        }
        if (Parent.tell(zones.all(), origin, signers) instanceof Change.Refused(var reason)) {
            throw ApiProblem.conflict("The parent does not take the DS records: " + reason);
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
                signer == null ? null : signer.due(zone));
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
