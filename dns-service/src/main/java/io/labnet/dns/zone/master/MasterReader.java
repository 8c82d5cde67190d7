package io.labnet.dns.zone.master;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TTL;
import org.xbill.DNS.Type;

/**
 * Reads a master file and what it includes (RFC 1035 section 5, $TTL of RFC 2308 section 4, unknown
 * types of RFC 3597 section 5, $GENERATE), record by record.
 */
public final class MasterReader {
    private static final int INCLUDE_DEPTH_MAX = 8;
    private static final int INCLUDES_MAX = 1000;
    private static final long GENERATED_MAX = 1 << 18;
    private static final long NOT_SAID = -1;
    private static final byte[] IN = {'I', 'N'};

    /** Who wants the records. */
    public interface Sink {
        /** Takes a record; says what is wrong with it, or null. */
        @Nullable String take(Record record);

        /**
         * Takes a record of class IN, not an SOA record, in the form of RFC 1035 section 3.2.1;
         * says what is wrong with it, or null.
         */
        @Nullable String take(byte[] record);
    }

    /** What holds for one file, and ends with it. */
    private static final class Context {
        private final MasterText text;
        private final int depth;
        private final boolean isGenerated;
        private byte[] origin;
        private byte @Nullable [] owner;
        private byte[] ownerText = {};
        private byte @Nullable [] ownerOrigin;
        private long defaultTtl = NOT_SAID;
        private long lastTtl = NOT_SAID;

        Context(MasterText text, int depth, boolean isGenerated, byte[] origin) {
            this.text = text;
            this.depth = depth;
            this.isGenerated = isGenerated;
            this.origin = origin;
        }

        Context included(MasterText other, byte[] at) {
            return inheriting(new Context(other, depth + 1, false, at));
        }

        Context generated(MasterText line) {
            return inheriting(new Context(line, depth, true, origin));
        }

        private Context inheriting(Context context) {
            context.defaultTtl = defaultTtl;
            context.lastTtl = lastTtl;
            return context;
        }
    }

    private final IncludeFolder folder;
    private final Sink sink;
    private final NameReader names = new NameReader();
    private final RdataReader data = new RdataReader();
    private final WireRecord wire = new WireRecord();
    private int includes;
    private long generated;
    // Most records of a zone are of one type, as most are of class IN.
    private byte[] lastTypeText = {};
    private int lastType;

    public MasterReader(IncludeFolder folder, Sink sink) {
        this.folder = folder;
        this.sink = sink;
    }

    /**
     * Gives all records of a text to the sink.
     *
     * @param origin what relative names are relative to at first
     * @throws MasterFault where something cannot be read, or the sink refuses a record
     */
    public void read(Name origin, byte[] text) throws MasterFault {
        read(new Context(new MasterText("", text), 0, false, origin.toWire()));
    }

    private void read(Context context) throws MasterFault {
        while (!context.text.isAtEnd()) {
            entry(context);
        }
    }

    private void entry(Context context) throws MasterFault {
        var text = context.text;
        var isOwnerSaid = !text.beginsBlank();
        if (!text.next()) {
            return;
        }
        var at = text.from();
        if (isOwnerSaid && text.byteAt(at) == '$' && !text.isQuoted()) {
            directive(context);
            return;
        }
        if (isOwnerSaid) {
            owner(context);
            if (!text.next()) {
                throw text.fault("a name without a record");
            }
        }
        var objection = take(context);
        if (objection != null) {
            throw text.faultAt(at, objection);
        }
    }

    // Records of one owner often follow each other, and may all have the one name.
    private void owner(Context context) throws MasterFault {
        var text = context.text;
        if (!text.is(context.ownerText) || !Arrays.equals(context.origin, context.ownerOrigin)) {
            context.owner = names.read(text, context.origin);
            context.ownerText = text.bytes();
            context.ownerOrigin = context.origin;
        }
    }

    private @Nullable String take(Context context) throws MasterFault {
        var text = context.text;
        var owner = context.owner;
        if (owner == null) {
            throw text.fault("a record without an owner, and none before it");
        }
        var ttl = NOT_SAID;
        var isClassSaid = false;
        // The TTL and the class may be left out, and stand in either order.
        while (!text.is(lastTypeText)) {
            if (ttl == NOT_SAID && startsWithDigit(text)) {
                ttl = ttl(text);
            } else if (!isClassSaid && isClass(text)) {
                isClassSaid = true;
            } else {
                break;
            }
            if (!text.next()) {
                throw text.fault("a record without a type");
            }
        }
        return take(context, owner, type(text), ttl);
    }

    private @Nullable String take(Context context, byte[] owner, int type, long said)
            throws MasterFault {
        var text = context.text;
        var ttl = said;
        if (ttl == NOT_SAID) {
            ttl = context.defaultTtl == NOT_SAID ? context.lastTtl : context.defaultTtl;
        }
        if (ttl == NOT_SAID && type != Type.SOA) {
            throw text.fault("no TTL, neither here nor before, nor by $TTL");
        }
        wire.begin(owner, type, Math.max(ttl, 0));
        if (data.isRead(text, type, context.origin, wire)) {
            context.lastTtl = ttl;
            return sink.take(wire.made());
        }
        var record =
                RdataReader.any(text, name(owner), type, Math.max(ttl, 0), name(context.origin));
        if (ttl == NOT_SAID && record instanceof SOARecord soa) {
            // As name servers have always done: its own minimum is the default of older files
            // (RFC 1035 section 3.3.13).
            ttl = soa.getMinimum();
            record = withTtl(soa, ttl);
        }
        context.lastTtl = ttl;
        return sink.take(record);
    }

