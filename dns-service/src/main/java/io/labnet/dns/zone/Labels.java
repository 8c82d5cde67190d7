package io.labnet.dns.zone;

import java.io.IOException;
import java.util.Arrays;
import org.xbill.DNS.Name;

/** The labels by which a name lies below another, in lower case (RFC 4343 section 3). */
final class Labels {
    private static final byte[][] NONE = {};

    private Labels() {}

    /**
     * From the top down.
     *
     * @param name at or below the origin
     */
    static byte[][] below(Name origin, Name name) {
        var count = name.labels() - origin.labels();
        if (count == 0) {
            return NONE;
        }
        var wire = name.toWireCanonical();
        var labels = new byte[count][];
        int at = 0;
        for (int i = count - 1; i >= 0; i--) {
            var from = at + 1;
            at = from + wire[at];
            labels[i] = Arrays.copyOfRange(wire, from, at);
        }
        return labels;
    }

    /** Of a name's bytes the letters; lengths of labels are below 'A'. */
    static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }

    /** The name one label below another. */
    static Name child(byte[] label, Name parent) {
        var wire = new byte[1 + label.length + parent.length()];
        wire[0] = (byte) label.length;
        System.arraycopy(label, 0, wire, 1, label.length);
        System.arraycopy(parent.toWire(), 0, wire, 1 + label.length, parent.length());
        try {
            return new Name(wire);
        } catch (IOException impossible) {
            throw new IllegalStateException("a name that stands in a zone is too long", impossible);
        }
    }
}
