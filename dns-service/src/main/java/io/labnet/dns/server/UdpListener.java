package io.labnet.dns.server;

import io.labnet.dns.server.Traffic.Dropped;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over UDP: each address has a thread that blocks in receiving, or several where cores would be
 * idle otherwise; what must be asked of others is waited for by other threads, at most {@value
 * ListenerLimits#PENDING_MAX} at a time.
 */
final class UdpListener implements Closeable {
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
    // With more addresses a thread of the system for each would take more than it gives.
    private static final int PLATFORM_THREADS_MAX = 64;
    private static final Duration WAITER_KEPT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

    /** A reply that was waited for, and where it goes. */
    private record Outgoing(
            UdpPort port, ByteBuffer reply, InetSocketAddress client, boolean isKnown) {
        void send() {
            try {
                port.send(reply, client, isKnown);
            } catch (RuntimeException | Error bug) {
                // Without its thread nobody is told anything that must be waited for.
                LOG.error("A reply cannot be sent", bug);
            }
        }
    }

    private final Traffic traffic;
    // A virtual thread must not wait in a call that Java does not know.
    private final boolean isFew;
    private final List<UdpPort> bound = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService waiters = waiters();
    private final Semaphore pending = new Semaphore(ListenerLimits.PENDING_MAX);
    private final BlockingQueue<Outgoing> outgoing =
            new ArrayBlockingQueue<>(ListenerLimits.PENDING_MAX);

    /**
     * Binds all ports and begins to listen.
     *
     * @throws IOException when one cannot be had; the message names it, and none is bound then
     */
    UdpListener(List<Listening> ports, UdpPort.Surroundings around) throws IOException {
        this.traffic = around.traffic();
        var threadsEach =
                Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, ports.size()));
        this.isFew = ports.size() * threadsEach <= PLATFORM_THREADS_MAX;
        try {
            for (int i = 0; i < ports.size(); i++) {
                bind(ports.get(i), i, threadsEach, around);
            }
        } catch (IOException refused) {
            close();
            throw refused;
        }
        start();
    }

    private void bind(Listening port, int server, int sockets, UdpPort.Surroundings around)
            throws IOException {
        try {
            var address = port.address();
            if (sockets > 1) {
                // Of sockets that share a port each hears a part: another lab must not be one of
                // them, so the first try is not to share.
                open(address, false).close();
            }
            for (int i = 0; i < sockets; i++) {
                var socket = open(address, sockets > 1);
                address = socket.address();
                bound.add(new UdpPort(socket, port.responder(), server, around, this::later));
            }
        } catch (IOException refused) {
            throw new IOException(
                    "UDP " + Listening.text(port.address()) + ": " + refused.getMessage(), refused);
        }
    }

    private UdpSocket open(InetSocketAddress address, boolean isShared) throws IOException {
        return isFew && BatchSocket.isFor(address)
                ? BatchSocket.open(address, isShared, RECEIVE_BUFFER_BYTES)
                : ChannelSocket.open(address, isShared, RECEIVE_BUFFER_BYTES);
    }

    private void start() {
        for (var port : bound) {
            Thread.Builder kind = isFew ? Thread.ofPlatform() : Thread.ofVirtual();
            threads.add(kind.name("dns-udp-" + port.role()).start(port::listen));
        }
        threads.add(Thread.ofPlatform().name("dns-udp-replies").start(this::sendOutgoing));
    }

    private void later(
            UdpPort port,
            Responder.Response.Pending later,
            InetSocketAddress client,
            boolean isKnown) {
        // With so many waiting, one more would only wait too: its client will ask again.
        if (!pending.tryAcquire()) {
            traffic.dropped(Dropped.SEARCHES);
            return;
        }
        waiters.execute(() -> {
            try {
                var messages = later.messages().get();
                if (messages.hasNext()) {
                    var reply = ByteBuffer.wrap(messages.next());
                    send(new Outgoing(port, reply, client, isKnown));
                }
            } finally {
                pending.release();
            }
        });
    }

    // The first few are threads of the system, which the reply of another server wakes up without
    // a poller's thread and a carrier's in between; that is most of what a search takes.
    private static ExecutorService waiters() {
        return new ThreadPoolExecutor(
                0,
                PLATFORM_THREADS_MAX,
                WAITER_KEPT.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("dns-search-", 1).daemon().factory(),
                (search, _) -> Thread.ofVirtual().name("dns-search").start(search));
    }

    // The first virtual thread that sent would make the channel a non-blocking one, and from then
    // on each receive would take two calls more: another thread sends for those.
    private void send(Outgoing reply) {
        if (!Thread.currentThread().isVirtual()) {
            reply.send();
        } else if (!outgoing.offer(reply)) {
            traffic.dropped(Dropped.SEARCHES);
        }
    }

    private void sendOutgoing() {
        try {
            while (true) {
                outgoing.take().send();
            }
        } catch (InterruptedException closed) {
            LOG.debug("{} has ended", Thread.currentThread().getName());
        }
    }

    @Override
    public void close() throws IOException {
        try {
            NameServers.close(bound);
        } finally {
            // Others may wait for the same searches, so that these are not interrupted.
            waiters.shutdown();
            threads.forEach(Thread::interrupt);
            NameServers.awaitEnd(threads);
        }
    }
}
