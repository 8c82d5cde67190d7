package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Zones as text (RFC 1035 section 5). */
public final class MasterFile {
    private static final int RECORDS_MAX = 100_000;
    // How dnsjava begins its complaints: <name of the stream>:<line>: <reason>.
    private static final Pattern COMPLAINT = Pattern.compile("[^:]*:(\\d+): (.*)", Pattern.DOTALL);

    private MasterFile() {}

    /**
     * Reads a zone, whole or not at all.
     *
     * @throws ZoneFault with the line where the text cannot be read, or the record that is wrong
     */
    public static Zone read(Name origin, String text) throws ZoneFault {
        var records = new ArrayList<Record>();
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var master = new Master(bytes, origin)) {
            // $INCLUDE would read any file of this machine, $GENERATE make any number of records.
            master.disableIncludes(true);
            master.expandGenerate(false);
            for (var r = master.nextRecord(); r != null; r = master.nextRecord()) {
                records.add(r);
                if (records.size() > RECORDS_MAX) {
                    throw new ZoneFault("more than " + RECORDS_MAX + " records");
                }
            }
            if (master.generators().hasNext()) {
                throw new ZoneFault("$GENERATE is not taken: write the records out");
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new ZoneFault(reason(unreadable));
        }
        return Zone.of(origin, records);
    }

    private static String reason(Exception unreadable) {
        var complaint = String.valueOf(unreadable.getMessage());
        var parts = COMPLAINT.matcher(complaint);
        return parts.matches() ? "line " + parts.group(1) + ": " + parts.group(2) : complaint;
    }

    /** Writes a zone, one absolute record a line. */
    public static String write(Zone zone) {
        return zone.records().stream()
                .map(Record::toString)
                .collect(
                        Collectors.joining(
                                "\n", "; The zone " + Names.text(zone.origin()) + "\n", "\n"));
    }
}
