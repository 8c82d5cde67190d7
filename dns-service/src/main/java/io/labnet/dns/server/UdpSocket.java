package io.labnet.dns.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A socket on which a name server hears queries by UDP: one thread hears, any thread may send. */
interface UdpSocket extends Closeable {
    /** As much of a query as is heard, and as long as a reply may be. */
    int PACKET_BYTES_MAX = 4096;

    /** Says what comes of a packet. */
    interface Answering {
        /**
         * Answers a packet, or not.
         *
         * @param packet of which only the first {@code length} bytes count, and only until this
         *     returns
         * @param reply empty, with room for {@value UdpSocket#PACKET_BYTES_MAX} bytes; filled and
         *     flipped when there is a reply
         * @return whether there is one now
         */
        boolean answer(byte[] packet, int length, InetSocketAddress from, ByteBuffer reply);
    }

    /** Where it is bound, with the port that it has got. */
    InetSocketAddress address();

    boolean isOpen();

    /**
     * Waits for packets and sends the replies to them, as many as come at once.
     *
     * @throws IOException when nothing can be heard, or it is closed
     */
    void exchange(Answering answering) throws IOException;

    /** Sends what was waited for. */
    void send(ByteBuffer reply, InetSocketAddress to) throws IOException;
}
