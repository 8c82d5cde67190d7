package io.labnet.dns.transfer;

import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.Zones;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Tells the secondaries of our zones that these have changed (RFC 1996). However fast changes come,
 * a secondary is told one thing at a time; the last one always.
 */
public final class Notifier implements AutoCloseable {
    private static final int TRIES = 6;

    // Each has a socket of its own.
    private static final int AT_ONCE_MAX = 256;
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /**
     * One server that has a copy.
     *
     * @param zone null for all of ours
     * @param key with which it is told; null when it is told without
     */
    public record Target(@Nullable Name zone, InetSocketAddress server, @Nullable TsigKey key) {
        boolean copies(Name origin) {
            return zone == null || zone.equals(origin);
        }
    }

    /** What one server is to be told about one zone. */
    private record Errand(Name origin, Target target) {}

    private final List<Target> targets;
    private final Zones zones;
    private final OurAddress ours;
    private final TransferMeters meters;
    private final Workers<Errand> workers = new Workers<>("dns-notify", AT_ONCE_MAX, this::tell);

    public Notifier(List<Target> targets, Zones zones, OurAddress ours, TransferMeters meters) {
        this.targets = List.copyOf(targets);
        this.zones = zones;
        this.ours = ours;
        this.meters = meters;
        zones.watch((zone, _) -> changed(zone.origin()));
    }

    /** Tells all secondaries of a zone, in the background. */
    private void changed(Name origin) {
        targets.stream()
                .filter(target -> target.copies(origin))
                .forEach(target -> workers.wanted(new Errand(origin, target)));
    }

    /** Tells all about everything: who knows what they have missed. */
    public void start() {
        zones.all().stream().map(Zone::origin).forEach(this::changed);
    }

    // Each time we wait longer, and not for ever (RFC 1996 section 3.6).
    private void tell(Errand errand) throws InterruptedException {
        var patience = FIRST_PATIENCE;
        for (int i = 0; i < TRIES; i++) {
            var zone = zones.zone(errand.origin());
            if (zone == null) {
                return;
            }
            var asked = System.nanoTime();
            if (hears(errand.target(), zone, patience)) {
                return;
            }
            // A server that is down refuses at once.
            var rest = patience.minusNanos(System.nanoTime() - asked);
            if (rest.isPositive() && i < TRIES - 1) {
                Thread.sleep(rest);
            }
            patience = patience.multipliedBy(2);
        }
        meters.unheard();
        LOG.warn(
                "{} was told {} times that {} has changed, and does not answer",
                errand.target().server(),
                TRIES,
                Names.text(errand.origin()));
    }

    private boolean hears(Target target, Zone zone, Duration patience) {
        var origin = zone.origin();
        var message = new Message();
        message.getHeader().setOpcode(Opcode.NOTIFY);
        message.getHeader().setFlag(Flags.AA);
        message.addRecord(Record.newRecord(origin, Type.SOA, DClass.IN), Section.QUESTION);
        message.addRecord(zone.soa(), Section.ANSWER);
        var server = target.server();
        try {
            var from = ours.towards(origin, server.getAddress());
            var reply = Exchange.ask(message, from, server, target.key(), patience);
            if (reply.getRcode() != Rcode.NOERROR) {
                LOG.info("{} says {} to {}", server, Rcode.string(reply.getRcode()), zone);
            }
            return true;
        } catch (IOException silent) {
            LOG.debug("{} was not told of {}", server, zone, silent);
            return false;
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
