package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.delegation.AgentMeters;
import io.labnet.dns.delegation.Decision;
import io.labnet.dns.delegation.ParentalAgent;
import io.labnet.dns.delegation.Standing;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Zone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The delegations of a signed zone whose children are served elsewhere, and what these wish. */
@RestController
@RequestMapping("/api/dns/zones/{zone}/delegations")
class DelegationsController {
    private final ServedZones zones;
    private final ParentalAgent agent;

    DelegationsController(ServedZones zones, ParentalAgent agent) {
        this.zones = zones;
        this.agent = agent;
    }

    /**
     * One delegation.
     *
     * @param ds the DS records that lead to the child
     * @param looked when the child was last asked; null before the first time
     * @param outcome what came of it, such as {@code put} or {@code unchanged}; empty before
     * @param detail why, for people
     * @param due when it is asked again
     */
    record DelegationView(
            String name,
            List<String> ds,
            @Nullable Instant looked,
            String outcome,
            String detail,
            Instant due) {
        static DelegationView of(Zone zone, Standing it) {
            var decision = it.decision();
            return new DelegationView(
                    Names.text(it.child()),
                    zone.records(it.child(), Type.DS).stream().map(Record::rdataToString).toList(),
                    it.looked(),
                    decision == null ? "" : AgentMeters.text(decision),
                    decision instanceof Decision.Stay(var _, var detail) ? detail : "",
                    it.due());
        }
    }

    @GetMapping
    Page<DelegationView> list(
            @PathVariable String zone,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var parent = zones.find(zone);
        var views =
                agent.all(parent.origin()).stream()
                        .map(it -> DelegationView.of(parent, it))
                        .filter(view -> view.name().contains(q) || view.outcome().contains(q))
                        .toList();
        return Page.of(views, page, size);
    }

    /** Asks the child now, and does what it wishes, as far as that may be. */
    @PostMapping("/{child}/looks")
    DelegationView look(@PathVariable String zone, @PathVariable String child) {
        var parent = zones.find(zone).origin();
        var name = RecordRequest.name("/child", child);
        try {
            return agent.look(parent, name)
                    .map(it -> DelegationView.of(zones.find(zone), it))
                    .orElseThrow(() -> notAsked(zone, name));
        } catch (ParentalAgent.Busy busy) {
            throw ApiProblem.unavailable(String.valueOf(busy.getMessage()));
        }
    }

    private static ApiProblem notAsked(String zone, Name child) {
        return ApiProblem.notFound(
                ("%s is not asked for its keys: delegations are, of a zone that is signed here,"
                                + " whose children are served elsewhere;"
                                + " /api/dns/zones/%s/delegations lists them.")
                        .formatted(Names.text(child), zone));
    }
}
