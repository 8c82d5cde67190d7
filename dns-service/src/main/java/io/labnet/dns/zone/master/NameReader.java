package io.labnet.dns.zone.master;

import java.io.IOException;
import java.util.Arrays;
import org.xbill.DNS.Name;

/** Domain names as master files write them (RFC 1035 section 5.1, RFC 4343 section 2.1). */
final class NameReader {
    private static final int LABEL_BYTES_MAX = 63;
    private static final int NAME_BYTES_MAX = 255;
    private static final int DECIMALS = 3;

    private final byte[] wire = new byte[NAME_BYTES_MAX + 1];
    private int length;
    private int labelAt;
    private Name lastOrigin = Name.root;
    private byte[] lastOriginWire = Name.root.toWire();

    /** The name that the last word of a text is. */
    Name read(MasterText text, Name origin) throws MasterFault {
        if (text.to() - text.from() == 1 && text.byteAt(text.from()) == '@') {
            return origin;
        }
        if (text.to() - text.from() == 1 && text.byteAt(text.from()) == '.') {
            return Name.root;
        }
        length = 0;
        beginLabel(text);
        var isAbsolute = false;
        for (int i = text.from(); i < text.to(); ) {
            isAbsolute = false;
            var c = text.byteAt(i);
            if (c == '.') {
                endLabel(text);
                beginLabel(text);
                isAbsolute = true;
                i++;
            } else if (c == '\\') {
                i = escaped(text, i + 1);
            } else {
                put(text, c);
                i++;
            }
        }
        // Behind a final dot the root's empty label has been begun already.
        return isAbsolute ? name(text) : relative(text, origin);
    }

    private Name relative(MasterText text, Name origin) throws MasterFault {
        endLabel(text);
        var above = wire(origin);
        if (length + above.length > NAME_BYTES_MAX) {
            throw text.fault("a name longer than " + NAME_BYTES_MAX + " bytes");
        }
        System.arraycopy(above, 0, wire, length, above.length);
        length += above.length;
        return name(text);
    }

    private byte[] wire(Name origin) {
        if (!origin.equals(lastOrigin)) {
            lastOrigin = origin;
            lastOriginWire = origin.toWire();
        }
        return lastOriginWire;
    }

    private Name name(MasterText text) throws MasterFault {
        try {
            return new Name(Arrays.copyOf(wire, length));
        } catch (IOException impossible) {
            throw text.fault("no domain name: " + impossible.getMessage());
        }
    }

    private void beginLabel(MasterText text) throws MasterFault {
        labelAt = length;
        put(text, (byte) 0);
    }

    private void endLabel(MasterText text) throws MasterFault {
        var bytes = length - labelAt - 1;
        if (bytes == 0) {
            throw text.fault("a name with an empty label");
        }
        if (bytes > LABEL_BYTES_MAX) {
            throw text.fault("a label longer than " + LABEL_BYTES_MAX + " bytes");
        }
        wire[labelAt] = (byte) bytes;
    }

    private void put(MasterText text, byte b) throws MasterFault {
        if (length >= NAME_BYTES_MAX) {
            throw text.fault("a name longer than " + NAME_BYTES_MAX + " bytes");
        }
        wire[length++] = b;
    }

    /** Takes {@code \X} or {@code \DDD}; gives where it ends. */
    private int escaped(MasterText text, int at) throws MasterFault {
        if (at >= text.to()) {
            throw text.faultAt(at - 1, "a backslash before nothing");
        }
        if (!isDigit(text.byteAt(at))) {
            put(text, text.byteAt(at));
            return at + 1;
        }
        int value = 0;
        for (int i = at; i < at + DECIMALS; i++) {
            if (i >= text.to() || !isDigit(text.byteAt(i))) {
                throw text.faultAt(at - 1, "a backslash takes three digits, or what is none");
            }
            value = value * 10 + text.byteAt(i) - '0';
        }
        if (value > 0xFF) {
            throw text.faultAt(at - 1, "\\" + value + " is more than a byte holds");
        }
        put(text, (byte) value);
        return at + DECIMALS;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
