package io.labnet.dns.server;

import io.labnet.dns.delegation.ChildApexes;
import io.labnet.dns.delegation.Told;
import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.validator.Credentials;
import io.labnet.dns.validator.SignedSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks children's name servers by TCP, three questions over one connection (RFC 7766). */
public final class TcpChildApexes implements ChildApexes {
    private static final List<Integer> ASKED = List.of(Type.DNSKEY, Type.CDS, Type.CDNSKEY);
    private static final int IDS = 1 << 16;

    private final int port;
    private final Duration patience;
    private final SecureRandom random = new SecureRandom();

    /**
     * Name servers at one port.
     *
     * @param patience the longest wait for all that one of them says
     */
    public TcpChildApexes(int port, Duration patience) {
        this.port = port;
        this.patience = patience;
    }

    @Override
    public Told.Apex ask(Name child, Name server, InetAddress address) throws IOException {
        var deadline = System.nanoTime() + patience.toNanos();
        var queries = queries(child);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), TimedReading.millisLeft(deadline));
            socket.getOutputStream().write(framed(queries));
            var sets = new HashMap<Integer, SignedSet>();
            // They may be answered in any order (RFC 7766 section 7).
            while (!queries.isEmpty()) {
                var reply = read(TimedReading.message(socket, deadline));
                var query = queries.remove(reply.getHeader().getID());
                requireAnswer(query, reply);
                var type = reply.getQuestion().getType();
                var set = set(child, type, reply);
                if (set != null) {
                    sets.put(type, set);
                }
            }
            return new Told.Apex(
                    server,
                    address,
                    sets.get(Type.DNSKEY),
                    sets.get(Type.CDS),
                    sets.get(Type.CDNSKEY));
        } catch (SocketTimeoutException silent) {
            throw new IOException(address.getHostAddress() + " is silent", silent);
        } catch (IOException refused) {
            throw new IOException(address.getHostAddress() + ": " + refused.getMessage(), refused);
        }
    }

    private Map<Integer, Message> queries(Name child) {
        var queries = new HashMap<Integer, Message>();
        while (queries.size() < ASKED.size()) {
            var query = new Message(random.nextInt(IDS));
            var question = Record.newRecord(child, ASKED.get(queries.size()), DClass.IN);
            query.addRecord(question, Section.QUESTION);
            query.addRecord(
                    new OPTRecord(Edns.PAYLOAD_BYTES, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
            queries.putIfAbsent(query.getHeader().getID(), query);
        }
        return queries;
    }

    private static byte[] framed(Map<Integer, Message> queries) {
        var bytes = new ByteArrayOutputStream();
        queries.values()
                .forEach(it -> bytes.writeBytes(TcpListener.framed(ByteBuffer.wrap(it.toWire()))));
        return bytes.toByteArray();
    }

    private static Message read(byte[] wire) throws IOException {
        try {
            return new Message(wire);
        } catch (IOException | RuntimeException malformed) {
            throw new IOException("sends what is no message", malformed);
        }
    }

    // Only who has authority for a zone speaks for it.
    private static void requireAnswer(@Nullable Message query, Message reply) throws IOException {
        var header = reply.getHeader();
        if (query == null
                || !header.getFlag(Flags.QR)
                || !query.getQuestion().equals(reply.getQuestion())) {
            throw new IOException("replies to something else");
        }
        if (reply.getRcode() != Rcode.NOERROR || !header.getFlag(Flags.AA)) {
            throw new IOException(
                    "has no authority for the zone (" + Rcode.string(reply.getRcode()) + ")");
        }
    }

    private static @Nullable SignedSet set(Name child, int type, Message reply) {
        var records =
                reply.getSection(Section.ANSWER).stream()
                        .filter(it -> it.getType() == type && it.getName().equals(child))
                        .toList();
        return records.isEmpty() ? null : Credentials.of(reply, child).signed(records);
    }
}
