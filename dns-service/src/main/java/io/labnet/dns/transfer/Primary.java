package io.labnet.dns.transfer;

import io.labnet.dns.zone.Difference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/**
 * The server that a zone is copied from, as we see it.
 *
 * @param key with which all is signed; null when nothing is
 * @param from our own address; null for any
 */
record Primary(InetSocketAddress server, @Nullable TsigKey key, @Nullable InetAddress from) {
    /** A transfer of more records than this is not taken. */
    static final int RECORDS_MAX = 2_000_000;

    /** Nor one of more bytes, as records by themselves have. */
    static final long BYTES_MAX = 1 << 28;

    /** Nor one that takes longer. */
    static final Duration TRANSFER_PATIENCE = Duration.ofMinutes(10);

    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * The zone's SOA record, by which one sees whether it has changed.
     *
     * @throws IOException when there is none to be had
     */
    SOARecord soa(Name origin) throws IOException {
        IOException last = new IOException(server + " is silent");
        for (int i = 0; i < TRIES; i++) {
            try {
                return soa(origin, Exchange.ask(query(origin), from, server, key, PATIENCE));
            } catch (IOException silent) {
                last = silent;
            }
        }
        try {
            // Not every path carries UDP.
            return soa(origin, Exchange.askByTcp(query(origin), from, server, key, PATIENCE));
        } catch (IOException silent) {
            last.addSuppressed(silent);
            throw last;
        }
    }

    private static Message query(Name origin) {
        var query = new Message();
        query.getHeader().setOpcode(Opcode.QUERY);
        query.addRecord(Record.newRecord(origin, Type.SOA, DClass.IN), Section.QUESTION);
        return query;
    }

    private SOARecord soa(Name origin, Message reply) throws IOException {
        // One whose own copy has expired may still tell what it has heard from others.
        if (reply.getRcode() == Rcode.NOERROR && reply.getHeader().getFlag(Flags.AA)) {
            for (var record : reply.getSection(Section.ANSWER)) {
                if (record instanceof SOARecord soa && soa.getName().equals(origin)) {
                    return soa;
                }
            }
        }
        var rcode = Rcode.string(reply.getRcode());
        throw new IOException(server + " has no authority for " + origin + " (" + rcode + ")");
    }

    /**
     * The zone, or what has changed of it.
     *
     * @param serial of the version that we have; null when we have none, or want all
     * @throws IOException when it cannot be had
     */
    Received transfer(Name origin, @Nullable Long serial) throws IOException {
        var tsig = key == null ? null : key.tsig();
        var transfer =
                serial == null
                        ? ZoneTransferIn.newAXFR(origin, server, tsig)
                        : ZoneTransferIn.newIXFR(origin, serial, true, server, tsig);
        transfer.setTimeout(TRANSFER_PATIENCE);
        if (from != null) {
            transfer.setLocalAddress(new InetSocketAddress(from, 0));
        }
        var records = new Records(RECORDS_MAX, BYTES_MAX);
        try {
            transfer.run(records);
            return records.received();
        } catch (ZoneTransferException | RuntimeException useless) {
            throw new IOException(server + ": " + useless.getMessage(), useless);
        }
    }

    /** Gathers what comes. */
    static final class Records implements ZoneTransferIn.ZoneTransferHandler {
        private final int recordsMax;
        private final long bytesMax;
        private final List<Difference> differences = new ArrayList<>();
        private @Nullable List<Record> whole;
        private @Nullable SOARecord from;
        private @Nullable SOARecord to;
        private List<Record> removed = new ArrayList<>();
        private List<Record> added = new ArrayList<>();
        private int count;
        private long bytes;

        Records(int recordsMax, long bytesMax) {
            this.recordsMax = recordsMax;
            this.bytesMax = bytesMax;
        }

        @Override
        public void startAXFR() {
            whole = new ArrayList<>();
        }

        @Override
        public void startIXFR() {
            whole = null;
        }

        @Override
        public void startIXFRDeletes(Record soa) {
            finish();
            from = (SOARecord) soa;
        }

        @Override
        public void startIXFRAdds(Record soa) {
            to = (SOARecord) soa;
        }

        @Override
        public void handleRecord(Record record) throws ZoneTransferException {
            bytes += record.toWire(Section.ANSWER).length;
            if (++count > recordsMax || bytes > bytesMax) {
                throw new ZoneTransferException(
                        "more than " + recordsMax + " records or " + bytesMax + " bytes");
            }
            if (whole != null) {
                whole.add(record);
            } else if (record.getType() != Type.SOA) {
                (to == null ? removed : added).add(record);
            }
        }

        private void finish() {
            if (from != null && to != null) {
                differences.add(new Difference(from, to, removed, added));
            }
            from = null;
            to = null;
            removed = new ArrayList<>();
            added = new ArrayList<>();
        }

        Received received() {
            finish();
            if (whole != null) {
                return new Received.Whole(whole);
            }
            return differences.isEmpty()
                    ? new Received.Nothing()
                    : new Received.Changes(List.copyOf(differences));
        }
    }
}
