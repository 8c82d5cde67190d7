package io.labnet.dns.catalog;

import io.labnet.dns.message.Names;
import io.labnet.dns.transfer.Copy;
import io.labnet.dns.transfer.Secondaries;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.Zones;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/** Copies the zones that a catalog names, from where the catalog itself comes (RFC 9432). */
public final class CatalogConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogConsumer.class);

    private final Copy catalog;
    private final Zones zones;
    private final Hosting hosting;
    private final Secondaries secondaries;
    private final Map<Name, Name> copied = new HashMap<>();

    /**
     * A consumer that copies nothing yet.
     *
     * @param catalog where it comes from
     */
    public CatalogConsumer(Copy catalog, Zones zones, Hosting hosting, Secondaries secondaries) {
        this.catalog = catalog;
        this.zones = zones;
        this.hosting = hosting;
        this.secondaries = secondaries;
    }

    /** Copies what the catalog names, now and whenever it changes. */
    public void start() {
        zones.watch((zone, _) -> {
            if (zone.origin().equals(catalog.origin())) {
                follow();
            }
        });
        follow();
    }

    private synchronized void follow() {
        var zone = zones.held(catalog.origin());
        if (zone == null) {
            return;
        }
        try {
            var named = Catalog.members(zone);
            // RFC 9432 section 5.4: by another label it is another zone of the same name.
            copied.entrySet()
                    .removeIf(it -> {
                        var isGone = !it.getValue().equals(named.get(it.getKey()));
                        if (isGone) {
                            leave(it.getKey());
                        }
                        return isGone;
                    });
            named.forEach(this::take);
        } catch (ZoneFault broken) {
            // RFC 9432 section 5.1: what was copied until now still is.
            LOG.error("{} is broken: {}", catalog, broken.reason());
        }
    }

    private void take(Name member, Name id) {
        if (copied.containsKey(member)) {
            return;
        }
        // RFC 9432 section 5.2: who has a zone already keeps it.
        if (zones.held(member) != null
                || zones.isSecondary(member)
                || member.equals(catalog.origin())) {
            LOG.warn("{} names {}, which is served here already", catalog, Names.text(member));
            return;
        }
        copied.put(member, id);
        zones.loadSecondary(member);
        hosting.serveBeside(catalog.origin(), member);
        secondaries.add(new Copy(member, catalog.primaries(), catalog.key()));
        LOG.info("{} is copied, for {} names it", Names.text(member), catalog);
    }

    private void leave(Name member) {
        secondaries.remove(member);
        hosting.serveNoMore(member);
        zones.forgetSecondary(member);
        LOG.info("{} is copied no more, for {} does not name it", Names.text(member), catalog);
    }
}
