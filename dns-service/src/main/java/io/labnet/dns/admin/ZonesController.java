package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.Zones;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.xbill.DNS.Name;

/** The zones that are served here, and their records. In paths the root zone is {@code root}. */
@RestController
@RequestMapping("/api/dns/zones")
class ZonesController {
    private static final String ROOT = "root";

    private final Zones zones;

    ZonesController(Zones zones) {
        this.zones = zones;
    }

    /** One zone in short. */
    record ZoneView(String name, long serial, int records, String primary) {
        static ZoneView of(Zone zone) {
            var soa = zone.soa();
            return new ZoneView(
                    Names.text(zone.origin()),
                    soa.getSerial(),
                    zone.records().size(),
                    Names.text(soa.getHost()));
        }
    }

    @GetMapping
    Page<ZoneView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                zones.all().stream().map(ZoneView::of).filter(z -> z.name().contains(q)).toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/{zone}")
    ZoneView one(@PathVariable String zone) {
        return ZoneView.of(find(zone));
    }

    @GetMapping(value = "/{zone}/file", produces = MediaType.TEXT_PLAIN_VALUE)
    String file(@PathVariable String zone) {
        return MasterFile.write(find(zone));
    }

    @GetMapping("/{zone}/records")
    Page<RecordView> records(
            @PathVariable String zone,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                find(zone).records().stream()
                        .map(RecordView::of)
                        .filter(record -> record.mentions(q))
                        .toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/{zone}/records/{name}/{type}")
    Page<RecordView> set(
            @PathVariable String zone, @PathVariable String name, @PathVariable String type) {
        var owner = RecordRequest.name("/name", name);
        var found = find(zone).records(owner, RecordRequest.type(type));
        if (found.isEmpty()) {
            throw noSuchRecords(name, type);
        }
        return Page.of(found.stream().map(RecordView::of).toList(), 0, Page.LARGEST);
    }

    @PostMapping("/{zone}/records")
    ResponseEntity<RecordView> add(@PathVariable String zone, @RequestBody RecordRequest wish) {
        var record = wish.toRecord(find(zone).origin());
        var view = RecordView.of(record);
        return switch (zones.add(origin(zone), record)) {
            case Change.Done _ -> {
                var location =
                        UriComponentsBuilder.fromPath("/api/dns/zones")
                                .pathSegment(zone, "records", view.name(), view.type())
                                .build()
                                .encode()
                                .toUri();
                yield ResponseEntity.created(location).body(view);
            }
            case Change.NoSuchZone() -> throw noSuchZone(zone);
            case Change.NoSuchRecords() -> throw noSuchRecords(view.name(), view.type());
            case Change.Refused(var reason) -> throw ApiProblem.conflict(reason);
        };
    }

    @DeleteMapping("/{zone}/records/{name}/{type}")
    ResponseEntity<Void> remove(
            @PathVariable String zone, @PathVariable String name, @PathVariable String type) {
        var owner = RecordRequest.name("/name", name);
        return switch (zones.remove(origin(zone), owner, RecordRequest.type(type))) {
            case Change.Done _ -> ResponseEntity.noContent().build();
            case Change.NoSuchZone() -> throw noSuchZone(zone);
            case Change.NoSuchRecords() -> throw noSuchRecords(name, type);
            case Change.Refused(var reason) -> throw ApiProblem.conflict(reason);
        };
    }

    private Zone find(String text) {
        var zone = zones.zone(origin(text));
        if (zone == null) {
            throw noSuchZone(text);
        }
        return zone;
    }

    // A path segment of one dot would mean "this folder" (RFC 3986 section 5.2.4).
    private static Name origin(String text) {
        return text.equals(ROOT) ? Name.root : RecordRequest.name("/zone", text);
    }

    private static ApiProblem noSuchZone(String zone) {
        return ApiProblem.notFound(
                "The zone " + zone + " is not served here; /api/dns/zones lists those that are.");
    }

    private static ApiProblem noSuchRecords(String name, String type) {
        return ApiProblem.notFound(name + " has no " + type + " records here.");
    }
}
