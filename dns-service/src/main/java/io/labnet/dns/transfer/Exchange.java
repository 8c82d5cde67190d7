package io.labnet.dns.transfer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;

/** One message to another name server, and its reply. */
final class Exchange {
    private Exchange() {}

    /**
     * Asks once by UDP, and waits.
     *
     * @param from one of our addresses; null for any
     * @param key signs it, and must have signed the reply; null when nothing is signed
     * @throws IOException when there is no reply that can be believed within the patience
     */
    static Message ask(
            Message query,
            @Nullable InetAddress from,
            InetSocketAddress to,
            @Nullable TsigKey key,
            Duration patience)
            throws IOException {
        if (key != null) {
            key.tsig().apply(query, null);
        }
        var wire = query.toWire();
        // Any free port, for whoever would answer in another's place must guess it (RFC 5452).
        try (var socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            socket.connect(to);
            socket.send(new DatagramPacket(wire, wire.length));
            var deadline = System.nanoTime() + patience.toNanos();
            while (true) {
                var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new SocketTimeoutException(to + " is silent");
                }
                socket.setSoTimeout((int) left);
                var packet = new DatagramPacket(new byte[Request.TCP_BYTES], Request.TCP_BYTES);
                socket.receive(packet);
                var reply = believed(query, key, packet);
                if (reply != null) {
                    return reply;
                }
            }
        }
    }

    /**
     * Asks once by TCP, and waits.
     *
     * @param from one of our addresses; null for any
     * @param key signs it, and must have signed the reply; null when nothing is signed
     * @param patience for the connection and the reply together
     * @throws IOException when there is no reply that can be believed within the patience
     */
    static Message askByTcp(
            Message query,
            @Nullable InetAddress from,
            InetSocketAddress to,
            @Nullable TsigKey key,
            Duration patience)
            throws IOException {
        var server = new SimpleResolver(to);
        server.setTCP(true);
        server.setTimeout(patience);
        if (from != null) {
            server.setLocalAddress(from);
        }
        if (key != null) {
            server.setTSIGKey(key.tsig());
        }
        var reply = server.send(query);
        if (key != null && !reply.isVerified()) {
            throw new IOException(to + " does not sign as it should");
        }
        return reply;
    }

    private static @Nullable Message believed(
            Message query, @Nullable TsigKey key, DatagramPacket packet) {
        var wire = Arrays.copyOf(packet.getData(), packet.getLength());
        try {
            var reply = new Message(wire);
            var header = reply.getHeader();
            var isReply =
                    header.getFlag(Flags.QR)
                            && header.getID() == query.getHeader().getID()
                            && header.getOpcode() == query.getHeader().getOpcode();
            var isSigned =
                    key == null || key.tsig().verify(reply, wire, query.getTSIG()) == Rcode.NOERROR;
            return isReply && isSigned ? reply : null;
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }
}
