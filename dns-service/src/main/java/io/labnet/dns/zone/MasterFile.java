package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import io.labnet.dns.zone.master.IncludeFolder;
import io.labnet.dns.zone.master.MasterFault;
import io.labnet.dns.zone.master.MasterReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Zones as text (RFC 1035 section 5). */
public final class MasterFile {
    // Type, class, TTL and length (RFC 1035 section 3.2.1).
    private static final int BYTES_BETWEEN_NAME_AND_DATA = 10;

    private MasterFile() {}

    /**
     * Reads a zone, whole or not at all. The text may include no file.
     *
     * @throws ZoneFault with the line and column where the text cannot be read, or the record that
     *     is wrong
     */
    public static Zone read(Name origin, String text) throws ZoneFault {
        return read(origin, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same, of the bytes of a text. */
    public static Zone read(Name origin, byte[] text) throws ZoneFault {
        return read(origin, text, IncludeFolder.NONE);
    }

    /**
     * Reads a zone, whole or not at all, with the files that it includes; these must be in its own
     * folder or below.
     *
     * @throws ZoneFault with the line and column where a file cannot be read, or the record that is
     *     wrong
     * @throws IOException when the file itself cannot be opened
     */
    public static Zone read(Name origin, Path file) throws ZoneFault, IOException {
        var folder = new IncludeFolder(file.toAbsolutePath().getParent());
        return read(origin, Files.readAllBytes(file), folder);
    }

    private static Zone read(Name origin, byte[] text, IncludeFolder folder) throws ZoneFault {
        var builder = new ZoneBuilder(origin);
        try {
            new MasterReader(folder, builder).read(origin, text);
        } catch (MasterFault fault) {
            throw new ZoneFault(String.valueOf(fault.getMessage()));
        }
        return builder.build();
    }

    /** Writes a zone, one absolute record a line. */
    public static String write(Zone zone) {
        var text = new StringWriter();
        try {
            write(zone, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Writes a zone, one absolute record a line, without ever having all of it in memory. */
    public static void write(Zone zone, Appendable to) throws IOException {
        to.append("; The zone ").append(Names.text(zone.origin())).append('\n');
        for (var record : zone) {
            to.append(line(record)).append('\n');
        }
    }

    private static String line(Record record) {
        var text = record.toString();
        if (record.getType() == Alias.TYPE) {
            // No other program reads its name.
            return generic(record) + " ; ALIAS " + Alias.target(record);
        }
        return isRead(record) ? text : generic(record);
    }

    // Some types' data is written by dnsjava in a form that dnsjava does not read.
    private static boolean isRead(Record record) {
        return switch (record.getType()) {
            case Type.A, Type.AAAA, Type.NS, Type.CNAME, Type.SOA, Type.PTR, Type.MX -> true;
            default -> {
                try {
                    yield Record.fromString(
                                    record.getName(),
                                    record.getType(),
                                    DClass.IN,
                                    record.getTTL(),
                                    record.rdataToString(),
                                    Name.root)
                            .equals(record);
                } catch (IOException | RuntimeException unreadable) {
                    yield false;
                }
            }
        };
    }

    /** The form that any type has (RFC 3597 section 5). */
    private static String generic(Record record) {
        var wire = record.toWire(Section.ANSWER);
        var data =
                Arrays.copyOfRange(
                        wire, record.getName().length() + BYTES_BETWEEN_NAME_AND_DATA, wire.length);
        return String.join(
                "\t",
                record.getName().toString(),
                Long.toString(record.getTTL()),
                DClass.string(record.getDClass()),
                "TYPE" + record.getType(),
                "\\# " + data.length + " " + HexFormat.of().formatHex(data));
    }
}
