package io.labnet.dns.admin;

import io.labnet.admin.Page;
import io.labnet.dns.alias.AliasWatch;
import io.labnet.dns.alias.Standing;
import io.labnet.dns.message.Names;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How it is with the ALIAS records of zones; they are made and taken away as any record is. */
@RestController
@RequestMapping("/api/dns/zones/{zone}/aliases")
class AliasesController {
    private final ServedZones zones;
    private final AliasWatch watch;

    AliasesController(ServedZones zones, AliasWatch watch) {
        this.zones = zones;
        this.watch = watch;
    }

    /**
     * One ALIAS record.
     *
     * @param addresses null before the first answer
     * @param due when it is looked into again
     * @param failingSince null while it is not
     * @param trouble why it fails
     */
    record AliasView(
            String name,
            String target,
            @Nullable List<String> addresses,
            Instant due,
            @Nullable Instant failingSince,
            String trouble) {
        static AliasView of(Standing it) {
            return new AliasView(
                    Names.text(it.owner()),
                    Names.text(it.target()),
                    it.addresses(),
                    it.due(),
                    it.failingSince(),
                    it.trouble());
        }
    }

    @GetMapping
    Page<AliasView> list(
            @PathVariable String zone,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var views =
                watch.all(zones.find(zone).origin()).stream()
                        .map(AliasView::of)
                        .filter(view -> view.name().contains(q) || view.target().contains(q))
                        .toList();
        return Page.of(views, page, size);
    }
}
