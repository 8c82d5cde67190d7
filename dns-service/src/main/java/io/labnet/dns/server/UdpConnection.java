package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Edns;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A way to one name server by UDP, for one question: from a random port of its own, and by which
 * nobody else is heard. With the random id a forger has some 30 bits to guess (RFC 5452 section 9).
 * Used by one thread, which has no other at the same time.
 */
interface UdpConnection extends Closeable {
    /** As much of a reply as is heard. */
    int REPLY_BYTES_MAX = Edns.PAYLOAD_BYTES;

    /**
     * A connection.
     *
     * @throws IOException when there is no way to the server
     */
    static UdpConnection to(InetSocketAddress server) throws IOException {
        // A virtual thread must not wait in a call that Java does not know.
        return BatchSocket.isFor(server) && !Thread.currentThread().isVirtual()
                ? LinuxConnection.to(server)
                : ChannelConnection.to(server);
    }

    /** Whence the question is asked. */
    InetSocketAddress local();

    /**
     * Sends a query.
     *
     * @throws IOException when it cannot be sent
     */
    void send(byte[] query) throws IOException;

    /**
     * Waits for the next packet.
     *
     * @param patienceMillis 1 or more
     * @throws java.net.SocketTimeoutException when there is none in this time
     * @throws IOException when nobody listens there, as far as is known
     */
    byte[] receive(int patienceMillis) throws IOException;
}
