package io.labnet.dns.transfer;

import io.labnet.dns.transfer.DynamicUpdate.Outcome;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Zones;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Makes the updates that clients send, where they may (RFC 2136). */
final class Updates {
    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

    private final Zones zones;
    private final Access access;

    Updates(Zones zones, Access access) {
        this.zones = zones;
        this.access = access;
    }

    /**
     * What became of an update, as an error code; when it is NOERROR, the change is on disk.
     *
     * @param origins of the zones of the server that was asked
     */
    int rcode(Request request, Set<Name> origins) {
        var zone = request.question();
        // One zone, as its SOA (section 3.1.1).
        if (zone == null || zone.getType() != Type.SOA) {
            return Rcode.FORMERR;
        }
        var origin = zone.getName();
        if (zone.getDClass() != DClass.IN || !origins.contains(origin)) {
            return Rcode.NOTAUTH;
        }
        // Who may change nothing is not told what is there either, so this comes before the
        // prerequisites. Changes of a copy would have to be passed on (section 6); we do not.
        if (!access.mayUpdate(origin, request.key()) || zones.isSecondary(origin)) {
            return Rcode.REFUSED;
        }
        try {
            return made(request, origin);
        } catch (UncheckedIOException disk) {
            LOG.error("An update of {} cannot be kept", origin, disk);
            return Rcode.SERVFAIL;
        }
    }

    private int made(Request request, Name origin) {
        var message = request.message();
        var rcode = new AtomicInteger(Rcode.NOERROR);
        var change =
                zones.change(
                        origin,
                        newest ->
                                switch (DynamicUpdate.decide(
                                        newest,
                                        message.getSection(Section.PREREQ),
                                        message.getSection(Section.UPDATE),
                                        wish -> access.mayUpdate(wish, request.key()))) {
                                    case Outcome.Refused(var code) -> {
                                        rcode.set(code);
                                        yield null;
                                    }
                                    case Outcome.Changed(var difference) -> difference;
                                });
        return switch (change) {
            case Change.Done _ -> rcode.get();
            case Change.NoSuchZone(), Change.NoSuchRecords() -> Rcode.SERVFAIL;
            case Change.Refused(var reason) -> {
                LOG.info("{} of {} is refused: {}", Opcode.string(Opcode.UPDATE), origin, reason);
                yield Rcode.REFUSED;
            }
        };
    }
}
