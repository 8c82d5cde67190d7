package io.labnet.dns.server;

import io.labnet.dns.authority.Authority;
import io.labnet.dns.authority.Choice;
import io.labnet.dns.authority.Evidence;
import io.labnet.dns.authority.Verdict;
import io.labnet.dns.message.ClientSubnet;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Reply.ExtendedError;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.policy.Steering;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** Says what an authority has decided; never asks anyone, so it never offers recursion. */
public final class AuthoritativeService implements NameService {
    private static final Optional<EDNSOption> NO_OPTION = Optional.empty();

    private final Authority authority;
    private final LongSupplier generation;
    private final Policies policies;
    private final boolean honoursSubnets;

    /**
     * A service that tells everybody the same.
     *
     * @param generation another number after each change of a zone
     */
    public AuthoritativeService(Authority authority, LongSupplier generation) {
        this(authority, generation, Policies.none(), false);
    }

    /**
     * A service.
     *
     * @param generation another number after each change of a zone
     * @param policies which client is told what of a set of records
     * @param honoursSubnets whether a resolver's word is taken for where its clients are
     */
    public AuthoritativeService(
            Authority authority,
            LongSupplier generation,
            Policies policies,
            boolean honoursSubnets) {
        this.authority = authority;
        this.generation = generation;
        this.policies = policies;
        this.honoursSubnets = honoursSubnets;
    }

    @Override
    public String role() {
        return "authoritative";
    }

    @Override
    public long generation() {
        // Both only grow.
        return generation.getAsLong() + policies.generation();
    }

    @Override
    public Decision decide(Query query, InetSocketAddress client) {
        var edns = query.envelope().edns();
        var option = honoursSubnets && edns != null ? ClientSubnet.in(edns) : NO_OPTION;
        if (option.isEmpty()) {
            return decide(query, whole(client.getAddress()), null);
        }
        var subnet = ClientSubnet.read(option.get());
        // RFC 7871 section 6: so that whoever makes such options hears of it.
        return subnet == null
                ? new Decision.Now(Reply.of(Rcode.FORMERR), false)
                : decide(query, asking(subnet, client.getAddress()), subnet);
    }

    private static Network whole(InetAddress address) {
        return new Network(address, address.getAddress().length * Byte.SIZE);
    }

    // Who wants to tell nothing of its clients is itself the client (RFC 7871 section 7.1.2).
    private static Network asking(ClientSubnet subnet, InetAddress client) {
        var address = subnet.address();
        return address == null ? whole(client) : new Network(address, subnet.sourceBits());
    }

    private Decision decide(Query query, Network asking, @Nullable ClientSubnet subnet) {
        var steering = policies.steering(asking);
        var reply = reply(query, steering);
        // RFC 7871 section 7.2.1: whoever sends the option is told for whom the answer is.
        return new Decision.Now(
                reply,
                repetition(steering),
                subnet == null ? List.of() : List.of(subnet.answered(steering.scopeBits())));
    }

    private Reply reply(Query query, Choice choice) {
        var edns = query.envelope().edns();
        if (edns == null || !edns.dnssecOk()) {
            return reply(authority.decide(query.question(), choice));
        }
        var secured = authority.decideSecured(query.question(), choice);
        return proven(reply(secured.verdict()), secured.evidence());
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

    private static Repetition repetition(Steering steering) {
        return switch (steering.audience()) {
            case EVERYBODY -> Repetition.SAME;
            case EVERYBODY_IN_TURN -> Repetition.TURNED;
            case THIS_ONE -> Repetition.NONE;
        };
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
            case Verdict.Refused() -> refused();
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
        // RFC 8914 section 4.25.
        return Reply.of(
                Rcode.SERVFAIL,
                new ExtendedError(
                        ExtendedErrorCodeOption.INVALID_DATA,
                        "no copy of the zone has come yet, or it has expired"));
    }

    private static Reply refused() {
        // RFC 8914 section 4.21.
        return Reply.of(
                Rcode.REFUSED,
                new ExtendedError(
                        ExtendedErrorCodeOption.NOT_AUTHORITATIVE,
                        "in none of the zones that are served here"));
    }

    private static Reply authoritative(
            int rcode, List<Record> answers, List<Record> authority, List<Record> additional) {
        return new Reply(rcode, true, false, answers, authority, additional, null);
    }
}
