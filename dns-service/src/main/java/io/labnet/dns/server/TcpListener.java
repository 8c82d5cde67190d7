package io.labnet.dns.server;

import io.labnet.dns.server.Traffic.Dropped;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TCP (RFC 7766) and over TLS (RFC 7858): accepts connections at all ports, and closes
 * those that are idle.
 */
final class TcpListener implements Closeable {
    private static final int BACKLOG = 64;
    // Who cannot accept, for want of files perhaps, cannot do so again and again.
    private static final Duration UNACCEPTED_PAUSE = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    private final ListenerLimits limits;
    private final Traffic traffic;
    private final Clock clock;
    private final Spotlight spotlight;
    private final Places places;
    private final Semaphore pending = new Semaphore(ListenerLimits.PENDING_MAX);
    private final List<ServerSocket> ports = new ArrayList<>();
    private final List<Thread> acceptors = new ArrayList<>();
    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Binds all ports and begins to listen.
     *
     * @throws IOException when one cannot be had; the message names it, and none is bound then
     */
    TcpListener(
            List<Listening> ports,
            ListenerLimits limits,
            Places places,
            Traffic traffic,
            Spotlight spotlight,
            Clock clock)
            throws IOException {
        this.limits = limits;
        this.traffic = traffic;
        this.spotlight = spotlight;
        this.clock = clock;
        this.places = places;
        try {
            for (var port : ports) {
                bind(port);
            }
        } catch (IOException refused) {
            close();
            throw refused;
        }
        Thread.ofVirtual().name("dns-tcp-reaper").start(this::reap);
    }

    private void bind(Listening port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(port.address(), BACKLOG);
        } catch (IOException refused) {
            socket.close();
            throw new IOException(
                    "TCP " + Listening.text(port.address()) + ": " + refused.getMessage(), refused);
        }
        ports.add(socket);
        acceptors.add(Thread.ofVirtual().name("dns-tcp-accept").start(() -> accept(socket, port)));
    }

    private void accept(ServerSocket socket, Listening port) {
        try {
            while (!socket.isClosed()) {
                try {
                    admit(socket.accept(), port);
                } catch (IOException | RuntimeException unaccepted) {
                    if (!socket.isClosed()) {
                        LOG.warn("{} could not accept", socket, unaccepted);
                        Thread.sleep(UNACCEPTED_PAUSE);
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Socket socket, Listening port) throws IOException {
        var client = socket.getInetAddress();
        if (!places.isEntered(client)) {
            traffic.dropped(Dropped.CONNECTIONS);
            socket.close();
            return;
        }
        var connection = new TcpConnection(socket, port, this::client, traffic, pending);
        connections.add(connection);
        if (closed) {
            connection.close();
        }
        Thread.ofVirtual()
                .name("dns-tcp")
                .start(() -> {
                    try {
                        connection.serve();
                    } finally {
                        connections.remove(connection);
                        places.leave(client);
                    }
                });
    }

    private Client client(
            InetSocketAddress address, InetSocketAddress server, Transport transport) {
        return new Client(address, server, transport, spotlight.falls(clock));
    }

    // Length and message in one write, so that they travel together (RFC 7766 section 8).
    static byte[] framed(ByteBuffer wire) {
        var length = wire.remaining();
        return ByteBuffer.allocate(2 + length).putShort((short) length).put(wire).array();
    }

    // Looks at progress rather than at single reads and writes: a client that sends a byte now
    // and then, or never reads its replies, is idle too (RFC 7766 section 6.2.3).
    private void reap() {
        try {
            while (!closed) {
                Thread.sleep(limits.tcpIdle().dividedBy(4));
                var before = System.nanoTime() - limits.tcpIdle().toNanos();
                connections.forEach(connection -> connection.closeIfIdleSince(before));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            NameServers.close(ports);
        } finally {
            connections.forEach(TcpConnection::close);
            NameServers.awaitEnd(acceptors);
        }
    }
}
