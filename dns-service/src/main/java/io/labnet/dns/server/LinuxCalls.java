package io.labnet.dns.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of Linux that send and receive several packets at a time, which Java does not have, and
 * what is needed around them, with the numbers of 64-bit x86 and ARM. All say why they fail. Other
 * systems cannot even load this class.
 */
@SuppressWarnings("restricted")
final class LinuxCalls {
    static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int SO_REUSEPORT = 15;
    private static final int SO_RCVTIMEO = 20;
    // struct timeval.
    private static final int TIME_BYTES = 16;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long MICROS_PER_MILLI = 1000;
    private static final int SHUT_RDWR = 2;
    // Waits for the first packet only.
    private static final int MSG_WAITFORONE = 0x10000;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final long TEXT_BYTES_MAX = 256;

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SOCKET =
            handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            handle(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle BIND =
            handle("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT =
            handle("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKNAME =
            handle("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle RECVMMSG =
            handle(
                    "recvmmsg",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle SENDMMSG =
            handle(
                    "sendmmsg",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle RECV =
            handle(
                    "recv",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SEND =
            handle(
                    "send",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            handle("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("strerror"),
                    FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private LinuxCalls() {}

    private static MethodHandle handle(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                shape,
                Linker.Option.captureCallState("errno"));
    }

    /** Memory for what a call says besides its result; one thread uses it at a time. */
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    static int socket(MemorySegment state) throws IOException {
        try {
            var made = (int) SOCKET.invokeExact(state, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            return checked(made, state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    static void set(MemorySegment state, int socket, int option, int value) throws IOException {
        try (var arena = Arena.ofConfined()) {
            set(state, socket, option, arena.allocateFrom(JAVA_INT, value));
        }
    }

    /** For how long {@link #receive(MemorySegment, int, MemorySegment)} waits. */
    static void setPatience(MemorySegment state, int socket, int millis) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var time = arena.allocate(TIME_BYTES, Long.BYTES);
            time.set(JAVA_LONG, 0, millis / MILLIS_PER_SECOND);
            time.set(JAVA_LONG, Long.BYTES, millis % MILLIS_PER_SECOND * MICROS_PER_MILLI);
            set(state, socket, SO_RCVTIMEO, time);
        }
    }

    private static void set(MemorySegment state, int socket, int option, MemorySegment value)
            throws IOException {
        try {
            var bytes = (int) value.byteSize();
            var done =
                    (int) SETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, option, value, bytes);
            checked(done, state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    static void bind(MemorySegment state, int socket, MemorySegment address) throws IOException {
        try {
            checked(
                    (int) BIND.invokeExact(state, socket, address, (int) address.byteSize()),
                    state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    static void connect(MemorySegment state, int socket, MemorySegment address) throws IOException {
        try {
            var bytes = (int) address.byteSize();
            checked((int) CONNECT.invokeExact(state, socket, address, bytes), state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    /** Fills in where a socket is bound. */
    static void name(MemorySegment state, int socket, MemorySegment address) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            checked((int) GETSOCKNAME.invokeExact(state, socket, address, length), state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    /** Waits for a packet, and takes what is there; 0 when it was disturbed. */
    static int receive(MemorySegment state, int socket, MemorySegment messages, int count)
            throws IOException {
        try {
            var received =
                    (int)
                            RECVMMSG.invokeExact(
                                    state,
                                    socket,
                                    messages,
                                    count,
                                    MSG_WAITFORONE,
                                    MemorySegment.NULL);
            return received < 0 && errno(state) == EINTR ? 0 : checked(received, state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    /**
     * Sends packets in their order.
     *
     * @return how many of them
     * @throws IOException when the first cannot be sent
     */
    static int send(MemorySegment state, int socket, MemorySegment messages, int count)
            throws IOException {
        try {
            return checked((int) SENDMMSG.invokeExact(state, socket, messages, count, 0), state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    /**
     * Waits for one packet, as long as the socket's patience lasts.
     *
     * @return its length, as far as it found room; -1 when there was none
     */
    static int receive(MemorySegment state, int socket, MemorySegment packet) throws IOException {
        try {
            while (true) {
                var got = (long) RECV.invokeExact(state, socket, packet, packet.byteSize(), 0);
                if (got < 0 && errno(state) == EAGAIN) {
                    return -1;
                }
                if (got >= 0 || errno(state) != EINTR) {
                    return checked((int) got, state);
                }
            }
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    /** Sends one packet to where the socket is connected. */
    static void send(MemorySegment state, int socket, MemorySegment packet) throws IOException {
        try {
            checked(
                    (int) (long) SEND.invokeExact(state, socket, packet, packet.byteSize(), 0),
                    state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    /** Wakes whoever waits. Linux says that there is no connection, and does it. */
    static void wake(MemorySegment state, int socket) throws IOException {
        try {
            var _ = (int) SHUTDOWN.invokeExact(state, socket, SHUT_RDWR);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    static void close(MemorySegment state, int socket) throws IOException {
        try {
            checked((int) CLOSE.invokeExact(state, socket), state);
        } catch (Throwable thrown) {
            throw passedOn(thrown);
        }
    }

    private static int checked(int result, MemorySegment state) throws Throwable {
        if (result >= 0) {
            return result;
        }
        var text = (MemorySegment) STRERROR.invokeExact(errno(state));
        throw new IOException(text.reinterpret(TEXT_BYTES_MAX).getString(0));
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    // A method handle may throw anything, as far as the compiler knows.
    private static IOException passedOn(Throwable thrown) {
        return switch (thrown) {
            case IOException refused -> refused;
            case RuntimeException bug -> throw bug;
            case Error bug -> throw bug;
            default -> new IOException(thrown);
        };
    }
}
