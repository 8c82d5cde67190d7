package io.labnet.peer.session;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one peer's connections come in and go out, always from the peer's own address, and how many
 * there may be.
 */
public final class Door implements Closeable {
    /** How many calls of ours may wait for an answer at a time. */
    public static final int HALF_OPEN_MAX = 8;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);
    private static final int BACKLOG = 64;
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final String name;
    private final int connectionsMax;
    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger halfOpen = new AtomicInteger();
    private final Set<SocketChannel> calling = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Household household;
    private volatile boolean closed;

    /**
     * Takes the address; whoever calls waits until the door is opened.
     *
     * @param name what threads are named by
     * @param address where to listen; port 0 for any
     * @throws IOException when the address cannot be had; the message names it
     */
    public Door(String name, InetSocketAddress address, int connectionsMax) throws IOException {
        this.name = name;
        this.connectionsMax = connectionsMax;
        this.listener = bound(address);
        this.address = (InetSocketAddress) listener.getLocalAddress();
    }

    /** Opens the door: from now on others may come in. */
    public void open(Household inhabitants) {
        household = inhabitants;
        Thread.ofVirtual().name(name + "-accept").start(this::accept);
    }

    private Household household() {
        return Objects.requireNonNull(household, "nobody dials or comes before the door is open");
    }

    private static ServerSocketChannel bound(InetSocketAddress address) throws IOException {
        var listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return listener.bind(address, BACKLOG);
        } catch (IOException e) {
            listener.close();
            var said = new BindException("cannot listen at " + address + ": " + e.getMessage());
            said.initCause(e);
            throw said;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    public int connections() {
        return connections.size();
    }

    private void accept() {
        while (!closed) {
            try {
                admit(listener.accept());
            } catch (ClosedChannelException end) {
                return;
            } catch (IOException e) {
                LOG.warn("{} could not accept a connection", name, e);
                // Out of file descriptors, most likely: that does not pass at once.
                LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
            }
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        var from = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        if (connections.size() >= connectionsMax || ofAddress(from) >= (connectionsMax + 1) / 2) {
            // BEP 3 has no word for "full"; whoever is turned away asks the tracker for others.
            channel.close();
            return;
        }
        var connection = new Connection(channel, true, household());
        // Counted before its thread runs, so that a flood is too.
        connections.add(connection);
        Thread.ofVirtual().name(name + "-in").start(() -> run(connection));
    }

    // No single host may take all places.
    private long ofAddress(InetAddress address) {
        return connections.stream().filter(c -> address.equals(c.remote().getAddress())).count();
    }

    private void run(Connection connection) {
        try {
            if (closed) {
                connection.close("we are closing");
            }
            connection.run(name);
        } finally {
            connections.remove(connection);
        }
    }

    /** Whether another call may go out now. */
    public boolean mayDial() {
        return !closed && halfOpen.get() < HALF_OPEN_MAX && connections.size() < connectionsMax;
    }

    /** Whether there is a connection with a peer at this address, which may be a call to it. */
    public boolean isConnectedTo(InetSocketAddress remote) {
        return connections.stream().anyMatch(c -> c.remote().equals(remote));
    }

    /** Calls another peer, without waiting. */
    public void dial(InetSocketAddress remote) {
        halfOpen.incrementAndGet();
        Thread.ofVirtual().name(name + "-in").start(() -> call(remote));
    }

    private void call(InetSocketAddress remote) {
        try {
            run(connected(remote));
        } catch (IOException e) {
            LOG.debug("{} cannot reach {}: {}", name, remote, e.getMessage());
        }
    }

    private Connection connected(InetSocketAddress remote) throws IOException {
        try {
            var connection = new Connection(called(remote), false, household());
            connections.add(connection);
            return connection;
        } finally {
            // Also when there was no file descriptor left to call with.
            halfOpen.decrementAndGet();
        }
    }

    private SocketChannel called(InetSocketAddress remote) throws IOException {
        var channel = SocketChannel.open();
        calling.add(channel);
        try {
            channel.bind(new InetSocketAddress(address.getAddress(), 0));
            channel.socket().connect(remote, (int) CONNECT_MAX.toMillis());
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            calling.remove(channel);
        }
    }

    /** Ends connections on which nothing happens. */
    public void tick(long nowNanos) {
        connections.forEach(connection -> connection.tick(nowNanos));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        for (var channel : calling) {
            channel.close();
        }
        connections.forEach(connection -> connection.close("we are closing"));
    }
}
