package io.labnet.webcache.upstream;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of addresses, such as 127.0.0.0/8 (RFC 4632 section 3.1).
 *
 * @param first the lowest address of the block, as a number
 * @param addressBits 32 or 128
 * @param prefixBits how many leading bits all addresses of the block share
 */
public record Network(BigInteger first, int addressBits, int prefixBits) {
    /**
     * Reads an address and a prefix length.
     *
     * @throws IllegalArgumentException when it is not of the form {@code 127.0.0.0/8}
     */
    public static Network parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0 || !text.matches("[0-9A-Fa-f.:]+/\\d{1,3}")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a network; write it like 127.0.0.0/8");
        }
        try {
            var address = InetAddress.getByName(text.substring(0, slash)).getAddress();
            var prefixBits = Integer.parseInt(text.substring(slash + 1));
            if (prefixBits > address.length * 8) {
                throw new IllegalArgumentException("\"" + text + "\" has too long a prefix");
            }
            return new Network(new BigInteger(1, address), address.length * 8, prefixBits);
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" does not begin with an address", notAnAddress);
        }
    }

    public boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        var hostBits = addressBits - prefixBits;
        return bytes.length * 8 == addressBits
                && new BigInteger(1, bytes).shiftRight(hostBits).equals(first.shiftRight(hostBits));
    }
}
