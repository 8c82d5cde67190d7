package io.labnet.peer.house;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The addresses that peers may have, one each.
 *
 * @param first the first of them, IPv4
 * @param size how many there are, 1 to 250
 * @param port where every peer listens at its address
 */
public record AddressPool(InetAddress first, int size, int port) {
    public AddressPool {
        if (!(first instanceof Inet4Address) || size < 1 || size > 250) {
            throw new IllegalArgumentException(
                    size + " addresses from " + first.getHostAddress() + " are no pool of peers");
        }
    }

    /** The first address that nobody has. */
    Optional<InetSocketAddress> free(Set<InetAddress> taken) {
        return IntStream.range(0, size)
                .mapToObj(this::address)
                .filter(address -> !taken.contains(address))
                .findFirst()
                .map(address -> new InetSocketAddress(address, port));
    }

    /** Whether an address is one of these. */
    boolean holds(InetAddress address) {
        return IntStream.range(0, size).anyMatch(number -> address(number).equals(address));
    }

    private InetAddress address(int number) {
        var bits = ByteBuffer.wrap(first.getAddress()).getInt() + number;
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
