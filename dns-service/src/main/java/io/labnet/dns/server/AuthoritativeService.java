package io.labnet.dns.server;

import io.labnet.dns.authority.Authority;
import io.labnet.dns.authority.Evidence;
import io.labnet.dns.authority.Verdict;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Reply.ExtendedError;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.xbill.DNS.ExtendedErrorCodeOption;
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
        var edns = query.envelope().edns();
        if (edns == null || !edns.dnssecOk()) {
            return new Decision.Now(reply(authority.decide(query.question())));
        }
        var secured = authority.decideSecured(query.question());
        return new Decision.Now(proven(reply(secured.verdict()), secured.evidence()));
    }

    private static Reply proven(Reply reply, Evidence evidence) {
        return new Reply(
                reply.rcode(),
                reply.authoritative(),
                reply.recursionAvailable(),
                Evidence.joined(reply.answers(), evidence.answer()),
                Evidence.joined(reply.authority(), evidence.authority()),
                Evidence.joined(reply.additional(), evidence.additional()),
                reply.glue(),
                reply.error());
    }

    private static Reply reply(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Answer(var answers, var additional) ->
                    authoritative(Rcode.NOERROR, answers, List.of(), additional);
            case Verdict.Delegation referral -> reply(referral);
            case Verdict.NameError(var aliases, var soa) ->
                    authoritative(Rcode.NXDOMAIN, aliases, List.of(soa), List.of());
            case Verdict.NoData(var aliases, var soa) ->
                    authoritative(Rcode.NOERROR, aliases, List.of(soa), List.of());
            case Verdict.NameTooLong(var aliases) ->
                    authoritative(Rcode.YXDOMAIN, aliases, List.of(), List.of());
            case Verdict.NotReady() -> notReady();
            case Verdict.Refused() -> Reply.of(Rcode.REFUSED);
        };
    }

    // AA is about the first name of the answer (RFC 1035 section 4.1.1): with an alias of ours
    // before the referral the reply has authority, a bare referral has none.
    private static Reply reply(Verdict.Delegation referral) {
        var additional = new ArrayList<>(referral.glue());
        additional.addAll(referral.siblings());
        return new Reply(
                Rcode.NOERROR,
                !referral.aliases().isEmpty(),
                false,
                referral.aliases(),
                referral.nameServers(),
                additional,
                referral.glue().size(),
                null);
    }

    private static Reply notReady() {
        var error = new ExtendedError(ExtendedErrorCodeOption.NOT_READY, "the zone is not loaded");
        return new Reply(Rcode.SERVFAIL, false, false, List.of(), List.of(), List.of(), error);
    }

    private static Reply authoritative(
            int rcode, List<Record> answers, List<Record> authority, List<Record> additional) {
        return new Reply(rcode, true, false, answers, authority, additional, null);
    }
}
