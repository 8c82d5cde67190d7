package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.Zones;
import org.xbill.DNS.Name;

/** The zones as paths and problems name them. In paths the root zone is {@code root}. */
public final class ServedZones {
    private static final String ROOT = "root";

    private final Zones zones;

    public ServedZones(Zones zones) {
        this.zones = zones;
    }

    Zones all() {
        return zones;
    }

    /**
     * A zone in service.
     *
     * @throws ApiProblem (404) when there is none of that name
     */
    Zone find(String text) {
        var zone = zones.zone(origin(text));
        if (zone == null) {
            throw noSuchZone(text);
        }
        return zone;
    }

    // A path segment of one dot would mean "this folder" (RFC 3986 section 5.2.4).
    static Name origin(String text) {
        return text.equals(ROOT) ? Name.root : RecordRequest.name("/zone", text);
    }

    /**
     * The zone as it was changed.
     *
     * @throws ApiProblem when it was not: 404 or 409
     */
    static Zone done(Change change, String zone) {
        return switch (change) {
            case Change.Done(var changed, var _) -> changed;
            case Change.NoSuchZone() -> throw noSuchZone(zone);
            case Change.NoSuchRecords() ->
                    throw ApiProblem.notFound("There are no such records in " + zone + ".");
            case Change.Refused(var reason) -> throw ApiProblem.conflict(reason);
        };
    }

    static ApiProblem noSuchZone(String zone) {
        return ApiProblem.notFound(
                "The zone " + zone + " is not served here; /api/dns/zones lists those that are.");
    }

    static ApiProblem noSuchRecords(Name name, String type) {
        return ApiProblem.notFound(Names.text(name) + " has no " + type + " records here.");
    }
}
