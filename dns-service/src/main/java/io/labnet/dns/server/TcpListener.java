package io.labnet.dns.server;

import io.labnet.dns.server.Responder.Response;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TCP (RFC 7766): several queries on a connection, one virtual thread each, at most
 * {@value #CONNECTIONS_MAX} connections for all ports together.
 */
final class TcpListener implements AutoCloseable {
    static final int CONNECTIONS_MAX = 256;
    private static final int BACKLOG = 64;
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    private final Traffic traffic;
    private final Duration idle;
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
    private final List<ServerSocket> ports = new ArrayList<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Binds all ports and begins to listen.
     *
     * @param idle how long a connection may go without a whole query and its reply (RFC 7766
     *     section 6.2.3)
     * @throws IOException when one cannot be had; the message names it, and none is bound then
     */
    TcpListener(List<Listening> ports, Duration idle, Traffic traffic) throws IOException {
        this.traffic = traffic;
        this.idle = idle;
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
        Thread.ofVirtual().name("dns-tcp-accept").start(() -> accept(socket, port.responder()));
    }

    private void accept(ServerSocket port, Responder responder) {
        while (!port.isClosed()) {
            try {
                admit(port.accept(), responder);
            } catch (SocketException gone) {
                LOG.debug("{} accepts no more", port, gone);
            } catch (IOException unaccepted) {
                LOG.warn("{} could not accept: {}", port, unaccepted.getMessage());
            }
        }
    }

    private void admit(Socket socket, Responder responder) throws IOException {
        if (!places.tryAcquire()) {
            traffic.dropped();
            socket.close();
            return;
        }
        var connection = new Connection(socket, responder);
        connections.add(connection);
        Thread.ofVirtual().name("dns-tcp").start(connection::serve);
    }

    /** One client. */
    private final class Connection {
        private final Socket socket;
        private final Responder responder;
        private volatile long progressNanos = System.nanoTime();

        Connection(Socket socket, Responder responder) {
            this.socket = socket;
            this.responder = responder;
        }

        void serve() {
            try (socket) {
                socket.setTcpNoDelay(true);
                converse();
            } catch (IOException gone) {
                LOG.debug("{} has left", socket, gone);
            } finally {
                connections.remove(this);
                places.release();
            }
        }

        private void converse() throws IOException {
            var client =
                    new Client(
                            (InetSocketAddress) socket.getRemoteSocketAddress(),
                            (InetSocketAddress) socket.getLocalSocketAddress(),
                            true);
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (true) {
                var query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                switch (responder.respond(query, client)) {
                    // Noise here is no accident of the network: the client is no client.
                    case Response.Silence() -> {
                        traffic.dropped();
                        return;
                    }
                    case Response.Ready(var wire) -> send(wire);
                    case Response.Pending later -> {
                        for (var all = later.messages().get(); all.hasNext(); ) {
                            send(ByteBuffer.wrap(all.next()));
                            progressNanos = System.nanoTime();
                        }
                    }
                }
                progressNanos = System.nanoTime();
            }
        }

        private void send(ByteBuffer wire) throws IOException {
            socket.getOutputStream().write(framed(wire));
        }

        void closeIfIdle(long now) {
            if (now - progressNanos > idle.toNanos()) {
                close();
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException gone) {
                LOG.debug("{} was gone already", socket, gone);
            }
        }
    }

    // Length and message in one write, so that they travel together (RFC 7766 section 8).
    static byte[] framed(ByteBuffer wire) {
        var length = wire.remaining();
        return ByteBuffer.allocate(2 + length).putShort((short) length).put(wire).array();
    }

    // Looks at progress rather than at single reads and writes: a client that sends a byte now
    // and then, or never reads its replies, is idle too.
    private void reap() {
        try {
            while (!closed) {
                Thread.sleep(idle.dividedBy(4));
                var now = System.nanoTime();
                connections.forEach(connection -> connection.closeIfIdle(now));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (var port : ports) {
            port.close();
        }
        connections.forEach(Connection::close);
    }
}
