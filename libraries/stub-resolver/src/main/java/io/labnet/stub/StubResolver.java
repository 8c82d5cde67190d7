package io.labnet.stub;

import io.labnet.stub.Lookup.Failed;
import io.labnet.stub.Lookup.Found;
import io.labnet.stub.Lookup.NoData;
import io.labnet.stub.Lookup.NoSuchName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A stub resolver (RFC 1034 section 5.3.1): asks one recursive server and remembers its answers,
 * the negative ones too (RFC 2308), for as long as their TTLs say.
 *
 * <p>Its calls block, so they are best made from virtual threads; any number of threads may share
 * one resolver. The operating system's own resolver is never asked.
 */
public final class StubResolver {
    private final Upstream upstream;
    private final Memory memory;

    /**
     * A resolver that remembers nothing yet.
     *
     * @param server the recursive server's address and port
     * @param timeout how long one try waits; a question takes at most three times as long
     * @param clock tells when what is remembered has grown old
     */
    public StubResolver(InetSocketAddress server, Duration timeout, Clock clock) {
        this.upstream = new Upstream(server, timeout);
        this.memory = new Memory(clock);
    }

    /**
     * The IPv4 addresses of a host (A records); aliases are followed.
     *
     * @param host a name, with or without a final dot, never relative to a search list; or an IPv4
     *     address in dotted decimal, which is its own answer
     */
    public Lookup<InetAddress> addresses(String host) {
        if (Address.isDottedQuad(host)) {
            return new Found<>(List.of(address(host, Address.toByteArray(host, Address.IPv4))));
        }
        return look(
                host,
                Type.A,
                records ->
                        records.stream()
                                .map(r -> ((ARecord) r).getAddress().getAddress())
                                .map(bytes -> address(host, bytes))
                                .toList());
    }

    /**
     * The mail exchanges of a domain (MX records), the preferred first.
     *
     * <p>A domain without any gives {@link NoData}: that its own address then counts is the mail
     * sender's rule (RFC 5321 section 5.1), not the resolver's.
     */
    public Lookup<MailExchange> mailExchanges(String domain) {
        return look(
                domain,
                Type.MX,
                records ->
                        records.stream()
                                .map(r -> exchange((MXRecord) r))
                                .sorted(Comparator.comparingInt(MailExchange::preference))
                                .toList());
    }

    /**
     * The records of a name and type as the resolver has them now; aliases are followed. Nothing of
     * this is remembered here. The TTL of each says for how long the answer as a whole holds.
     */
    public Lookup<Record> records(Name name, int type) {
        try {
            var reply = upstream.ask(name, type);
            var reading = Reading.of(reply, name, type);
            return look(
                    name.toString(true),
                    reply,
                    reading.records(),
                    records -> told(records, reading));
        } catch (IOException unanswered) {
            return failed(name.toString(true), String.valueOf(unanswered.getMessage()));
        }
    }

    private static List<Record> told(List<Record> records, Reading reading) {
        var seconds = reading.ttl().toSeconds();
        return records.stream()
                .map(r ->
                        Record.newRecord(
                                r.getName(),
                                r.getType(),
                                r.getDClass(),
                                seconds,
                                r.rdataToWireCanonical()))
                .toList();
    }

    private <T> Lookup<T> look(String host, int type, Function<List<Record>, List<T>> values) {
        try {
            var name = Name.fromString(host, Name.root);
            var reply = reply(new Memory.Question(name, type));
            return look(host, reply, Reading.of(reply, name, type).records(), values);
        } catch (TextParseException malformed) {
            return failed(host, "not a domain name");
        } catch (IOException unanswered) {
            return failed(host, String.valueOf(unanswered.getMessage()));
        }
    }

    private <T> Lookup<T> look(
            String host,
            Message reply,
            List<Record> records,
            Function<List<Record>, List<T>> values) {
        return switch (reply.getRcode()) {
            case Rcode.NXDOMAIN -> new NoSuchName<>(host);
            case Rcode.NOERROR ->
                    records.isEmpty() ? new NoData<>(host) : new Found<>(values.apply(records));
            default -> failed(host, Rcode.string(reply.getRcode()) + " from " + server());
        };
    }

    private Message reply(Memory.Question question) throws IOException {
        var remembered = memory.recall(question);
        if (remembered != null) {
            return remembered;
        }
        var reply = upstream.ask(question.name(), question.type());
        var ttl = Reading.of(reply, question.name(), question.type()).ttl();
        memory.keep(question, reply, ttl);
        return reply;
    }

    private String server() {
        return upstream.text();
    }

    private static <T> Lookup<T> failed(String host, String reason) {
        return new Failed<>(host, reason);
    }

    private static MailExchange exchange(MXRecord record) {
        var target = record.getTarget();
        var host = target.equals(Name.root) ? "" : target.toString(true);
        return new MailExchange(record.getPriority(), host);
    }

    // The host's name rides along, so that nobody asks the operating system for it.
    private static InetAddress address(String host, byte[] bytes) {
        try {
            return InetAddress.getByAddress(host, bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an A record holds four bytes", impossible);
        }
    }
}
