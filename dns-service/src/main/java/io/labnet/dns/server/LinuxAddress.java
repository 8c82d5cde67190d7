package io.labnet.dns.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** An IPv4 address with its port as Linux wants to have it: a struct sockaddr_in. */
final class LinuxAddress {
    static final int BYTES = 16;
    private static final long PORT_AT = 2;
    private static final long OCTETS_AT = 4;
    private static final int OCTETS = 4;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private LinuxAddress() {}

    static MemorySegment allocate(Arena arena) {
        return arena.allocate(BYTES, Long.BYTES);
    }

    static void put(InetSocketAddress address, MemorySegment to) {
        var octets = address.getAddress().getAddress();
        to.set(JAVA_SHORT, 0, (short) LinuxCalls.AF_INET);
        to.set(NETWORK_SHORT, PORT_AT, (short) address.getPort());
        MemorySegment.copy(octets, 0, to, JAVA_BYTE, OCTETS_AT, OCTETS);
    }

    static InetSocketAddress get(MemorySegment from, long at) throws IOException {
        var octets = new byte[OCTETS];
        MemorySegment.copy(from, JAVA_BYTE, at + OCTETS_AT, octets, 0, OCTETS);
        var port = Short.toUnsignedInt(from.get(NETWORK_SHORT, at + PORT_AT));
        return new InetSocketAddress(InetAddress.getByAddress(octets), port);
    }
}
