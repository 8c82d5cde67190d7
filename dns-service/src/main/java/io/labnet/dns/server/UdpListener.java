package io.labnet.dns.server;

import io.labnet.dns.server.Responder.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any number of UDP ports on one platform thread, which answers at once whatever needs no asking
 * around; the rest goes to virtual threads, at most {@value #PENDING_MAX} at a time.
 */
final class UdpListener implements AutoCloseable {
    static final int PENDING_MAX = 1000;
    private static final int QUERY_BYTES_MAX = 4096;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
    // After so many packets from one port the others have their turn.
    private static final int BURST = 64;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

    private record Port(DatagramChannel channel, InetSocketAddress address, Responder responder) {}

    private final Selector selector;
    private final Traffic traffic;
    private final Semaphore pending = new Semaphore(PENDING_MAX);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(QUERY_BYTES_MAX);
    private final List<Port> bound = new ArrayList<>();
    private @Nullable Thread thread;

    /**
     * Binds all ports and begins to listen.
     *
     * @throws IOException when one cannot be had; the message names it, and none is bound then
     */
    UdpListener(String threadName, List<Listening> ports, Traffic traffic) throws IOException {
        this.selector = Selector.open();
        this.traffic = traffic;
        try {
            for (var port : ports) {
                bind(port);
            }
        } catch (IOException refused) {
            close();
            throw refused;
        }
        this.thread = Thread.ofPlatform().name(threadName).start(this::listen);
    }

    private void bind(Listening port) throws IOException {
        // Without SO_REUSEADDR: for UDP it would let two labs share a port, each hearing half.
        var channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(port.address());
            channel.configureBlocking(false);
            var address = (InetSocketAddress) channel.getLocalAddress();
            var open = new Port(channel, address, port.responder());
            channel.register(selector, SelectionKey.OP_READ, open);
            bound.add(open);
        } catch (IOException refused) {
            channel.close();
            throw new IOException(
                    "UDP " + Listening.text(port.address()) + ": " + refused.getMessage(), refused);
        }
    }

    private void listen() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> receive((Port) key.attachment()));
            }
        } catch (ClosedSelectorException closed) {
            LOG.debug("{} has ended", Thread.currentThread().getName());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void receive(Port port) {
        try {
            for (int i = 0; i < BURST; i++) {
                buffer.clear();
                var from = (InetSocketAddress) port.channel().receive(buffer);
                if (from == null) {
                    return;
                }
                var wire = new byte[buffer.flip().remaining()];
                buffer.get(wire);
                answer(port, wire, new Client(from, port.address(), false));
            }
        } catch (IOException unheard) {
            LOG.debug("Nothing heard at {}", port.address(), unheard);
        } catch (RuntimeException bug) {
            LOG.error("A query at {} cannot be answered", port.address(), bug);
        }
    }

    private void answer(Port port, byte[] query, Client client) {
        switch (port.responder().respond(query, client)) {
            case Response.Silence() -> traffic.dropped();
            case Response.Ready(var wire) -> send(port, wire, client);
            case Response.Pending later -> answerLater(port, later, client);
        }
    }

    private void answerLater(Port port, Response.Pending later, Client client) {
        // With so many waiting, one more would only wait too: its client will ask again.
        if (!pending.tryAcquire()) {
            traffic.dropped();
            return;
        }
        Thread.ofVirtual()
                .name("dns-search")
                .start(() -> {
                    try {
                        var messages = later.messages().get();
                        if (messages.hasNext()) {
                            send(port, ByteBuffer.wrap(messages.next()), client);
                        }
                    } finally {
                        pending.release();
                    }
                });
    }

    private static void send(Port port, ByteBuffer wire, Client client) {
        try {
            port.channel().send(wire, client.address());
        } catch (IOException unsent) {
            LOG.debug("{} cannot be told", client.address(), unsent);
        }
    }

    /** Where this listener is bound, for ports that were asked for as 0. */
    List<InetSocketAddress> addresses() {
        return bound.stream().map(Port::address).toList();
    }

    @Override
    public void close() throws IOException {
        for (var port : bound) {
            port.channel().close();
        }
        // Only now are the ports free: a selector holds on to channels that are registered.
        selector.close();
        try {
            if (thread != null) {
                thread.join(CLOSE_PATIENCE);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
