package io.labnet.dns.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UDP on Linux, for IPv4: what has come meanwhile is taken with one call, and answered with one.
 * The calls are most of what a query costs.
 */
final class BatchSocket implements UdpSocket {
    private static final Logger LOG = LoggerFactory.getLogger(BatchSocket.class);

    private static final Set<String> MACHINES = Set.of("amd64", "aarch64");

    // More at a time would hardly save more, and the first would wait longer for its reply.
    private static final int PACKETS = 16;

    // struct mmsghdr of 64-bit Linux, which begins with a struct msghdr.
    private static final long MESSAGE_BYTES = 64;
    private static final long NAME_AT = 0;
    private static final long NAME_LENGTH_AT = 8;
    private static final long VECTOR_AT = 16;
    private static final long VECTOR_LENGTH_AT = 24;
    private static final long LENGTH_AT = 56;
    // struct iovec.
    private static final long VECTOR_BYTES = 16;
    private static final long VECTOR_SIZE_AT = 8;
    private static final int ADDRESS_BYTES = LinuxAddress.BYTES;

    /** Packets with their addresses, as the kernel wants to have them. */
    private static final class Packets {
        private final MemorySegment messages;
        private final MemorySegment vectors;
        private final MemorySegment addresses;
        private final MemorySegment bytes;
        private final ByteBuffer[] buffers;

        Packets(Arena arena, int count) {
            messages = arena.allocate(count * MESSAGE_BYTES, Long.BYTES);
            vectors = arena.allocate(count * VECTOR_BYTES, Long.BYTES);
            addresses = arena.allocate((long) count * ADDRESS_BYTES, Long.BYTES);
            bytes = arena.allocate((long) count * PACKET_BYTES_MAX, Long.BYTES);
            buffers = new ByteBuffer[count];
            for (int i = 0; i < count; i++) {
                var packet = bytes.asSlice((long) i * PACKET_BYTES_MAX, PACKET_BYTES_MAX);
                buffers[i] = packet.asByteBuffer();
                var vector = vectors.asSlice(i * VECTOR_BYTES, VECTOR_BYTES);
                vector.set(ADDRESS, 0, packet);
                vector.set(JAVA_LONG, VECTOR_SIZE_AT, PACKET_BYTES_MAX);
                var at = i * MESSAGE_BYTES;
                messages.set(ADDRESS, at + NAME_AT, address(i));
                messages.set(JAVA_INT, at + NAME_LENGTH_AT, ADDRESS_BYTES);
                messages.set(ADDRESS, at + VECTOR_AT, vector);
                messages.set(JAVA_LONG, at + VECTOR_LENGTH_AT, 1);
            }
        }

        MemorySegment address(int i) {
            return addresses.asSlice((long) i * ADDRESS_BYTES, ADDRESS_BYTES);
        }

        int length(int i) {
            return messages.get(JAVA_INT, i * MESSAGE_BYTES + LENGTH_AT);
        }

        void setLength(int i, int length) {
            vectors.set(JAVA_LONG, i * VECTOR_BYTES + VECTOR_SIZE_AT, length);
        }

        void setAddress(int i, MemorySegment from, int of) {
            var there = (long) of * ADDRESS_BYTES;
            MemorySegment.copy(from, there, addresses, (long) i * ADDRESS_BYTES, ADDRESS_BYTES);
        }
    }

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = LinuxCalls.state(arena);
    private final Packets in = new Packets(arena, PACKETS);
    private final Packets out = new Packets(arena, PACKETS);
    private final byte[] packet = new byte[PACKET_BYTES_MAX];

    private final int socket;
    private final InetSocketAddress address;

    // Of whoever sends what was waited for, or closes; guarded by this object.
    private final MemorySegment otherState = LinuxCalls.state(arena);
    private final Packets other = new Packets(arena, 1);
    private volatile boolean isOpen = true;
    private boolean isHearing;

    private BatchSocket(InetSocketAddress address, boolean isShared, int bufferBytes)
            throws IOException {
        socket = LinuxCalls.socket(state);
        try {
            LinuxCalls.set(state, socket, LinuxCalls.SO_RCVBUF, bufferBytes);
            if (isShared) {
                LinuxCalls.set(state, socket, LinuxCalls.SO_REUSEPORT, 1);
            }
            var name = other.address(0);
            LinuxAddress.put(address, name);
            LinuxCalls.bind(state, socket, name);
            LinuxCalls.name(state, socket, name);
            this.address = LinuxAddress.get(name, 0);
        } catch (IOException refused) {
            LinuxCalls.close(state, socket);
            throw refused;
        }
    }

    /**
     * Whether such a socket can be had for an address: on this system, and where the JVM was told
     * that it may make calls of the system's.
     */
    static boolean isFor(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                && System.getProperty("os.name", "").equals("Linux")
                && MACHINES.contains(System.getProperty("os.arch", ""))
                && BatchSocket.class.getModule().isNativeAccessEnabled();
    }

    /**
     * A socket.
     *
     * @param isShared whether others may hear a part of what comes to this address
     * @throws IOException when it cannot be had
     */
    static BatchSocket open(InetSocketAddress address, boolean isShared, int bufferBytes)
            throws IOException {
        return new BatchSocket(address, isShared, bufferBytes);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public void exchange(Answering answering) throws IOException {
        begin();
        try {
            var received = LinuxCalls.receive(state, socket, in.messages, PACKETS);
            // Of a socket that is closed meanwhile there come packets without bytes.
            send(isOpen ? answered(received, answering) : 0);
        } finally {
            end();
        }
    }

    private int answered(int received, Answering answering) throws IOException {
        int replies = 0;
        for (int i = 0; i < received; i++) {
            var length = in.length(i);
            in.buffers[i].get(0, packet, 0, length);
            var from = LinuxAddress.get(in.addresses, (long) i * ADDRESS_BYTES);
            var reply = out.buffers[replies];
            try {
                if (answering.answer(packet, length, from, reply.clear())) {
                    out.setLength(replies, reply.remaining());
                    out.setAddress(replies, in.addresses, i);
                    replies++;
                }
            } catch (RuntimeException | Error bug) {
                // The others that came with it are nevertheless told.
                LOG.error("A query of {} cannot be answered", from, bug);
            }
        }
        return replies;
    }

    private void send(int replies) {
        for (int sent = 0; sent < replies; ) {
            try {
                var rest = out.messages.asSlice(sent * MESSAGE_BYTES);
                sent += Math.max(1, LinuxCalls.send(state, socket, rest, replies - sent));
            } catch (IOException unsent) {
                LOG.debug("A client cannot be told", unsent);
                sent++;
            }
        }
    }

    private synchronized void begin() throws ClosedChannelException {
        if (!isOpen) {
            throw new ClosedChannelException();
        }
        isHearing = true;
    }

    private synchronized void end() throws IOException {
        isHearing = false;
        if (!isOpen) {
            LinuxCalls.close(otherState, socket);
        }
    }

    @Override
    public synchronized void send(ByteBuffer reply, InetSocketAddress to) throws IOException {
        if (!isOpen) {
            throw new ClosedChannelException();
        }
        LinuxAddress.put(to, other.address(0));
        other.setLength(0, reply.remaining());
        other.buffers[0].clear().put(reply);
        LinuxCalls.send(otherState, socket, other.messages, 1);
    }

    // Whoever hears is woken, and gives the socket back itself: its number may be another's then.
    @Override
    public synchronized void close() throws IOException {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        if (isHearing) {
            LinuxCalls.wake(otherState, socket);
        } else {
            LinuxCalls.close(otherState, socket);
        }
    }
}
