package io.labnet.dns.server;

import io.labnet.dns.message.Names;
import io.labnet.dns.registrar.Delegation;
import io.labnet.dns.registrar.Host;
import io.labnet.dns.registrar.Registry;
import io.labnet.dns.registrar.RegistryFault;
import io.labnet.dns.zone.TimeToLive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * The top-level domains over the network: asked by queries, changed by dynamic updates (RFC 2136)
 * that are signed (RFC 8945), all by TCP.
 */
public final class TldRegistry implements Registry {
    private static final int IDS = 1 << 16;

    private final Map<Name, InetSocketAddress> servers;
    private final TSIG key;
    private final Duration patience;
    private final SecureRandom random = new SecureRandom();

    /**
     * Name servers that take our word.
     *
     * @param servers the primary server of each top-level domain
     * @param key which all of them know
     * @param patience the longest wait for a reply
     */
    public TldRegistry(Map<Name, InetSocketAddress> servers, TSIG key, Duration patience) {
        this.servers = Map.copyOf(servers);
        this.key = key;
        this.patience = patience;
    }

    @Override
    public Found look(Name domain) throws RegistryFault {
        var reply = ask(domain, Type.NS);
        if (reply.getRcode() == Rcode.NXDOMAIN) {
            return new Found.Nothing();
        }
        // A referral; an answer where the server has the domain itself.
        var nameServers = new ArrayList<>(reply.getSection(Section.AUTHORITY));
        nameServers.addAll(reply.getSection(Section.ANSWER));
        nameServers.removeIf(r -> r.getType() != Type.NS || !r.getName().equals(domain));
        if (nameServers.isEmpty()) {
            return new Found.Other();
        }
        var glue = reply.getSection(Section.ADDITIONAL);
        var hosts = new LinkedHashMap<Name, Host>();
        for (var record : nameServers) {
            var host = ((NSRecord) record).getTarget();
            hosts.put(host, new Host(host, addresses(host, domain, glue)));
        }
        var signers =
                ask(domain, Type.DS).getSection(Section.ANSWER).stream()
                        .filter(DSRecord.class::isInstance)
                        .map(DSRecord.class::cast)
                        .toList();
        return new Found.Delegated(new Delegation(domain, List.copyOf(hosts.values()), signers));
    }

    private static List<InetAddress> addresses(Name host, Name domain, List<Record> glue) {
        var isBelow = host.subdomain(domain);
        return glue.stream()
                .filter(record -> isBelow && record.getName().equals(host))
                .<InetAddress>mapMulti((record, addresses) -> {
                    switch (record) {
                        case ARecord a -> addresses.accept(a.getAddress());
                        case AAAARecord aaaa -> addresses.accept(aaaa.getAddress());
                        default -> {}
                    }
                })
                .toList();
    }

    private Message ask(Name domain, int type) throws RegistryFault {
        var query = new Message(random.nextInt(IDS));
        query.addRecord(Record.newRecord(domain, type, DClass.IN), Section.QUESTION);
        var reply = parsed(domain, query, exchanged(domain, query));
        if (reply.getRcode() != Rcode.NOERROR && reply.getRcode() != Rcode.NXDOMAIN) {
            throw fault(domain, "says " + Rcode.string(reply.getRcode()) + " to a query", null);
        }
        return reply;
    }

    @Override
    public boolean replace(Name domain, @Nullable Delegation before, @Nullable Delegation after)
            throws RegistryFault {
        var update = update(domain, before, after);
        key.apply(update, null);
        var wire = exchanged(domain, update);
        var reply = parsed(domain, update, wire);
        var rcode = reply.getRcode();
        var isSigned = key.verify(reply, wire, update.getTSIG()) == Rcode.NOERROR;
        if (!isSigned && rcode == Rcode.NOERROR) {
            throw fault(domain, "has not signed its reply as it should", null);
        }
        return switch (rcode) {
            case Rcode.NOERROR -> true;
            // The prerequisites do not hold (RFC 2136 section 3.2).
            case Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.NXRRSET -> false;
            default -> throw fault(domain, "says " + said(reply) + " to an update", null);
        };
    }

    private static String said(Message reply) {
        var signature = reply.getTSIG();
        var rcode = Rcode.string(reply.getRcode());
        return signature == null || signature.getError() == Rcode.NOERROR
                ? rcode
                : rcode + " (" + Rcode.TSIGstring(signature.getError()) + ")";
    }

    private Update update(Name domain, @Nullable Delegation before, @Nullable Delegation after)
            throws RegistryFault {
        var update = new Update(top(domain));
        update.getHeader().setID(random.nextInt(IDS));
        if (before == null) {
            // RFC 2136 section 2.4.5.
            update.absent(domain);
        } else {
            // The whole sets, and nothing besides (RFC 2136 section 2.4.2).
            before.nameServers().forEach(record -> update.present(TimeToLive.of(record, 0)));
            before.signers().forEach(record -> update.present(TimeToLive.of(record, 0)));
            if (before.signers().isEmpty()) {
                update.absent(domain, Type.DS);
            }
        }
        var old = before == null ? List.<Record>of() : before.records();
        var fresh = after == null ? List.<Record>of() : after.records();
        old.stream().filter(record -> !fresh.contains(record)).forEach(update::delete);
        fresh.stream().filter(record -> !old.contains(record)).forEach(update::add);
        return update;
    }

    private static Name top(Name domain) {
        return new Name(domain, 1);
    }

    private InetSocketAddress server(Name domain) throws RegistryFault {
        var server = servers.get(top(domain));
        if (server == null) {
            throw new RegistryFault("no server is known for the domain " + Names.text(top(domain)));
        }
        return server;
    }

    private static RegistryFault fault(Name domain, String what, @Nullable Exception cause) {
        return new RegistryFault(
                "The name server of %s %s.".formatted(Names.text(top(domain)), what), cause);
    }

    private byte[] exchanged(Name domain, Message message) throws RegistryFault {
        var server = server(domain);
        var deadline = System.nanoTime() + patience.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, TimedReading.millisLeft(deadline));
            socket.getOutputStream().write(TcpListener.framed(ByteBuffer.wrap(message.toWire())));
            return TimedReading.message(socket, deadline);
        } catch (SocketTimeoutException silent) {
            throw fault(domain, "is silent", silent);
        } catch (IOException broken) {
            throw fault(domain, "cannot be asked: " + broken.getMessage(), broken);
        }
    }

    private static Message parsed(Name domain, Message asked, byte[] wire) throws RegistryFault {
        try {
            var reply = new Message(wire);
            if (!isReply(reply, asked)) {
                throw fault(domain, "sends replies to something else", null);
            }
            return reply;
        } catch (IOException malformed) {
            throw fault(domain, "sends what is no reply", malformed);
        }
    }

    private static boolean isReply(Message reply, Message asked) {
        var header = reply.getHeader();
        return header.getFlag(Flags.QR)
                && header.getID() == asked.getHeader().getID()
                && header.getOpcode() == asked.getHeader().getOpcode();
    }
}
