package io.labnet.dns.zone.master;

import java.io.IOException;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/** The data of records. What large zones are made of is read here, all else by dnsjava. */
final class RdataReader {
    private static final byte[] GENERIC = {'\\', '#'};
    private static final int OCTETS = 4;
    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS_MAX = 4;
    private static final int HEX = 16;
    // How dnsjava begins its complaints: <name of the stream>:<line>: <reason>.
    private static final Pattern PLACE = Pattern.compile("^(<none>:\\d+: )+");

    private final NameReader names = new NameReader();
    private final int[] groups = new int[GROUPS];

    /**
     * Reads the data that stands next in a text, if it is of a usual type and in the usual form;
     * the entry's end is then passed. Else the text stays where it was.
     *
     * @param to the record, with no data yet
     */
    boolean isRead(MasterText text, int type, byte[] origin, WireRecord to) throws MasterFault {
        if (!isUsual(type)) {
            return false;
        }
        text.mark();
        // RFC 3597 section 5 lets any type be written as a number of bytes.
        if (text.next() && !text.is(GENERIC) && isUsual(text, type, origin, to)) {
            text.end();
            return true;
        }
        text.back();
        to.clearData();
        return false;
    }

    private static boolean isUsual(int type) {
        return switch (type) {
            case Type.A, Type.AAAA, Type.NS, Type.CNAME, Type.PTR, Type.MX -> true;
            default -> false;
        };
    }

    private boolean isUsual(MasterText text, int type, byte[] origin, WireRecord to)
            throws MasterFault {
        return switch (type) {
            case Type.A -> isAddress(text, to);
            case Type.AAAA -> isLongAddress(text, to);
            case Type.MX -> isExchange(text, origin, to);
            default -> {
                names.read(text, origin, to);
                yield true;
            }
        };
    }

    private boolean isExchange(MasterText text, byte[] origin, WireRecord to) throws MasterFault {
        int preference = 0;
        for (int i = text.from(); i < text.to(); i++) {
            var digit = text.byteAt(i) - '0';
            if (digit < 0 || digit > 9 || preference > 0xFFFF) {
                return false;
            }
            preference = preference * 10 + digit;
        }
        if (preference > 0xFFFF || !text.next()) {
            return false;
        }
        to.put16(preference);
        names.read(text, origin, to);
        return true;
    }

    private static boolean isAddress(MasterText text, WireRecord to) {
        int dots = 0;
        int value = -1;
        for (int i = text.from(); i < text.to(); i++) {
            var c = text.byteAt(i);
            if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + c - '0';
                if (value > 0xFF) {
                    return false;
                }
            } else if (c == '.' && value >= 0 && dots < OCTETS - 1) {
                to.put(value);
                dots++;
                value = -1;
            } else {
                return false;
            }
        }
        to.put(Math.max(value, 0));
        return value >= 0 && dots == OCTETS - 1;
    }

    /**
     * Groups of digits as RFC 3596 section 2.4 has them, but for those that end with an IPv4
     * address.
     */
    private boolean isLongAddress(MasterText text, WireRecord to) {
        int count = 0;
        int gapAt = -1;
        for (int i = text.from(); i < text.to(); ) {
            if (i + 1 < text.to() && text.byteAt(i) == ':' && text.byteAt(i + 1) == ':') {
                if (gapAt >= 0) {
                    return false;
                }
                gapAt = count;
                i += 2;
                continue;
            }
            if (count > 0 && gapAt != count && text.byteAt(i++) != ':') {
                return false;
            }
            int digits = 0;
            int value = 0;
            while (i < text.to() && Character.digit(text.byteAt(i), HEX) >= 0) {
                value = value * HEX + Character.digit(text.byteAt(i++), HEX);
                if (++digits > GROUP_DIGITS_MAX) {
                    return false;
                }
            }
            if (digits == 0 || count == GROUPS) {
                return false;
            }
            groups[count++] = value;
        }
        if (gapAt < 0 ? count != GROUPS : count >= GROUPS) {
            return false;
        }
        for (int i = 0; i < GROUPS; i++) {
            var behind = i - (GROUPS - count);
            to.put16(gapAt < 0 || i < gapAt ? groups[i] : behind < gapAt ? 0 : groups[behind]);
        }
        return true;
    }

    /** The record whose data stands next in a text; the entry's end is then passed. */
    static Record any(MasterText text, Name owner, int type, long ttl, Name origin)
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
