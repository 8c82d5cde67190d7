package io.labnet.dns.catalog;

import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.Zones;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/** Keeps a catalog of all zones of which one server is the primary (RFC 9432). */
public final class CatalogProducer {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogProducer.class);

    private final Name origin;
    private final String server;
    private final Zones zones;
    private final Hosting hosting;

    /**
     * A producer.
     *
     * @param origin of the catalog, which is a zone like any other
     * @param server whose zones it names, and which serves it
     */
    public CatalogProducer(Name origin, String server, Zones zones, Hosting hosting) {
        this.origin = origin;
        this.server = server;
        this.zones = zones;
        this.hosting = hosting;
    }

    /**
     * Makes the catalog where there is none, and keeps it from now on.
     *
     * @throws ZoneFault when it cannot be made
     */
    public void start() throws ZoneFault {
        if (zones.held(origin) == null
                && hosting.create(Catalog.empty(origin), server)
                        instanceof Change.Refused(var reason)) {
            throw new ZoneFault("the catalog " + origin + " cannot be made: " + reason);
        }
        zones.watch((zone, _) -> changed(zone));
        mend();
    }

    // Most changes are of zones that it names already.
    private void changed(Zone zone) {
        var isMember = members().contains(zone.origin());
        var catalog = zones.zone(origin);
        try {
            if (catalog != null
                    && !zone.origin().equals(origin)
                    && Catalog.members(catalog).containsKey(zone.origin()) != isMember) {
                mend();
            }
        } catch (ZoneFault broken) {
            mend();
        }
    }

    private Set<Name> members() {
        var members = new HashSet<>(hosting.zones(server));
        members.removeIf(
                it -> it.equals(origin) || zones.isSecondary(it) || zones.held(it) == null);
        return members;
    }

    private void mend() {
        var change = zones.change(origin, newest -> Catalog.naming(newest, members()));
        if (change instanceof Change.Refused(var reason)) {
            LOG.error("The catalog {} cannot be kept: {}", origin, reason);
        }
    }
}
