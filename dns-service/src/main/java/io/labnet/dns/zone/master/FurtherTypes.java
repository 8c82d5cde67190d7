package io.labnet.dns.zone.master;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/**
 * The data of types that dnsjava knows by name or number alone. As they are bytes to it, they are
 * written as bytes (RFC 3597 section 5).
 */
public final class FurtherTypes {
    private static final int DSYNC = 66;
    private static final int RESINFO = 261;
    // What dnsjava does not even have the name of.
    private static final Map<String, Integer> NAMES = Map.of("DSYNC", DSYNC, "RESINFO", RESINFO);
    // RFC 9606 section 4 says so of RESINFO. One text they must have (RFC 1035 section 3.3.14).
    private static final Set<Integer> IS_LIKE_TXT =
            Set.of(Type.TXT, Type.SPF, Type.NINFO, Type.AVC, RESINFO);

    private static final Pattern GROUPS = Pattern.compile("[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4}){3}");
    private static final int EUI48_BYTES = 6;
    private static final int EUI64_BYTES = 8;
    private static final int HEX_DIGITS = 16;
    private static final int DISCOVERY = 0x80;
    private static final int NOTIFY = 1;

    private FurtherTypes() {}

    /** The number of a type, by its name or as {@code TYPE65280}; below 0 when there is none. */
    public static int value(String text) {
        var number = NAMES.get(text.toUpperCase(Locale.ROOT));
        return number == null ? Type.value(text) : number;
    }

    /**
     * Reads data of any type to its end.
     *
     * @throws IOException when it is malformed; the message says how
     */
    public static Record read(Name owner, int type, long ttl, Tokenizer text, Name origin)
            throws IOException {
        var isBytes = "\\#".equals(text.get().value());
        text.unget();
        if (!isBytes && IS_LIKE_TXT.contains(type)) {
            var like = Record.fromString(owner, Type.TXT, DClass.IN, ttl, text, origin);
            var data = like.rdataToWireCanonical();
            if (data.length == 0) {
                throw new TextParseException("expected a text");
            }
            return Record.newRecord(owner, type, DClass.IN, ttl, data);
        }
        var out = new DNSOutput();
        if (isBytes || !isRead(type, text, origin, out)) {
            return Record.fromString(owner, type, DClass.IN, ttl, text, origin);
        }
        text.getEOL();
        return Record.newRecord(owner, type, DClass.IN, ttl, out.toByteArray());
    }

    private static boolean isRead(int type, Tokenizer text, Name origin, DNSOutput out)
            throws IOException {
        switch (type) {
            case Type.TALINK -> {
                name(text, origin, out);
                name(text, origin, out);
            }
            case Type.CSYNC -> childSync(text, out);
            case DSYNC -> delegationSync(text, origin, out);
            case Type.NID, Type.L64 -> {
                out.writeU16(text.getUInt16());
                groups(text, out);
            }
            case Type.L32 -> {
                out.writeU16(text.getUInt16());
                out.writeByteArray(text.getAddressBytes(1));
            }
            case Type.LP -> {
                out.writeU16(text.getUInt16());
                name(text, origin, out);
            }
            case Type.EUI48 -> hexPairs(text, EUI48_BYTES, out);
            case Type.EUI64 -> hexPairs(text, EUI64_BYTES, out);
            case Type.AMTRELAY -> relay(text, origin, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void name(Tokenizer text, Name origin, DNSOutput out) throws IOException {
        text.getName(origin).toWire(out, null);
    }

    // RFC 7477 section 2.1.2: serial, flags, and types as NSEC has them.
    private static void childSync(Tokenizer text, DNSOutput out) throws IOException {
        out.writeU32(text.getUInt32());
        out.writeU16(text.getUInt16());
        var types = new StringBuilder(".");
        var token = text.get();
        while (token.isString()) {
            types.append(' ').append(token.value());
            token = text.get();
        }
        text.unget();
        var nsec =
                Record.fromString(Name.root, Type.NSEC, DClass.IN, 0, types.toString(), Name.root);
        var data = nsec.rdataToWireCanonical();
        // Without its first field, which is the root.
        out.writeByteArray(data, 1, data.length - 1);
    }

    // RFC 9859 section 2.2: a type, a scheme, a port and a name.
    private static void delegationSync(Tokenizer text, Name origin, DNSOutput out)
            throws IOException {
        var type = value(text.getString());
        if (type < 0) {
            throw new TextParseException("expected a type");
        }
        out.writeU16(type);
        var scheme = text.getString();
        if (scheme.equalsIgnoreCase("NOTIFY")) {
            out.writeU8(NOTIFY);
        } else {
            text.unget();
            out.writeU8(text.getUInt8());
        }
        out.writeU16(text.getUInt16());
        name(text, origin, out);
    }

    // RFC 6742 section 2.1.2: four groups of hexadecimal digits, none left out.
    private static void groups(Tokenizer text, DNSOutput out) throws IOException {
        var token = text.getString();
        if (!GROUPS.matcher(token).matches()) {
            throw new TextParseException("expected four groups of hexadecimal digits");
        }
        for (var group : token.split(":", -1)) {
            out.writeU16(Integer.parseInt(group, HEX_DIGITS));
        }
    }

    // RFC 7043 sections 3.2 and 4.2.
    private static void hexPairs(Tokenizer text, int count, DNSOutput out) throws IOException {
        var token = text.getString();
        try {
            var bytes = HexFormat.ofDelimiter("-").parseHex(token);
            if (bytes.length != count) {
                throw new TextParseException("expected " + count + " pairs of digits");
            }
            out.writeByteArray(bytes);
        } catch (IllegalArgumentException malformed) {
            throw new TextParseException("expected pairs of hexadecimal digits with hyphens");
        }
    }

    // RFC 8777 section 4.3.1: precedence, discovery optional, kind of relay, relay.
    private static void relay(Tokenizer text, Name origin, DNSOutput out) throws IOException {
        out.writeU8(text.getUInt8());
        var discovery = text.getUInt8();
        var kind = text.getUInt8();
        if (discovery > 1 || kind > 3) {
            throw new TextParseException("expected 0 or 1, and a kind of relay, 0 to 3");
        }
        out.writeU8(discovery * DISCOVERY + kind);
        switch (kind) {
            case 0 -> {
                if (!text.getString().equals(".")) {
                    throw new TextParseException("expected a dot, for no relay");
                }
            }
            case 1 -> out.writeByteArray(text.getAddressBytes(1));
            case 2 -> out.writeByteArray(text.getAddressBytes(2));
            default -> name(text, origin, out);
        }
    }
}
