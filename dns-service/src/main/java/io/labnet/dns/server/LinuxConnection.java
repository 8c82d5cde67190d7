package io.labnet.dns.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/** A connection on Linux, for IPv4, by seven calls of the system, where Java's takes eighteen. */
final class LinuxConnection implements UdpConnection {
    /** What the calls of one thread need, one connection after the other. */
    private static final class Memory {
        private final Arena arena = Arena.ofAuto();
        private final MemorySegment state = LinuxCalls.state(arena);
        private final MemorySegment address = LinuxAddress.allocate(arena);
        private final MemorySegment packet = arena.allocate(REPLY_BYTES_MAX);
    }

    private static final ThreadLocal<Memory> MEMORY = ThreadLocal.withInitial(Memory::new);

    private final Memory memory;
    private final int socket;
    private final InetSocketAddress local;

    private LinuxConnection(InetSocketAddress server) throws IOException {
        memory = MEMORY.get();
        socket = LinuxCalls.socket(memory.state);
        try {
            LinuxAddress.put(server, memory.address);
            LinuxCalls.connect(memory.state, socket, memory.address);
            LinuxCalls.name(memory.state, socket, memory.address);
            local = LinuxAddress.get(memory.address, 0);
        } catch (IOException refused) {
            close();
            throw refused;
        }
    }

    static LinuxConnection to(InetSocketAddress server) throws IOException {
        return new LinuxConnection(server);
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public void send(byte[] query) throws IOException {
        MemorySegment.copy(query, 0, memory.packet, JAVA_BYTE, 0, query.length);
        LinuxCalls.send(memory.state, socket, memory.packet.asSlice(0, query.length));
    }

    @Override
    public byte[] receive(int patienceMillis) throws IOException {
        LinuxCalls.setPatience(memory.state, socket, patienceMillis);
        var length = LinuxCalls.receive(memory.state, socket, memory.packet);
        if (length < 0) {
            throw new SocketTimeoutException("nothing came");
        }
        return memory.packet.asSlice(0, length).toArray(JAVA_BYTE);
    }

    @Override
    public void close() throws IOException {
        LinuxCalls.close(memory.state, socket);
    }
}
