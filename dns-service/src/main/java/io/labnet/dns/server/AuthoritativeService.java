package io.labnet.dns.server;

import io.labnet.dns.authority.Authority;
import io.labnet.dns.authority.Verdict;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Reply;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** Says what an authority has decided; never asks anyone, so it never offers recursion. */
public final class AuthoritativeService implements NameService {
    private final Authority authority;
    private final LongSupplier generation;

    /**
     * A service.
     *
     * @param generation another number after each change of a zone
     */
    public AuthoritativeService(Authority authority, LongSupplier generation) {
        this.authority = authority;
        this.generation = generation;
    }

    @Override
    public String role() {
        return "authoritative";
    }

    @Override
    public long generation() {
        return generation.getAsLong();
    }

    @Override
    public Decision decide(Query query, InetSocketAddress client) {
        return new Decision.Now(reply(authority.decide(query.question())));
    }

    private static Reply reply(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Answer(var answers, var additional) ->
                    authoritative(Rcode.NOERROR, answers, List.of(), additional);
            // AA is about the first name of the answer (RFC 1035 section 4.1.1): with an alias
            // of ours before the referral the reply has authority, a bare referral has none.
            case Verdict.Delegation(var aliases, var nameServers, var glue) ->
                    new Reply(
                            Rcode.NOERROR,
                            !aliases.isEmpty(),
                            false,
                            aliases,
                            nameServers,
                            glue,
                            null);
            case Verdict.NameError(var aliases, var soa) ->
                    authoritative(Rcode.NXDOMAIN, aliases, List.of(soa), List.of());
            case Verdict.NoData(var aliases, var soa) ->
                    authoritative(Rcode.NOERROR, aliases, List.of(soa), List.of());
            case Verdict.Refused() -> Reply.of(Rcode.REFUSED);
        };
    }

    private static Reply authoritative(
            int rcode, List<Record> answers, List<Record> authority, List<Record> additional) {
        return new Reply(rcode, true, false, answers, authority, additional, null);
    }
}
