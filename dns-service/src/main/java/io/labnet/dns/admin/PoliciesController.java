package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.policy.BadPolicy;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.policy.Policy;
import io.labnet.dns.policy.PolicyConflict;
import io.labnet.dns.policy.PolicyText;
import io.labnet.dns.policy.SetKey;
import io.labnet.dns.zone.Zone;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which client is told what of the sets of records of a zone, and in which order. */
@RestController
@RequestMapping("/api/dns/zones/{zone}")
class PoliciesController {
    private final ServedZones zones;
    private final PoliciesInForce inForce;
    private final Policies policies;

    PoliciesController(ServedZones zones, PoliciesInForce inForce) {
        this.zones = zones;
        this.inForce = inForce;
        this.policies = inForce.policies();
    }

    /**
     * Whether sets of records begin with another one each time.
     *
     * @param rotates null in a wish that says nothing
     */
    record Rotation(@Nullable Boolean rotates) {}

    @GetMapping("/rotation")
    Rotation rotation(@PathVariable String zone) {
        return new Rotation(policies.rotates(zones.find(zone).origin()));
    }

    @PutMapping("/rotation")
    Rotation rotate(@PathVariable String zone, @RequestBody Rotation wish) {
        var found = zones.find(zone);
        if (wish.rotates() == null) {
            throw ApiProblem.invalid("/rotates", "rotates must be true or false");
        }
        policies.rotate(found.origin(), wish.rotates());
        inForce.changed().accept(found, found.origin());
        return wish;
    }

    @GetMapping("/policies")
    Page<PolicyView> list(
            @PathVariable String zone,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = zones.find(zone);
        var views =
                policies.all(found.origin()).stream()
                        .map(policy -> PolicyView.of(policies, found, policy))
                        .filter(view -> String.valueOf(view.name()).contains(q))
                        .toList();
        return Page.of(views, page, size);
    }

    @GetMapping("/policies/{name}/{type}")
    ResponseEntity<PolicyView> one(
            @PathVariable String zone, @PathVariable String name, @PathVariable String type) {
        var found = zones.find(zone);
        var policy = policies.policy(found.origin(), key(name, type));
        if (policy == null) {
            throw noSuchPolicy(name, type);
        }
        return told(found, policy);
    }

    private ResponseEntity<PolicyView> told(Zone zone, Policy policy) {
        return ResponseEntity.ok()
                .eTag(EntityTag.of(PolicyText.of(policy).toString()))
                .body(PolicyView.of(policies, zone, policy));
    }

    private static SetKey key(String name, String type) {
        return new SetKey(RecordRequest.name("/name", name), RecordRequest.type(type));
    }

    private static ApiProblem noSuchPolicy(String name, String type) {
        return ApiProblem.notFound("There is no policy for " + type + " records of " + name + ".");
    }

    /** Makes the policy of a set what it is to be, whether there was one or not. */
    @PutMapping("/policies/{name}/{type}")
    ResponseEntity<PolicyView> put(
            @PathVariable String zone,
            @PathVariable String name,
            @PathVariable String type,
            @RequestHeader(name = "If-Match", required = false) @Nullable String wanted,
            @RequestBody PolicyText wish) {
        var found = zones.find(zone);
        var key = key(name, type);
        if (found.records(key.owner(), key.type()).isEmpty()) {
            throw ServedZones.noSuchRecords(key.owner(), type);
        }
        try {
            var policy = wish.toPolicy(key);
            policies.put(found, policy, before -> EntityTag.require(wanted, tag(before)));
            inForce.changed().accept(found, key.owner());
            return told(found, policy);
        } catch (BadPolicy bad) {
            throw ApiProblem.invalid(bad.pointer(), bad.reason());
        } catch (PolicyConflict conflict) {
            throw ApiProblem.conflict(conflict.reason());
        }
    }

    private static @Nullable String tag(@Nullable Policy policy) {
        return policy == null ? null : EntityTag.of(PolicyText.of(policy).toString());
    }

    @DeleteMapping("/policies/{name}/{type}")
    ResponseEntity<Void> remove(
            @PathVariable String zone, @PathVariable String name, @PathVariable String type) {
        var found = zones.find(zone);
        var key = key(name, type);
        if (!policies.remove(found.origin(), key)) {
            throw noSuchPolicy(name, type);
        }
        inForce.changed().accept(found, key.owner());
        return ResponseEntity.noContent().build();
    }
}
