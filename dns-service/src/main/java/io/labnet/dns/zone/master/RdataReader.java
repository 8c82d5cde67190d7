package io.labnet.dns.zone.master;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/** The data of records. What large zones are made of is read here, all else by dnsjava. */
final class RdataReader {
    private static final byte[] GENERIC = {'\\', '#'};
    private static final int OCTETS = 4;
    // How dnsjava begins its complaints: <name of the stream>:<line>: <reason>.
    private static final Pattern PLACE = Pattern.compile("^(<none>:\\d+: )+");

    private final NameReader names = new NameReader();

    /** The record whose data stands next in a text; the entry's end is then passed. */
    Record read(MasterText text, Name owner, int type, long ttl, Name origin) throws MasterFault {
        text.mark();
        var usual = usual(text, owner, type, ttl, origin);
        if (usual != null) {
            text.end();
            return usual;
        }
        text.back();
        return any(text, owner, type, ttl, origin);
    }

    private @Nullable Record usual(MasterText text, Name owner, int type, long ttl, Name origin)
            throws MasterFault {
        // RFC 3597 section 5 lets any type be written as a number of bytes.
        if (!isUsual(type) || !text.next() || text.is(GENERIC)) {
            return null;
        }
        return switch (type) {
            case Type.A -> addressRecord(text, owner, ttl);
            case Type.NS -> new NSRecord(owner, DClass.IN, ttl, names.read(text, origin));
            case Type.CNAME -> new CNAMERecord(owner, DClass.IN, ttl, names.read(text, origin));
            case Type.PTR -> new PTRRecord(owner, DClass.IN, ttl, names.read(text, origin));
            default -> exchange(text, owner, ttl, origin);
        };
    }

    private static @Nullable Record addressRecord(MasterText text, Name owner, long ttl) {
        var address = address(text);
        if (address == null) {
            return null;
        }
        return new ARecord(owner, DClass.IN, ttl, address);
    }

    private static boolean isUsual(int type) {
        return switch (type) {
            case Type.A, Type.NS, Type.CNAME, Type.PTR, Type.MX -> true;
            default -> false;
        };
    }

    private @Nullable Record exchange(MasterText text, Name owner, long ttl, Name origin)
            throws MasterFault {
        int preference = 0;
        for (int i = text.from(); i < text.to(); i++) {
            var digit = text.byteAt(i) - '0';
            if (digit < 0 || digit > 9 || preference > 0xFFFF) {
                return null;
            }
            preference = preference * 10 + digit;
        }
        return preference > 0xFFFF || !text.next()
                ? null
                : new MXRecord(owner, DClass.IN, ttl, preference, names.read(text, origin));
    }

    private static byte @Nullable [] address(MasterText text) {
        var address = new byte[OCTETS];
        int octet = 0;
        int value = -1;
        for (int i = text.from(); i < text.to(); i++) {
            var c = text.byteAt(i);
            if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + c - '0';
                if (value > 0xFF) {
                    return null;
                }
            } else if (c == '.' && value >= 0 && octet < OCTETS - 1) {
                address[octet++] = (byte) value;
                value = -1;
            } else {
                return null;
            }
        }
        if (value < 0 || octet != OCTETS - 1) {
            return null;
        }
        address[octet] = (byte) value;
        return address;
    }

    private static Record any(MasterText text, Name owner, int type, long ttl, Name origin)
            throws MasterFault {
        var start = text.position();
        var data = new RdataBytes(text.rest());
        try {
            var tokens = new Tokenizer(data);
            return FurtherTypes.read(owner, type, ttl, tokens, origin);
        } catch (IOException | RuntimeException malformed) {
            var complaint = String.valueOf(malformed.getMessage());
            throw text.faultAt(
                    start + data.lastWordAt(), PLACE.matcher(complaint).replaceFirst(""));
        }
    }
}
