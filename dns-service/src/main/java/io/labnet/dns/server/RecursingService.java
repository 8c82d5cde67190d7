package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Reply;
import io.labnet.dns.resolver.Resolver;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * An authoritative server that asks on behalf of its clients where it would otherwise refer them to
 * another: the textbook's picture of recursive queries.
 */
public final class RecursingService implements NameService {
    private final NameService authority;
    private final Resolver resolver;
    private final List<Network> allowed;

    /**
     * A server.
     *
     * @param authority answers what it has authority for, and refers
     * @param resolver asks those to whom it would be referred; it needs no root
     * @param allowed on whose behalf; all others are referred (RFC 5358)
     */
    public RecursingService(NameService authority, Resolver resolver, List<Network> allowed) {
        this.authority = authority;
        this.resolver = resolver;
        this.allowed = List.copyOf(allowed);
    }

    @Override
    public String role() {
        return "recursing";
    }

    @Override
    public long generation() {
        return authority.generation() + resolver.generation();
    }

    // What one client is told depends on who it is and on the RD bit, so it is nobody else's.
    @Override
    public Decision decide(Query query, InetSocketAddress client) {
        var decision = authority.decide(query, client);
        if (!(decision instanceof Decision.Now(var reply, _, var options))) {
            return decision;
        }
        if (!query.envelope().recursionDesired() || !isAllowed(client.getAddress())) {
            return new Decision.Now(reply, Repetition.NONE, options);
        }
        return isReferral(reply)
                ? onBehalf(query, reply, client)
                : new Decision.Now(offered(reply), Repetition.NONE, options);
    }

    private boolean isAllowed(InetAddress client) {
        return allowed.stream().anyMatch(network -> network.contains(client));
    }

    private static boolean isReferral(Reply reply) {
        return reply.rcode() == Rcode.NOERROR
                && reply.answers().isEmpty()
                && !reply.authoritative()
                && reply.authority().stream().anyMatch(NSRecord.class::isInstance);
    }

    private Decision onBehalf(Query query, Reply referral, InetSocketAddress client) {
        var remembered = resolver.remembered(query.question(), client);
        if (remembered.isPresent()) {
            return new Decision.Now(
                    RecursiveService.reply(remembered.get(), query.envelope()), false);
        }
        return new Decision.Later(() -> {
            resolver.learn(nameServers(referral), glue(referral));
            var outcome = resolver.resolve(query.question(), client);
            return RecursiveService.reply(outcome, query.envelope());
        });
    }

    private static List<Record> nameServers(Reply referral) {
        return referral.authority().stream().filter(NSRecord.class::isInstance).toList();
    }

    private static Collection<List<Record>> glue(Reply referral) {
        return referral.additional().stream()
                .collect(Collectors.groupingBy(RecursingService::owner))
                .values();
    }

    private record Owner(Name name, int type) {}

    private static Owner owner(Record record) {
        return new Owner(record.getName(), record.getType());
    }

    private static Reply offered(Reply reply) {
        return new Reply(
                reply.rcode(),
                reply.authoritative(),
                true,
                reply.answers(),
                reply.authority(),
                reply.additional(),
                reply.error());
    }
}
