package io.labnet.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetConnection;

/**
 * Listens on one address and holds each conversation on a virtual thread of its own.
 *
 * <p>Stands on spring-integration-ip's connection factory for accepting and keeping connections,
 * and on a session loop of the protocol's own for what is said over them.
 */
public final class LineListener {
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LineListener.class);

    private final String name;
    private final InetSocketAddress address;
    private final LineLimits limits;
    private final LineProtocol protocol;
    private final @Nullable Supplier<SSLContext> tls;
    private final Places places;
    private final Set<LineConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private @Nullable BoundConnectionFactory factory;
    private @Nullable Thread sweeper;

    /**
     * A listener that does not listen yet.
     *
     * @param name begins its threads' names, such as {@code mail-smtp}
     * @param address where to listen; port 0 takes any free one
     * @param tls asked at each connection when the protocol runs inside TLS from its first byte;
     *     null when it begins in the clear
     */
    public LineListener(
            String name,
            InetSocketAddress address,
            LineLimits limits,
            LineProtocol protocol,
            @Nullable Supplier<SSLContext> tls) {
        this.name = name;
        this.address = address;
        this.limits = limits;
        this.protocol = protocol;
        this.tls = tls;
        this.places = new Places(limits.connectionsMax(), limits.connectionsPerClientMax());
    }

    /**
     * Listens when it returns.
     *
     * @throws UncheckedIOException when the address cannot be had; the message names it
     */
    public synchronized void start() {
        if (factory != null) {
            return;
        }
        stopping = false;
        try {
            factory = new BoundConnectionFactory(name, address, this::connection);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    name + " cannot listen on " + text(address) + ": " + e.getMessage(), e);
        }
        factory.start();
        sweeper = Thread.ofVirtual().name(name + "-sweep").start(this::sweep);
    }

    /** Says goodbye to everybody and stops; takes about a second at most. */
    public synchronized void stop() {
        if (factory == null || sweeper == null) {
            return;
        }
        stopping = true;
        factory.stopAccepting();
        sweeper.interrupt();
        for (var connection : open) {
            Thread.ofVirtual()
                    .name(name + "-goodbye")
                    .start(() -> connection.sayGoodbye(protocol.farewell(Farewell.SHUTDOWN)));
        }
        awaitLeave();
        open.forEach(LineConnection::hangUp);
        factory.stop();
        factory = null;
    }

    /** Where it listens, with the port that it got. */
    public synchronized InetSocketAddress address() {
        return factory == null ? address : factory.address();
    }

    public int openConnections() {
        return places.total();
    }

    private void awaitLeave() {
        var deadline = System.nanoTime() + GOODBYE.toNanos();
        synchronized (open) {
            try {
                var left = GOODBYE.toMillis();
                while (!open.isEmpty() && left > 0) {
                    open.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!open.isEmpty()) {
            LOG.info("{} hung up on {} clients that did not leave", name, open.size());
        }
    }

    private void forget(LineConnection connection) {
        synchronized (open) {
            open.remove(connection);
            open.notifyAll();
        }
    }

    private TcpNetConnection connection(Socket socket) {
        return new SessionConnection(socket, () -> serve(socket));
    }

    private void serve(Socket socket) {
        var client = socket.getInetAddress();
        if (stopping || !places.enter(client)) {
            turnAway(socket, stopping ? Farewell.SHUTDOWN : Farewell.BUSY);
            return;
        }
        try {
            var connection = new LineConnection(socket, limits);
            open.add(connection);
            // Closing may wait for the client too: it keeps its place, and is swept, until then.
            try (connection) {
                converse(connection);
            } finally {
                forget(connection);
            }
        } catch (IOException e) {
            LOG.debug("{}: the connection of {} failed", name, client, e);
        } finally {
            places.leave(client);
        }
    }

    private void turnAway(Socket socket, Farewell why) {
        try (var connection = new LineConnection(socket, limits)) {
            say(connection, why);
        } catch (IOException e) {
            LOG.debug("{}: {} heard no {}", name, socket.getInetAddress(), why, e);
        }
    }

    private void converse(LineConnection connection) throws IOException {
        try {
            if (tls != null) {
                connection.secure(tls.get(), true);
            }
            protocol.converse(connection);
            connection.writeGoodbye();
        } catch (SocketTimeoutException e) {
            say(connection, Farewell.TIMEOUT);
        } catch (RuntimeException e) {
            LOG.error("{}: the conversation with {} failed", name, connection.peer(), e);
            say(connection, Farewell.FAILURE);
        }
    }

    private void say(LineConnection connection, Farewell why) throws IOException {
        var words = protocol.farewell(why);
        // Inside TLS nothing can be said before the handshake.
        if (words != null && (tls == null || connection.encryption() != null)) {
            connection.writeLine(words);
            connection.flush();
        }
    }

    // Java has no time-out for writing, so somebody has to look.
    private void sweep() {
        try {
            while (!stopping) {
                Thread.sleep(SWEEP);
                var now = System.nanoTime();
                open.stream().filter(c -> c.isOverdue(now)).forEach(LineConnection::hangUp);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
