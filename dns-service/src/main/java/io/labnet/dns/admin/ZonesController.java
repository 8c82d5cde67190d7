package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.xbill.DNS.Name;

/** The zones that are served here, each as a whole. */
@RestController
@RequestMapping("/api/dns/zones")
class ZonesController {
    private static final int FILE_BYTES_MAX = 16 << 20;

    private final ServedZones zones;
    private final Hosting hosting;
    private final SignedZones signed;

    ZonesController(ServedZones zones, Hosting hosting, SignedZones signed) {
        this.zones = zones;
        this.hosting = hosting;
        this.signed = signed;
    }

    /**
     * One zone in short.
     *
     * @param kind {@code primary}, or {@code secondary} where it is a copy of another server's
     */
    record ZoneView(String name, long serial, int records, String primary, String kind) {}

    /**
     * A zone that somebody wants to have here.
     *
     * @param server the name server that is to have it; the first one when it is missing
     * @param file its master file
     */
    record ZoneRequest(@Nullable String name, @Nullable String server, @Nullable String file) {}

    private ZoneView view(Zone zone) {
        var soa = zone.soa();
        return new ZoneView(
                Names.text(zone.origin()),
                soa.getSerial(),
                zone.size(),
                Names.text(soa.getHost()),
                zones.all().isSecondary(zone.origin()) ? "secondary" : "primary");
    }

    @GetMapping
    Page<ZoneView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = zones.all().all().stream().map(this::view).filter(z -> z.name().contains(q));
        return Page.of(found.toList(), page, size);
    }

    @GetMapping("/{zone}")
    ZoneView one(@PathVariable String zone) {
        return view(zones.find(zone));
    }

    @PostMapping
    ResponseEntity<ZoneView> create(@RequestBody ZoneRequest wish) {
        var origin = RecordRequest.name("/name", wish.name() == null ? "" : wish.name());
        var servers = hosting.servers();
        if (servers.isEmpty()) {
            throw ApiProblem.notFound("No authoritative server runs here.");
        }
        var server = wish.server() == null ? servers.getFirst() : wish.server();
        if (!servers.contains(server)) {
            throw ApiProblem.notHere("/server", server + " does not run here.");
        }
        var file = wish.file() == null ? "" : wish.file();
        var zone = read("/file", origin, file.getBytes(StandardCharsets.UTF_8));
        var created = ServedZones.done(hosting.create(zone, server), Names.text(origin));
        var location =
                UriComponentsBuilder.fromPath("/api/dns/zones")
                        .pathSegment(Names.text(origin))
                        .build()
                        .encode()
                        .toUri();
        return ResponseEntity.created(location).body(view(created));
    }

    private static Zone read(String pointer, Name origin, byte[] file) {
        if (file.length > FILE_BYTES_MAX) {
            throw ApiProblem.invalid(
                    pointer,
                    "a master file of more than "
                            + FILE_BYTES_MAX
                            + " bytes; put it into the data folder,"
                            + " or make the changes one by one");
        }
        try {
            return MasterFile.read(origin, file);
        } catch (ZoneFault fault) {
            throw ApiProblem.invalid(pointer, fault.reason());
        }
    }

    @DeleteMapping("/{zone}")
    ResponseEntity<Void> delete(@PathVariable String zone) {
        var origin = ServedZones.origin(zone);
        ServedZones.done(hosting.delete(origin), zone);
        signed.forget(origin);
        return ResponseEntity.noContent().build();
    }

    @GetMapping(value = "/{zone}/file", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> file(@PathVariable String zone) {
        var found = zones.find(zone);
        return ResponseEntity.ok().eTag(EntityTag.of(found)).body(MasterFile.write(found));
    }

    /** Makes the zone what a master file says; its serial number goes on from the old one. */
    @PutMapping(value = "/{zone}/file", consumes = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<ZoneView> replace(
            @PathVariable String zone,
            @RequestHeader(name = "If-Match", required = false) @Nullable String wanted,
            InputStream body)
            throws IOException {
        var found = zones.find(zone);
        // Not more of it than is taken is ever in memory.
        var bytes = body.readNBytes(FILE_BYTES_MAX + 1);
        var next = read("", found.origin(), bytes);
        var change =
                zones.all()
                        .change(
                                found.origin(),
                                newest -> {
                                    EntityTag.require(wanted, EntityTag.of(newest));
                                    return Draft.between(newest, next);
                                });
        var changed = ServedZones.done(change, zone);
        return ResponseEntity.ok().eTag(EntityTag.of(changed)).body(view(changed));
    }
}
