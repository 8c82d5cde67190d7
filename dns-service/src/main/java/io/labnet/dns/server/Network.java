package io.labnet.dns.server;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses (RFC 4632 section 3.1).
 *
 * @param prefixBits how many leading bits of the address count
 */
public record Network(InetAddress address, int prefixBits) {
    /**
     * Reads a network.
     *
     * @param text such as {@code 127.0.0.0/8} or {@code ::1/128}; a bare address is itself alone
     * @throws IllegalArgumentException when it is neither
     */
    public static Network of(String text) {
        var slash = text.indexOf('/');
        var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        var bits = address.getAddress().length * Byte.SIZE;
        var prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(text + " has a prefix that is not 0 to " + bits);
        }
        return new Network(address, prefix);
    }

    public boolean contains(InetAddress other) {
        var ours = address.getAddress();
        var theirs = other.getAddress();
        var whole = prefixBits / Byte.SIZE;
        if (ours.length != theirs.length || !Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
            return false;
        }
        var rest = prefixBits % Byte.SIZE;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >>> (Byte.SIZE - rest) == 0;
    }
}
