package io.labnet.dns.resolver;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Upstream.Manner;
import io.labnet.dns.validator.Credentials;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** One question to one zone's servers, one after another until one is of help. */
final class Enquiry {
    /**
     * What was said, and what it brought along to prove itself.
     *
     * @param server that said so
     */
    record Said(Reading reading, Credentials credentials, @Nullable NameServer server) {}

    /** Finds the addresses of name servers that came without. */
    interface AddressBook {
        /** Empty when none can be found. */
        List<NameServer> addressesOf(Name host);
    }

    private final Surroundings around;
    private final Budget budget;
    private final List<Step> steps;
    private final Cut cut;
    private final Question question;
    private final List<NameServer> silent = new ArrayList<>();
    private Reading.@Nullable Useless useless;
    private Credentials credentials = Credentials.NONE;
    private @Nullable NameServer last;
    private boolean hasTimedOut;

    /**
     * An enquiry.
     *
     * @param steps where each question is noted
     */
    Enquiry(Surroundings around, Budget budget, List<Step> steps, Cut cut, Question question) {
        this.around = around;
        this.budget = budget;
        this.steps = steps;
        this.cut = cut;
        this.question = question;
    }

    /**
     * Asks; those without known address last, and only as many as it takes.
     *
     * @return {@link Reading.Useless} when some have answered, but none was of help
     */
    Said ask(AddressBook book) throws Unresolvable {
        var reading = ask(cut.addressed());
        for (var host : cut.hosts()) {
            if (reading == null && !isAddressed(host)) {
                reading = ask(book.addressesOf(host));
            }
        }
        if (reading == null) {
            // A packet may have been lost.
            reading = ask(List.copyOf(silent));
        }
        if (reading == null) {
            reading = useless;
        }
        if (reading == null) {
            throw failure();
        }
        return new Said(reading, credentials, last);
    }

    private boolean isAddressed(Name host) {
        return cut.addressed().stream().anyMatch(server -> server.name().equals(host));
    }

    private Unresolvable failure() {
        var zone = Names.text(cut.zone());
        return hasTimedOut || silent.isEmpty()
                ? Unresolvable.unreachable("no server of " + zone + " was of help")
                : Unresolvable.network("no server of " + zone + " can be reached");
    }

    private @Nullable Reading ask(List<NameServer> servers) throws Unresolvable {
        for (var server : around.ratings().ordered(servers)) {
            var reading = put(server, manner(server));
            if (reading instanceof Reading.Useless none) {
                useless = none;
            } else if (reading != null) {
                return reading;
            }
        }
        return null;
    }

    private Manner manner(NameServer server) {
        var conduct = around.conduct();
        var desired = isForward() || conduct.recursionDesired();
        return around.ratings()
                .manner(server.address(), desired, conduct.mixesCase())
                .withDnssec(around.validation().isOn());
    }

    private boolean isForward() {
        return cut.knownBy() == KnownBy.FORWARD;
    }

    /** What one server says; null when it keeps silent. */
    private @Nullable Reading put(NameServer server, Manner manner) throws Unresolvable {
        var timeout = budget.query(manner.recursionDesired());
        try {
            var heard = around.upstream().ask(server.address(), question, manner, timeout);
            around.ratings().answered(server.address(), heard.roundTrip());
            if (!heard.keepsCase()) {
                around.ratings().losesCase(server.address());
            }
            var reading = read(heard.message(), manner);
            last = server;
            credentials =
                    manner.dnssecOk()
                            ? Credentials.of(heard.message(), cut.zone())
                            : Credentials.NONE;
            steps.add(Step.said(server, cut, question, reading, heard));
            return manner.edns() && isUnusedToEdns(heard.message())
                    ? putWithoutEdns(server, manner)
                    : reading;
        } catch (IOException silence) {
            // Its second chance is then to be asked in plain letters.
            if (silence instanceof Upstream.LettersLost) {
                around.ratings().losesCase(server.address());
            } else {
                around.ratings().keptSilent(server.address());
            }
            hasTimedOut |= silence instanceof SocketTimeoutException;
            silent.add(server);
            var reason = String.valueOf(silence.getMessage());
            steps.add(Step.silence(server, cut, question, reason));
            return null;
        }
    }

    private @Nullable Reading putWithoutEdns(NameServer server, Manner manner) throws Unresolvable {
        around.ratings().knowsNoEdns(server.address());
        return put(server, manner.withoutEdns());
    }

    // Who knows no OPT record says so by these, and without one (RFC 6891 section 7).
    private static boolean isUnusedToEdns(Message reply) {
        var rcode = reply.getRcode();
        return (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP) && reply.getOPT() == null;
    }

    private Reading read(Message reply, Manner manner) {
        var bailiwick = new Bailiwick(cut.zone(), question.name(), around.detours());
        if (isForward()) {
            return Reading.ofResolver(reply, question, bailiwick);
        }
        return manner.recursionDesired()
                ? Reading.ofWhoMayRecurse(reply, question, bailiwick)
                : Reading.of(reply, question, bailiwick);
    }
}
