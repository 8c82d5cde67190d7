package io.labnet.dns.server;

import io.labnet.dns.server.Responder.Response;
import io.labnet.dns.server.Traffic.Dropped;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its queries are answered as soon as each answer is known, in whatever
 * order that is (RFC 7766 sections 6.2.1.1 and 7), at most {@value #OUTSTANDING_MAX} at a time.
 */
final class TcpConnection {
    static final int OUTSTANDING_MAX = 32;
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    /** Makes the client of one query. */
    interface Clients {
        Client client(InetSocketAddress address, InetSocketAddress server);
    }

    private final Socket socket;
    private final Responder responder;
    private final Clients clients;
    private final Traffic traffic;
    private final Semaphore pending;
    private final Semaphore outstanding = new Semaphore(OUTSTANDING_MAX);
    private final AtomicInteger awaited = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long progressNanos = System.nanoTime();

    /**
     * A connection.
     *
     * @param pending a permit for each answer that must be waited for, of all connections
     */
    TcpConnection(
            Socket socket,
            Responder responder,
            Clients clients,
            Traffic traffic,
            Semaphore pending) {
        this.socket = socket;
        this.responder = responder;
        this.clients = clients;
        this.traffic = traffic;
        this.pending = pending;
    }

    /** Answers until the client leaves, is idle, or talks nonsense. */
    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            converse();
        } catch (IOException gone) {
            LOG.debug("{} has left", socket, gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse() throws IOException, InterruptedException {
        var address = (InetSocketAddress) socket.getRemoteSocketAddress();
        var server = (InetSocketAddress) socket.getLocalSocketAddress();
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        var talks = true;
        while (talks) {
            try {
                var query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                progressed();
                talks = isAnswered(query, clients.client(address, server));
            } catch (EOFException allSaid) {
                talks = false;
            }
        }
        // Who has said all may still wait for answers.
        outstanding.acquire(OUTSTANDING_MAX);
    }

    // False when the client is not worth listening to any longer.
    private boolean isAnswered(byte[] query, Client client)
            throws IOException, InterruptedException {
        switch (responder.respond(query, client)) {
            // Noise here is no accident of the network: the client is no client.
            case Response.Silence() -> {
                traffic.dropped(Dropped.NOISE);
                return false;
            }
            case Response.Ready(var wire, _) -> send(wire);
            case Response.Pending later -> answerLater(later);
        }
        return true;
    }

    // Waiting for a permit is how a client is told to wait: nothing more of it is read.
    private void answerLater(Response.Pending later) throws InterruptedException {
        outstanding.acquire();
        pending.acquire();
        awaited.incrementAndGet();
        Thread.ofVirtual()
                .name("dns-tcp-search")
                .start(() -> {
                    try {
                        send(found(later));
                    } finally {
                        pending.release();
                        outstanding.release();
                    }
                });
    }

    private Iterator<byte[]> found(Response.Pending later) {
        try {
            return later.messages().get();
        } finally {
            progressed();
            awaited.decrementAndGet();
        }
    }

    private void send(Iterator<byte[]> messages) {
        try {
            while (messages.hasNext()) {
                send(ByteBuffer.wrap(messages.next()));
            }
        } catch (IOException gone) {
            LOG.debug("{} does not wait for its answer", socket, gone);
            close();
        }
    }

    private void send(ByteBuffer wire) throws IOException {
        writing.lock();
        try {
            socket.getOutputStream().write(TcpListener.framed(wire));
        } finally {
            writing.unlock();
        }
        progressed();
    }

    private void progressed() {
        progressNanos = System.nanoTime();
    }

    void closeIfIdleSince(long nanos) {
        // While we owe it an answer, a client is not idle (RFC 7766 section 3).
        if (awaited.get() == 0 && progressNanos - nanos < 0) {
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
