package io.labnet.dns.peers;

import io.labnet.dns.FreePort;
import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** An {@link Nsd} with zones of ours, and somebody who asks it. */
public final class AskedNsd implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int REPLY_BYTES_MAX = 4096;
    private static final int PAYLOAD_BYTES = 1232;

    private final Nsd nsd;
    private final DatagramSocket socket;

    private AskedNsd(Nsd nsd, DatagramSocket socket) {
        this.nsd = nsd;
        this.socket = socket;
    }

    /** Starts it; skips the test where it is not installed. */
    public static AskedNsd start(Path folder, Collection<Zone> zones) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
        var texts = new LinkedHashMap<String, String>();
        for (var zone : zones) {
            texts.put(Names.text(zone.origin()), MasterFile.write(zone));
        }
        var nsd = Nsd.start(folder, address, texts);
        try {
            var socket = new DatagramSocket();
            socket.connect(address);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new AskedNsd(nsd, socket);
        } catch (IOException failed) {
            nsd.close();
            throw failed;
        }
    }

    /** What it answers. */
    public Message ask(Question question) throws IOException {
        var query = Message.newQuery(question.toRecord());
        query.addRecord(new OPTRecord(PAYLOAD_BYTES, 0, 0), Section.ADDITIONAL);
        var wire = query.toWire();
        socket.send(new DatagramPacket(wire, wire.length));
        var reply = new DatagramPacket(new byte[REPLY_BYTES_MAX], REPLY_BYTES_MAX);
        socket.receive(reply);
        return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
    }

    @Override
    public void close() {
        socket.close();
        nsd.close();
    }
}
