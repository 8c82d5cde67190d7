package io.labnet.dns.transfer;

import io.labnet.dns.server.NameService;
import io.labnet.dns.server.ZoneMaintenance;
import io.labnet.dns.zone.Zones;
import java.util.Set;
import org.xbill.DNS.Name;

/** What all name servers of a process share to maintain their zones. */
public final class Office {
    private final TsigKeys keys;
    private final Updates updates;
    private final Outgoing outgoing;
    private final Notifications notifications;
    private final TransferMeters meters;

    public Office(
            TsigKeys keys,
            Access access,
            Zones zones,
            Secondaries secondaries,
            ChildNotices children,
            TransferMeters meters) {
        this.keys = keys;
        this.updates = new Updates(zones, access);
        this.outgoing = new Outgoing(zones, access, meters);
        this.notifications = new Notifications(secondaries, children);
        this.meters = meters;
    }

    /**
     * The maintenance of one name server.
     *
     * @param origins of its zones; may change while it runs
     * @param service answers plain questions that are signed
     */
    public ZoneMaintenance of(Set<Name> origins, NameService service) {
        return new Maintenance(this, origins, service);
    }

    TsigKeys keys() {
        return keys;
    }

    Updates updates() {
        return updates;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Notifications notifications() {
        return notifications;
    }

    TransferMeters meters() {
        return meters;
    }
}
