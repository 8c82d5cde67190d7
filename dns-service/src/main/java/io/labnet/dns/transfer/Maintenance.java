package io.labnet.dns.transfer;

import io.labnet.dns.message.Heard;
import io.labnet.dns.message.QueryReader;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.ReplyWriter;
import io.labnet.dns.server.NameService;
import io.labnet.dns.server.ZoneMaintenance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Answers one name server's messages about zones: updates, notifications, transfers. */
final class Maintenance implements ZoneMaintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final Office office;
    private final Set<Name> origins;
    private final NameService service;

    /**
     * Of one name server.
     *
     * @param origins of its zones; may change while it runs
     * @param service answers plain questions that are signed
     */
    Maintenance(Office office, Set<Name> origins, NameService service) {
        this.office = office;
        this.origins = origins;
        this.service = service;
    }

    @Override
    public Iterator<byte[]> respond(
            byte[] wire, InetSocketAddress client, InetAddress server, boolean isTcp) {
        Message message;
        try {
            message = new Message(wire);
        } catch (IOException | RuntimeException malformed) {
            return unreadable(wire);
        }
        if (message.getHeader().getFlag(Flags.QR)) {
            return Collections.emptyIterator();
        }
        var signature = Signature.of(message, wire, office.keys());
        var request = new Request(message, signature, client, isTcp);
        try {
            return answer(request);
        } catch (RuntimeException bug) {
            LOG.error("A message of {} cannot be answered", client, bug);
            return request.told(Rcode.SERVFAIL);
        }
    }

    private static Iterator<byte[]> unreadable(byte[] wire) {
        try {
            var header = new Header(wire);
            var reply = new Message(header.getID());
            reply.getHeader().setOpcode(header.getOpcode());
            reply.getHeader().setFlag(Flags.QR);
            reply.getHeader().setRcode(Rcode.FORMERR);
            return Collections.singleton(reply.toWire()).iterator();
        } catch (IOException scrap) {
            return Collections.emptyIterator();
        }
    }

    private Iterator<byte[]> answer(Request request) {
        if (request.signature() instanceof Signature.Bad(var _, var record, var error)) {
            office.meters().unsigned();
            LOG.debug(
                    "{}: the signature of {} is refused: {}",
                    request.client(),
                    record.getName(),
                    Rcode.TSIGstring(error));
            return request.told(Rcode.NOTAUTH);
        }
        return switch (request.message().getHeader().getOpcode()) {
            case Opcode.UPDATE -> {
                var rcode = office.updates().rcode(request, origins);
                office.meters().updated(rcode);
                yield request.told(rcode);
            }
            case Opcode.NOTIFY -> office.notifications().answer(request, origins);
            case Opcode.QUERY -> query(request);
            default -> request.told(Rcode.NOTIMP);
        };
    }

    private Iterator<byte[]> query(Request request) {
        var question = request.question();
        if (question == null) {
            return request.told(Rcode.FORMERR);
        }
        return switch (question.getType()) {
            case Type.AXFR, Type.IXFR -> office.outgoing().answer(request, question, origins);
            default -> plain(request);
        };
    }

    /** A question as any other, but the answer is signed. */
    private Iterator<byte[]> plain(Request request) {
        var heard = QueryReader.read(request.unsigned());
        if (heard instanceof Heard.Bad bad) {
            return request.told(bad.rcode());
        }
        if (!(heard instanceof Heard.Query query)) {
            return request.told(Rcode.FORMERR);
        }
        var envelope = query.envelope();
        var limit = request.isTcp() ? Request.TCP_BYTES : envelope.udpLimitBytes();
        var room = limit - request.signatureBytes();
        var reply = reply(request, query);
        var wire = ReplyWriter.write(envelope, query.question(), reply, List.of(), room);
        return request.told(parsed(wire));
    }

    private Reply reply(Request request, Heard.Query query) {
        return switch (service.decide(query, request.client())) {
            case NameService.Decision.Now now -> now.reply();
            case NameService.Decision.Later later -> later.reply().get();
        };
    }

    private static Message parsed(byte[] ours) {
        try {
            return new Message(ours);
        } catch (IOException impossible) {
            throw new IllegalStateException("a reply that cannot be read", impossible);
        }
    }
}
