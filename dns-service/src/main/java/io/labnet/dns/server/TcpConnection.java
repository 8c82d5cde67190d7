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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
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
        Client client(InetSocketAddress address, InetSocketAddress server, Transport transport);
    }

    private final Socket socket;
    private final Listening port;
    private final Clients clients;
    private final Traffic traffic;
    private final Semaphore pending;
    private final Semaphore outstanding = new Semaphore(OUTSTANDING_MAX);
    private final AtomicInteger awaited = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();
    // The socket itself, or TLS over it; set before anybody else speaks.
    private Socket stream;
    private volatile long progressNanos = System.nanoTime();

    /**
     * A connection.
     *
     * @param pending a permit for each answer that must be waited for, of all connections
     */
    TcpConnection(
            Socket socket, Listening port, Clients clients, Traffic traffic, Semaphore pending) {
        this.socket = socket;
        this.port = port;
        this.stream = socket;
        this.clients = clients;
        this.traffic = traffic;
        this.pending = pending;
    }

    /** Answers until the client leaves, is idle, or talks nonsense. */
    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            var certificate = port.certificate();
            if (certificate == null) {
                converse(Transport.TCP);
            } else {
                try (var secure = secured(certificate.get())) {
                    stream = secure;
                    progressed();
                    converse(Transport.TLS);
                }
            }
        } catch (IOException gone) {
            LOG.debug("{} has left", socket, gone);
        } catch (IllegalStateException uncertified) {
            LOG.warn("{} is not served: {}", socket, uncertified.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // TLS from the first byte on (RFC 7858 section 3.1). Who takes too long over the handshake is
    // idle; that closes the socket below, for TLS would wait for its peer first.
    private SSLSocket secured(SSLContext context) throws IOException {
        var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        var parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"dot"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private void converse(Transport transport) throws IOException, InterruptedException {
        var address = (InetSocketAddress) socket.getRemoteSocketAddress();
        var server = (InetSocketAddress) socket.getLocalSocketAddress();
        var in = new DataInputStream(new BufferedInputStream(stream.getInputStream()));
        var talks = true;
        while (talks) {
            try {
                var query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                progressed();
                talks = isAnswered(query, clients.client(address, server, transport));
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
        switch (port.responder().respond(query, client)) {
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
            stream.getOutputStream().write(TcpListener.framed(wire));
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
