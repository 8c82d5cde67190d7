package io.labnet.dns.transfer;

import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.Zones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Serial;

/** One zone that is copied from other servers, and kept as they have it. */
final class Secondary {
    private static final Logger LOG = LoggerFactory.getLogger(Secondary.class);

    private final Copy copy;
    private final Zones zones;
    private final ZoneFiles files;
    private final OurAddress ours;
    private final TransferMeters meters;
    private final Clock clock;
    private Timers timers;

    Secondary(
            Copy copy,
            Zones zones,
            ZoneFiles files,
            OurAddress ours,
            TransferMeters meters,
            Clock clock) {
        this.copy = copy;
        this.zones = zones;
        this.files = files;
        this.ours = ours;
        this.meters = meters;
        this.clock = clock;
        this.timers = Timers.starting(files.refreshed(copy.origin()), clock.instant());
        // It may have grown too old while nothing ran, and must not be served until it is asked
        // about.
        expire();
    }

    /**
     * Does what is due.
     *
     * @param notifier the primary that says there is something new; null when none does
     * @return when there will be something to do
     */
    Instant step(@Nullable InetAddress notifier) {
        if (notifier != null || timers.isDue(clock.instant())) {
            var isRight = refresh(notifier);
            var soa = soa();
            var now = clock.instant();
            timers = isRight && soa != null ? timers.refreshed(soa, now) : timers.failed(soa, now);
            if (isRight) {
                files.refreshed(copy.origin(), now);
            }
        }
        expire();
        return timers.next(soa(), clock.instant());
    }

    private void expire() {
        var soa = soa();
        var isServed = zones.zone(copy.origin()) != null;
        if (isServed && soa != null && timers.isExpired(soa, clock.instant())) {
            LOG.warn("{} has expired: no primary answers", copy);
            zones.expire(copy.origin());
        }
    }

    private @Nullable SOARecord soa() {
        var held = zones.held(copy.origin());
        return held == null ? null : held.soa();
    }

    private boolean refresh(@Nullable InetAddress notifier) {
        for (var server : inOrder(notifier)) {
            try {
                ask(new Primary(server, copy.key(), from(server)));
                zones.revive(copy.origin());
                return true;
            } catch (IOException | UncheckedIOException | ZoneFault useless) {
                LOG.info("{} cannot be refreshed: {}", copy, useless.toString());
            }
        }
        meters.failed();
        return false;
    }

    // The one that has just spoken knows best.
    private List<InetSocketAddress> inOrder(@Nullable InetAddress notifier) {
        var servers = new ArrayList<>(copy.primaries());
        servers.sort((a, b) ->
                Boolean.compare(b.getAddress().equals(notifier), a.getAddress().equals(notifier)));
        return servers;
    }

    private @Nullable InetAddress from(InetSocketAddress server) {
        return ours.towards(copy.origin(), server.getAddress());
    }

    private void ask(Primary primary) throws IOException, ZoneFault {
        // RFC 9432 section 7: who may not ask about a catalog may copy it. So it is with Knot.
        if (copy.isCatalog()) {
            var held = soa();
            take(primary.transfer(copy.origin(), held == null ? null : held.getSerial()), primary);
            return;
        }
        // Before the first transfer too: who is dead is silent for seconds here, and for minutes
        // by TCP.
        var newest = primary.soa(copy.origin()).getSerial();
        var held = soa();
        if (held == null) {
            take(primary.transfer(copy.origin(), null), primary);
        } else if (Serial.compare(newest, held.getSerial()) > 0) {
            take(primary.transfer(copy.origin(), held.getSerial()), primary);
        }
    }

    private void take(Received received, Primary primary) throws IOException, ZoneFault {
        switch (received) {
            case Received.Nothing() -> {}
            case Received.Whole(var records) -> {
                settle(zones.receive(Zone.of(copy.origin(), records)), primary, "axfr");
            }
            case Received.Changes(var differences) -> {
                var change = zones.receive(copy.origin(), differences);
                if (change instanceof Change.Refused(var reason)) {
                    // What we have is not what the primary takes it for.
                    LOG.info("{}: changes do not fit, all is fetched: {}", copy, reason);
                    take(primary.transfer(copy.origin(), null), primary);
                } else {
                    settle(change, primary, "ixfr");
                }
            }
        }
    }

    private void settle(Change change, Primary primary, String kind) throws IOException {
        switch (change) {
            case Change.Done(var zone, var _) -> {
                meters.received(kind);
                LOG.info("{} has come from {} ({})", zone, primary.server(), kind);
            }
            case Change.Refused(var reason) -> throw new IOException(reason);
            case Change.NoSuchZone(), Change.NoSuchRecords() ->
                    throw new IOException(copy + " is not there any more");
        }
    }
}
