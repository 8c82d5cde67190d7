package io.labnet.dns.transfer;

import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.Zones;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

/** Gives zones to those who may have them: whole (RFC 5936), or what has changed (RFC 1995). */
final class Outgoing {
    private final Zones zones;
    private final Access access;
    private final TransferMeters meters;

    Outgoing(Zones zones, Access access, TransferMeters meters) {
        this.zones = zones;
        this.access = access;
        this.meters = meters;
    }

    /**
     * The messages of a transfer.
     *
     * @param question its type is AXFR or IXFR
     * @param origins of the zones of the server that was asked
     */
    Iterator<byte[]> answer(Request request, Record question, Set<Name> origins) {
        var origin = question.getName();
        if (question.getDClass() != DClass.IN || !origins.contains(origin)) {
            return request.told(Rcode.NOTAUTH);
        }
        if (!access.mayTransfer(origin, request.client().getAddress(), request.key())) {
            return request.told(Rcode.REFUSED);
        }
        var zone = zones.zone(origin);
        // A copy that has never come, or that is too old to be true.
        if (zone == null) {
            return request.told(Rcode.SERVFAIL);
        }
        return question.getType() == Type.AXFR ? whole(request, zone) : since(request, zone);
    }

    private Iterator<byte[]> whole(Request request, Zone zone) {
        // RFC 5936 section 4.2: AXFR by UDP is not defined.
        if (!request.isTcp()) {
            return request.told(Rcode.FORMERR);
        }
        meters.sent("axfr");
        return new TransferMessages(request, whole(zone));
    }

    private static Iterator<Record> whole(Zone zone) {
        var records = StreamSupport.stream(zone.spliterator(), false);
        return Stream.concat(records, Stream.of(zone.soa())).iterator();
    }

    private Iterator<byte[]> since(Request request, Zone zone) {
        var serial = serial(request);
        if (serial == null) {
            return request.told(Rcode.FORMERR);
        }
        var soa = zone.soa();
        // Nothing new, or more than one datagram is to hold: the client comes back by TCP
        // (RFC 1995 sections 2 and 4).
        if (!request.isTcp() || Serial.compare(serial, soa.getSerial()) >= 0) {
            return new TransferMessages(request, List.<Record>of(soa).iterator());
        }
        var history = zones.since(zone.origin(), serial);
        var differences = history == null ? null : history.differences();
        if (history == null || differences == null || isLonger(differences, history.zone())) {
            return whole(request, zone);
        }
        meters.sent("ixfr");
        return new TransferMessages(request, changes(history.zone().soa(), differences));
    }

    private static @Nullable Long serial(Request request) {
        return request.message().getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(soa -> ((SOARecord) soa).getSerial())
                .findFirst()
                .orElse(null);
    }

    // The server may send all where that is less (RFC 1995 section 2).
    private static boolean isLonger(List<Difference> differences, Zone zone) {
        var changes =
                differences.stream().mapToLong(d -> d.removed().size() + d.added().size()).sum();
        return changes > zone.size();
    }

    /** RFC 1995 section 4: each difference as what goes and what comes, the SOA first. */
    private static Iterator<Record> changes(SOARecord soa, List<Difference> differences) {
        var records = new ArrayList<Record>();
        records.add(soa);
        for (var difference : differences) {
            records.add(difference.from());
            records.addAll(difference.removed());
            records.add(difference.to());
            records.addAll(difference.added());
        }
        records.add(soa);
        return records.iterator();
    }
}
