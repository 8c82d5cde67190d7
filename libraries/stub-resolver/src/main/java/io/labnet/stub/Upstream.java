package io.labnet.stub;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** One question and its reply on the wire: UDP, and TCP when the reply was cut short. */
final class Upstream {
    private static final int TRIES = 2;
    // Fits an unfragmented packet on any path (RFC 6891 section 6.2.5, DNS flag day 2020).
    private static final int PAYLOAD_BYTES = 1232;
    private static final int ID_COUNT = 1 << 16;

    private final InetSocketAddress server;
    private final Duration timeout;
    private final SecureRandom random = new SecureRandom();

    Upstream(InetSocketAddress server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /**
     * Asks, waiting at most the timeout a try, two tries, and once more by TCP.
     *
     * @throws IOException with a reason for people
     */
    Message ask(Name name, int type) throws IOException {
        var query = query(name, type);
        var reply = byUdp(query);
        return reply.getHeader().getFlag(Flags.TC) ? byTcp(query) : reply;
    }

    private Message query(Name name, int type) {
        var query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setID(random.nextInt(ID_COUNT));
        query.addRecord(new OPTRecord(PAYLOAD_BYTES, 0, 0), Section.ADDITIONAL);
        return query;
    }

    private Message byUdp(Message query) throws IOException {
        var failure = new IOException("no answer from " + text() + " in " + TRIES + " tries");
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            // A new socket has a new random port, which a forger has to guess too (RFC 5452).
            try (var socket = new DatagramSocket()) {
                socket.connect(server);
                var wire = query.toWire();
                socket.send(new DatagramPacket(wire, wire.length));
                return awaited(socket, query);
            } catch (SocketTimeoutException | PortUnreachableException silent) {
                failure.addSuppressed(silent);
            }
        }
        throw failure;
    }

    private Message awaited(DatagramSocket socket, Message query) throws IOException {
        var deadline = System.nanoTime() + timeout.toNanos();
        var packet = new DatagramPacket(new byte[PAYLOAD_BYTES], PAYLOAD_BYTES);
        while (true) {
            socket.setSoTimeout(millisLeft(deadline));
            packet.setLength(PAYLOAD_BYTES);
            socket.receive(packet);
            var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            var reply = parsed(bytes);
            if (reply != null && isReply(reply, query)) {
                return reply;
            }
        }
    }

    private Message byTcp(Message query) throws IOException {
        var deadline = System.nanoTime() + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, millisLeft(deadline));
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(framed(query.toWire()));
            socket.setSoTimeout(millisLeft(deadline));
            var in = new DataInputStream(socket.getInputStream());
            var bytes = new byte[in.readUnsignedShort()];
            socket.setSoTimeout(millisLeft(deadline));
            in.readFully(bytes);
            var reply = parsed(bytes);
            if (reply == null || !isReply(reply, query)) {
                throw new IOException("a reply that does not fit from " + text() + " by TCP");
            }
            return reply;
        } catch (SocketTimeoutException silent) {
            throw new IOException("no answer from " + text() + " by TCP", silent);
        }
    }

    // Two bytes of length before each message, in one write (RFC 7766 section 8).
    private static byte[] framed(byte[] wire) {
        var framed = new byte[wire.length + 2];
        framed[0] = (byte) (wire.length >> 8);
        framed[1] = (byte) wire.length;
        System.arraycopy(wire, 0, framed, 2, wire.length);
        return framed;
    }

    private static int millisLeft(long deadline) throws SocketTimeoutException {
        var millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis < 1) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    // Whatever is no message is taken for a forgery: the true reply may still come.
    private static @Nullable Message parsed(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException malformed) {
            return null;
        }
    }

    // A reply repeats the id and the question (RFC 5452 section 9.1).
    private static boolean isReply(Message reply, Message query) {
        var header = reply.getHeader();
        return header.getFlag(Flags.QR)
                && header.getID() == query.getHeader().getID()
                && header.getOpcode() == query.getHeader().getOpcode()
                && query.getQuestion().equals(reply.getQuestion());
    }

    String text() {
        return server.getHostString() + ":" + server.getPort();
    }
}