    private static Name name(byte[] wire) {
        try {
            return new Name(wire);
        } catch (IOException impossible) {
            throw new IllegalStateException("a name that was read is none", impossible);
        }
    }

    private static SOARecord withTtl(SOARecord soa, long ttl) {
        return new SOARecord(
                soa.getName(),
                soa.getDClass(),
                ttl,
                soa.getHost(),
                soa.getAdmin(),
                soa.getSerial(),
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }

    private static boolean startsWithDigit(MasterText text) {
        var first = text.from() < text.to() ? text.byteAt(text.from()) : 0;
        return first >= '0' && first <= '9';
    }

    private static long ttl(MasterText text) throws MasterFault {
        try {
            var seconds = TTL.parse(text.string(), false);
            if (seconds <= TTL.MAX_VALUE) {
                return seconds;
            }
        } catch (NumberFormatException malformed) {
            throw text.fault(text.string() + " is no TTL: " + malformed.getMessage());
        }
        throw text.fault(text.string() + " is a TTL above " + TTL.MAX_VALUE + " s");
    }

    private static boolean isClass(MasterText text) throws MasterFault {
        if (text.is(IN)) {
            return true;
        }
        var dclass = DClass.value(text.string());
        if (dclass >= 0 && dclass != DClass.IN) {
            throw text.fault("a record that is not of class IN");
        }
        return dclass == DClass.IN;
    }

    private int type(MasterText text) throws MasterFault {
        if (text.is(lastTypeText)) {
            return lastType;
        }
        var type = FurtherTypes.value(text.string());
        if (type < 0) {
            throw text.fault(text.string() + " is no type of record");
        }
        if (!Type.isRR(type)) {
            throw text.fault(text.string() + " is a type for queries only");
        }
        lastTypeText = text.bytes();
        lastType = type;
        return type;
    }

    // --- what is no record ---

    private void directive(Context context) throws MasterFault {
        var text = context.text;
        if (context.isGenerated) {
            throw text.fault("no record");
        }
        switch (text.string().toUpperCase(Locale.ROOT)) {
            case "$ORIGIN" -> {
                need(text, "a name");
                context.origin = names.read(text, context.origin);
                text.end();
            }
            case "$TTL" -> {
                need(text, "a TTL");
                context.defaultTtl = ttl(text);
                text.end();
            }
            case "$INCLUDE" -> include(context);
            case "$GENERATE" -> generate(context);
            default -> throw text.fault(text.string() + " is not known");
        }
    }

    private static void need(MasterText text, String what) throws MasterFault {
        var directive = text.string();
        if (!text.next()) {
            throw text.fault(directive + " needs " + what);
        }
    }

    /** The file's records, as if they stood here; its origin and owner are its own. */
    private void include(Context context) throws MasterFault {
        var text = context.text;
        need(text, "the name of a file");
        var file = text.string();
        var at = text.from();
        var origin = text.next() ? names.read(text, context.origin) : null;
        if (origin != null) {
            text.end();
        }
        if (context.depth >= INCLUDE_DEPTH_MAX || ++includes > INCLUDES_MAX) {
            throw text.faultAt(
                    at,
                    "more than "
                            + INCLUDE_DEPTH_MAX
                            + " files deep, or more than "
                            + INCLUDES_MAX
                            + " files");
        }
        try {
            var included = new MasterText(file, folder.read(file));
            read(context.included(included, origin == null ? context.origin : origin));
        } catch (IncludeFolder.Refused refused) {
            throw text.faultAt(at, refused.reason());
        }
    }

    private void generate(Context context) throws MasterFault {
        var text = context.text;
        need(text, "a range");
        var at = text.from();
        try {
            var range = text.string();
            var template = template(text);
            var generation = Generation.of(range, template);
            generated += generation.lines();
            if (generated > GENERATED_MAX) {
                throw new IllegalArgumentException(
                        "more than " + GENERATED_MAX + " lines made in all");
            }
            for (var n = generation.first(); n <= generation.last(); n += generation.step()) {
                var line = generation.line(n).getBytes(StandardCharsets.ISO_8859_1);
                read(context.generated(new MasterText("", line)));
            }
        } catch (IllegalArgumentException malformed) {
            throw text.faultAt(at, String.valueOf(malformed.getMessage()));
        } catch (MasterFault inLine) {
            throw text.faultAt(at, "a line that it makes: " + inLine.reason());
        }
    }

    /** The rest of the line; a quotation at its end is there to hold blanks together. */
    private static String template(MasterText text) throws MasterFault {
        var template = new StringBuilder();
        while (text.next()) {
            template.append(text.string()).append(' ');
        }
        return template.toString();
    }
}
