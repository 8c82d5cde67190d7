package io.labnet.stub;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on a loopback port of its own, UDP and TCP, that answers as a test says. */
final class ScriptedServer implements AutoCloseable {
    /** What to send back for a query: any number of packets, none for silence. */
    interface Script {
        List<Message> replies(Message query, boolean tcp) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Script script;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        var loopback = InetAddress.getLoopbackAddress();
        tcp = new ServerSocket(0, 8, loopback);
        udp = new DatagramSocket(tcp.getLocalPort(), loopback);
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    /** What was asked so far, such as {@code udp gaia.cs.umass.edu. A}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    static Message reply(Message query, int rcode, String... records) throws IOException {
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.getHeader().setRcode(rcode);
        var question = query.getQuestion();
        if (question != null) {
            reply.addRecord(question, Section.QUESTION);
        }
        for (var text : records) {
            var record = record(text);
            var section = record.getType() == Type.SOA ? Section.AUTHORITY : Section.ANSWER;
            reply.addRecord(record, section);
        }
        return reply;
    }

    private static Record record(String text) throws IOException {
        var parts = text.split(" ", 4);
        var type = Type.value(parts[2]);
        var ttl = Long.parseLong(parts[1]);
        return Record.fromString(
                Name.fromString(parts[0]), type, DClass.IN, ttl, parts[3], Name.root);
    }

    private void serveUdp() {
        var packet = new DatagramPacket(new byte[512], 512);
        try {
            while (true) {
                packet.setLength(512);
                udp.receive(packet);
                var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                note("udp", query);
                for (var reply : script.replies(query, false)) {
                    var wire = reply.toWire();
                    udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                }
            }
        } catch (SocketException closed) {
            return;
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (var connection = tcp.accept()) {
                var in = new DataInputStream(connection.getInputStream());
                var query = new Message(in.readNBytes(in.readUnsignedShort()));
                note("tcp", query);
                var out = new DataOutputStream(connection.getOutputStream());
                for (var reply : script.replies(query, true)) {
                    var wire = reply.toWire();
                    out.writeShort(wire.length);
                    out.write(wire);
                }
            } catch (IOException closed) {
                asked.add("tcp closed");
            }
        }
    }

    private void note(String transport, Message query) {
        @Nullable Record question = query.getQuestion();
        if (question != null) {
            asked.add(transport + " " + question.getName() + " " + Type.string(question.getType()));
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
