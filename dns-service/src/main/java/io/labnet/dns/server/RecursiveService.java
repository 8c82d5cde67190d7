package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Reply.ExtendedError;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** Says what a resolver remembers or finds, to clients of the allowed networks. */
public final class RecursiveService implements NameService {
    private final Resolver resolver;
    private final List<Network> allowed;
    private final Traffic traffic;

    public RecursiveService(Resolver resolver, List<Network> allowed, Traffic traffic) {
        this.resolver = resolver;
        this.allowed = List.copyOf(allowed);
        this.traffic = traffic;
    }

    @Override
    public String role() {
        return "recursive";
    }

    @Override
    public long generation() {
        return resolver.generation();
    }

    @Override
    public boolean isAging() {
        return true;
    }

    // A resolver open to the world answers with other people's addresses to forged ones: it
    // would be an amplifier (RFC 5358).
    @Override
    public boolean welcomes(InetAddress client) {
        for (var network : allowed) {
            if (network.contains(client)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Decision decide(Query query, InetSocketAddress client) {
        var question = query.question();
        var remembered = resolver.remembered(question, client);
        traffic.looked(remembered.isPresent());
        if (remembered.isPresent()) {
            // What is being renewed meanwhile must not be repeated past its renewal.
            return new Decision.Now(reply(remembered.get()), !resolver.isAgeing(question));
        }
        if (!query.envelope().recursionDesired()) {
            return new Decision.Now(refusedWithoutRecursion());
        }
        return new Decision.Later(() -> reply(found(question, client)));
    }

    private Outcome found(Question question, InetSocketAddress client) {
        return resolver.resolve(question, client);
    }

    private static Reply refusedWithoutRecursion() {
        var error =
                new ExtendedError(
                        ExtendedErrorCodeOption.NOT_AUTHORITATIVE, "not in the cache: set RD");
        return reply(Rcode.REFUSED, List.of(), null, error);
    }

    static Reply reply(Outcome outcome) {
        return reply(outcome, null);
    }

    private static Reply reply(Outcome outcome, @Nullable ExtendedError note) {
        return switch (outcome) {
            case Outcome.Answer(var records) -> reply(Rcode.NOERROR, records, null, note);
            case Outcome.NoSuchName(var aliases, var soa) ->
                    reply(Rcode.NXDOMAIN, aliases, soa, note);
            case Outcome.NoData(var aliases, var soa) -> reply(Rcode.NOERROR, aliases, soa, note);
            case Outcome.TooLong(var aliases) -> reply(Rcode.YXDOMAIN, aliases, null, note);
            case Outcome.Failed(var trouble) ->
                    reply(Rcode.SERVFAIL, List.of(), null, error(trouble));
            case Outcome.Noted(var inner, var why) -> reply(inner, error(why));
        };
    }

    private static ExtendedError error(Outcome.Trouble trouble) {
        return new ExtendedError(trouble.code(), trouble.reason());
    }

    private static Reply reply(
            int rcode,
            List<Record> answers,
            @Nullable SOARecord soa,
            @Nullable ExtendedError error) {
        List<Record> authority = soa == null ? List.of() : List.of(soa);
        return new Reply(rcode, false, true, answers, authority, List.of(), error);
    }
}
