package io.labnet.dns.wiring;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Asks a name server, as the program of that name does. */
final class Dig {
    private static final int PATIENCE_MILLIS = 20_000;

    private Dig() {}

    static Message at(String server, int port, String name, int type) throws IOException {
        var message = new Message();
        message.getHeader().setFlag(Flags.RD);
        return ask(server, port, message, name, type);
    }

    /** Asks with a message of its own, to which the question is added. */
    static Message ask(String server, int port, Message message, String name, int type)
            throws IOException {
        var question = Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN);
        message.addRecord(question, Section.QUESTION);
        var query = message.toWire();
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(server), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(query, query.length));
            var reply = new DatagramPacket(new byte[512], 512);
            socket.receive(reply);
            return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
        }
    }
}
