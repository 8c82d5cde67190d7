package io.labnet.dns.zone.master;

import java.util.Arrays;

/** Domain names as master files write them (RFC 1035 section 5.1, RFC 4343 section 2.1). */
final class NameReader {
    private static final int LABEL_BYTES_MAX = 63;
    private static final int NAME_BYTES_MAX = 255;
    private static final int DECIMALS = 3;

    private static final byte[] ROOT = {0};

    private final byte[] wire = new byte[NAME_BYTES_MAX + 1];
    private int length;
    private int labelAt;

    /** The name that the last word of a text is, in the form of RFC 1035 section 3.1. */
    byte[] read(MasterText text, byte[] origin) throws MasterFault {
        parse(text, origin);
        return Arrays.copyOf(wire, length);
    }

    /** The same as data of a record. */
    void read(MasterText text, byte[] origin, WireRecord to) throws MasterFault {
        parse(text, origin);
        to.put(wire, length);
    }

    private void parse(MasterText text, byte[] origin) throws MasterFault {
        if (text.to() - text.from() == 1 && text.byteAt(text.from()) == '@') {
            take(origin);
            return;
        }
        if (text.to() - text.from() == 1 && text.byteAt(text.from()) == '.') {
            take(ROOT);
            return;
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
        if (!isAbsolute) {
            endLabel(text);
            putOrigin(text, origin);
        }
    }

    private void take(byte[] name) {
        System.arraycopy(name, 0, wire, 0, name.length);
        length = name.length;
    }

    private void putOrigin(MasterText text, byte[] origin) throws MasterFault {
        if (length + origin.length > NAME_BYTES_MAX) {
            throw text.fault("a name longer than " + NAME_BYTES_MAX + " bytes");
        }
        System.arraycopy(origin, 0, wire, length, origin.length);
        length += origin.length;
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
