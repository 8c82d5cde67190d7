package io.labnet.dns.message;

import io.labnet.dns.message.Heard.Edns;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;

/** The part of a client's address that a resolver tells on its behalf (RFC 7871 section 6). */
public final class ClientSubnet {
    /** The option's code. */
    public static final int CODE = 8;

    private static final int HEADER_BYTES = 4;
    private static final int SCOPE_AT = 3;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final byte[] option;
    private final @Nullable InetAddress address;
    private final int sourceBits;

    private ClientSubnet(byte[] option, @Nullable InetAddress address, int sourceBits) {
        this.option = option;
        this.address = address;
        this.sourceBits = sourceBits;
    }

    /** Of the network, other bits 0; null where the resolver tells none. */
    public @Nullable InetAddress address() {
        return address;
    }

    /** How many bits of the address are told. */
    public int sourceBits() {
        return sourceBits;
    }

    /** A query's option as it came, right or wrong; empty when there is none. */
    public static Optional<EDNSOption> in(Edns edns) {
        return edns.options().stream().filter(option -> option.getCode() == CODE).findFirst();
    }

    /** Reads a query's option; null when it is malformed, which earns FORMERR (section 6). */
    public static @Nullable ClientSubnet read(EDNSOption option) {
        var wire = option.toWire();
        // Its code and length come first.
        return read(Arrays.copyOfRange(wire, 2 * Short.BYTES, wire.length));
    }

    private static @Nullable ClientSubnet read(byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            return null;
        }
        var family = Byte.toUnsignedInt(bytes[0]) << Byte.SIZE | Byte.toUnsignedInt(bytes[1]);
        var sourceBits = Byte.toUnsignedInt(bytes[2]);
        // What a query says of the scope is 0.
        if (bytes[SCOPE_AT] != 0) {
            return null;
        }
        // Who tells nothing need not say of which family (section 7.1.2; dig says none).
        if (family == 0 && sourceBits == 0 && bytes.length == HEADER_BYTES) {
            return new ClientSubnet(bytes, null, 0);
        }
        var addressBytes =
                switch (family) {
                    case 1 -> IPV4_BYTES;
                    case 2 -> IPV6_BYTES;
                    default -> 0;
                };
        if (sourceBits > addressBytes * Byte.SIZE
                || addressBytes == 0
                || bytes.length != HEADER_BYTES + (sourceBits + Byte.SIZE - 1) / Byte.SIZE
                || hasBitsBeyond(bytes, sourceBits)) {
            return null;
        }
        var address = Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + addressBytes);
        return new ClientSubnet(bytes, sourceBits == 0 ? null : address(address), sourceBits);
    }

    private static boolean hasBitsBeyond(byte[] bytes, int sourceBits) {
        var rest = sourceBits % Byte.SIZE;
        return rest != 0 && (byte) (bytes[bytes.length - 1] << rest) != 0;
    }

    private static InetAddress address(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes", impossible);
        }
    }

    /**
     * What the reply says (section 7.2.1): family, source and address as they came.
     *
     * @param scopeBits for which network the answer is; 0 for all
     */
    public EDNSOption answered(int scopeBits) {
        var bytes = option.clone();
        bytes[SCOPE_AT] = (byte) (sourceBits == 0 ? 0 : scopeBits);
        return new GenericEDNSOption(CODE, bytes);
    }
}
