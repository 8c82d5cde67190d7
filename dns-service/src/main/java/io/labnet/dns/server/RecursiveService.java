package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Reply.ExtendedError;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.validator.Evidence;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;

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
        // What is renewed meanwhile must not be repeated past its renewal, which may be over soon.
        var isAgeing = resolver.isAgeing(question);
        var remembered = resolver.remembered(question, client);
        traffic.looked(remembered.isPresent());
        if (remembered.isPresent()) {
            return new Decision.Now(reply(remembered.get(), query.envelope()), !isAgeing);
        }
        if (!query.envelope().recursionDesired()) {
            return new Decision.Now(refusedWithoutRecursion());
        }
        return new Decision.Later(() -> reply(found(question, client), query.envelope()));
    }

    private Outcome found(Question question, InetSocketAddress client) {
        return resolver.resolve(question, client);
    }

    private static Reply refusedWithoutRecursion() {
        var error =
                new ExtendedError(
                        ExtendedErrorCodeOption.NOT_AUTHORITATIVE, "not in the cache: set RD");
        return new Told(List.of(), null).reply(Rcode.REFUSED, error);
    }

    static Reply reply(Outcome outcome, Envelope envelope) {
        return reply(outcome, envelope, Evidence.NONE, null);
    }

    private static Reply reply(
            Outcome outcome, Envelope envelope, Evidence evidence, @Nullable ExtendedError note) {
        return switch (outcome) {
            case Outcome.Answer(var records) ->
                    new Told(records, null).reply(Rcode.NOERROR, envelope, evidence, note);
            case Outcome.NoSuchName(var aliases, var soa) ->
                    new Told(aliases, soa).reply(Rcode.NXDOMAIN, envelope, evidence, note);
            case Outcome.NoData(var aliases, var soa) ->
                    new Told(aliases, soa).reply(Rcode.NOERROR, envelope, evidence, note);
            case Outcome.TooLong(var aliases) ->
                    new Told(aliases, null).reply(Rcode.YXDOMAIN, envelope, evidence, note);
            case Outcome.Failed(var trouble) ->
                    new Told(List.of(), null).reply(Rcode.SERVFAIL, error(trouble));
            // Who checks himself is told all the same (RFC 4035 section 3.2.2).
            case Outcome.Judged(_, var judged)
                    when judged.isBogus() && !envelope.checkingDisabled() ->
                    new Told(List.of(), null).reply(Rcode.SERVFAIL, error(judged));
            case Outcome.Judged(var inner, var judged) ->
                    reply(inner, envelope, judged, note == null ? error(judged) : note);
            case Outcome.Noted(var inner, var why) -> reply(inner, envelope, evidence, error(why));
        };
    }

    private static ExtendedError error(Outcome.Trouble trouble) {
        return new ExtendedError(trouble.code(), trouble.reason());
    }

    private static @Nullable ExtendedError error(Evidence evidence) {
        var reason = evidence.reason();
        return reason == null ? null : new ExtendedError(reason.code(), reason.text());
    }
}
