package io.labnet.mail.wiring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server for tests: answers over real UDP from records in master file form. */
final class LoopbackDns implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<Record> records = new CopyOnWriteArrayList<>();

    LoopbackDns() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("test-dns").start(this::answer);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Adds records such as {@code crepes.fr. 0 IN MX 10 mail.crepes.fr.} */
    void add(String... lines) {
        try (var master =
                new Master(
                        new ByteArrayInputStream(
                                String.join("\n", lines).getBytes(StandardCharsets.US_ASCII)),
                        Name.root,
                        0)) {
            for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
                records.add(record);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void answer() {
        var packet = new DatagramPacket(new byte[1500], 1500);
        try {
            while (!socket.isClosed()) {
                packet.setLength(1500);
                socket.receive(packet);
                var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                var wire = reply(query).toWire();
                socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            socket.close();
        }
    }

    private Message reply(Message query) {
        var question = query.getQuestion();
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(question, Section.QUESTION);
        var named = new ArrayList<>(records);
        named.removeIf(r -> !r.getName().equals(question.getName()));
        if (named.isEmpty()) {
            reply.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        named.stream()
                .filter(r -> r.getType() == question.getType())
                .forEach(r -> reply.addRecord(r, Section.ANSWER));
        return reply;
    }

    @Override
    public void close() {
        socket.close();
    }
}
