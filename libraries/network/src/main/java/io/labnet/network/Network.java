package io.labnet.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A range of addresses that share a prefix (RFC 4632 section 3.1).
 *
 * @param address any address of the range
 * @param prefixBits how many leading bits all of its addresses share, 0 to 32 or 128
 */
public record Network(InetAddress address, int prefixBits) {
    private static final Pattern NOTATION = Pattern.compile("([0-9A-Fa-f.:]+)(?:/(\\d{1,3}))?");
    private static final Pattern SHORTENED = Pattern.compile("\\d+(?:\\.\\d+){0,2}");

    public Network {
        var bits = address.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException(
                    "a prefix of " + prefixBits + " bits; it must be 0 to " + bits);
        }
    }

    /**
     * Reads a network.
     *
     * @param text such as {@code 127.0.0.0/8} or {@code ::1/128}; a bare address is itself alone
     * @throws IllegalArgumentException when it is neither
     */
    public static Network parse(String text) {
        var notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a network; write it like 127.0.0.0/8");
        }
        var address = InetAddress.ofLiteral(notation.group(1));
        // What is short for 10.0.0.1 to some is short for 10.1.0.0 to others.
        if (SHORTENED.matcher(notation.group(1)).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has not four numbers; write it like 127.0.0.0/8");
        }
        var prefix = notation.group(2);
        return new Network(
                address,
                prefix == null
                        ? address.getAddress().length * Byte.SIZE
                        : Integer.parseInt(prefix));
    }

    /** Whether an address lies in the range; one of the other family never does. */
    public boolean contains(InetAddress other) {
        var ours = address.getAddress();
        var theirs = other.getAddress();
        var whole = prefixBits / Byte.SIZE;
        if (ours.length != theirs.length || !Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
            return false;
        }
        var rest = prefixBits % Byte.SIZE;
        return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }
}
