package io.labnet.dns.resolver;

import io.labnet.dns.cache.Credibility;
import io.labnet.dns.cache.Known;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The search for the answer to one client's question: from the deepest zone whose servers are known
 * down to the one that has it (RFC 1034 section 5.3.3). Used once, by one thread.
 */
final class Search {
    private static final int ROUNDS = 2;

    /** What all searches of a resolver share. */
    record Surroundings(
            RecordCache cache,
            Upstream upstream,
            ServerRatings ratings,
            List<NameServer> roots,
            List<Forward> forwards,
            int port,
            Limits limits,
            Clock clock) {}

    private final Surroundings around;
    private final RecordCache cache;
    private final Limits limits;
    private final Instant deadline;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Name> sought = new HashSet<>();

    Search(Surroundings around) {
        this.around = around;
        this.cache = around.cache();
        this.limits = around.limits();
        this.deadline = around.clock().instant().plus(limits.total());
    }

    /** The questions to other servers so far. */
    List<Step> steps() {
        return steps;
    }

    /** What is known about a question, asking whoever must be asked. */
    Known find(Question question) throws Unresolvable {
        return find(question, 0);
    }

    private Known find(Question question, int depth) throws Unresolvable {
        var known = cache.find(question);
        if (!(known instanceof Known.Nothing)) {
            return known;
        }
        var forward = forwardOf(question.name());
        if (forward != null) {
            var asOf = cache.flushes();
            return kept(askResolver(forward, question), question, asOf);
        }
        var cut = closestCut(question);
        while (true) {
            var asOf = cache.flushes();
            var reading = askServersOf(cut, question, depth);
            if (!(reading instanceof Reading.Referral referral)) {
                return kept(reading, question, asOf);
            }
            // Each referral leads deeper, so there are no more of them than labels.
            cut = followed(referral, asOf);
        }
    }

    /** The deepest domain of which a name is part, among those that another resolver knows. */
    private @Nullable Forward forwardOf(Name name) {
        return around.forwards().stream()
                .filter(forward -> name.subdomain(forward.zone()))
                .max(Comparator.comparingInt(forward -> forward.zone().labels()))
                .orElse(null);
    }

    private Reading askResolver(Forward forward, Question question) throws Unresolvable {
        for (int round = 1; round <= ROUNDS; round++) {
            var reading = ask(forward.server(), question, forward.zone(), true);
            if (!(reading instanceof Reading.Useless)) {
                return reading;
            }
        }
        throw Unresolvable.unreachable(
                "the resolver of " + Names.text(forward.zone()) + " was of no help");
    }

    /** Step 2: the best servers to ask are those of the deepest zone that is known. */
    private Cut closestCut(Question question) {
        // DS records are found above the cut (RFC 4035 section 4.2).
        var first = question.type() == Type.DS ? 1 : 0;
        for (int above = first; above < question.name().labels(); above++) {
            var zone = new Name(question.name(), above);
            var hosts = targets(cache.hints(zone, Type.NS));
            var addressed = addressed(hosts);
            // With all its servers inside the zone and no address left, there is no way in.
            if (!addressed.isEmpty() || hosts.stream().anyMatch(h -> !h.subdomain(zone))) {
                return new Cut(zone, hosts, addressed);
            }
        }
        return new Cut(Name.root, List.of(), around.roots());
    }

    private Cut followed(Reading.Referral referral, long asOf) {
        cache.keep(referral.nameServers(), Credibility.REFERRAL, asOf);
        referral.glue().forEach(set -> cache.keep(set, Credibility.GLUE, asOf));
        var hosts = targets(referral.nameServers());
        // Taken from the referral itself too: a TTL of zero is good for this one search.
        var addressed = new ArrayList<>(addressed(hosts));
        for (var record : referral.glue().stream().flatMap(List::stream).toList()) {
            var server = server(record.getName(), record);
            if (!addressed.contains(server)) {
                addressed.add(server);
            }
        }
        return new Cut(referral.zone(), hosts, addressed);
    }

    /** Step 3: asks the zone's servers until one is of help, those without known address last. */
    private Reading askServersOf(Cut cut, Question question, int depth) throws Unresolvable {
        var servers = cut.addressed();
        for (int round = 1; round <= ROUNDS; round++) {
            for (var server : around.ratings().ordered(servers)) {
                var reading = ask(server, question, cut.zone(), false);
                if (!(reading instanceof Reading.Useless)) {
                    return reading;
                }
            }
            if (round < ROUNDS && !cut.hosts().isEmpty()) {
                servers = lookedUp(cut, depth);
            }
        }
        throw Unresolvable.unreachable("no server of " + zoneText(cut) + " was of help");
    }

    private List<NameServer> lookedUp(Cut cut, int depth) {
        var servers = new ArrayList<>(cut.addressed());
        for (var host : cut.hosts()) {
            var isKnown = servers.stream().anyMatch(s -> s.name().equals(host));
            // A host that is being sought already cannot be found by way of itself.
            if (isKnown || depth >= limits.depthMax() || !sought.add(host)) {
                continue;
            }
            servers.addAll(addressesOf(host, depth + 1));
            sought.remove(host);
        }
        return servers;
    }

    // One server that nobody can find must not keep the others from being asked. Where a limit
    // is what ended the search, the next question to anybody meets it again.
    private List<NameServer> addressesOf(Name host, int depth) {
        try {
            return find(new Question(host, Type.A), depth) instanceof Known.Records(var found)
                    ? found.stream()
                            .filter(ARecord.class::isInstance)
                            .map(record -> server(host, record))
                            .toList()
                    : List.of();
        } catch (Unresolvable nowhere) {
            return List.of();
        }
    }

    private Reading ask(NameServer server, Question question, Name zone, boolean isResolver)
            throws Unresolvable {
        var timeout = patience();
        try {
            var heard = around.upstream().ask(server.address(), question, isResolver, timeout);
            around.ratings().answered(server.address(), heard.roundTrip());
            var reading =
                    isResolver
                            ? Reading.ofResolver(heard.message(), question, zone)
                            : Reading.of(heard.message(), question, zone);
            var micros = heard.roundTrip().toNanos() / 1000;
            steps.add(Step.said(server, question, reading, micros));
            return reading;
        } catch (IOException silent) {
            around.ratings().keptSilent(server.address());
            var reason = String.valueOf(silent.getMessage());
            steps.add(Step.silence(server, question, reason));
            return new Reading.Useless(reason);
        }
    }

    private Duration patience() throws Unresolvable {
        if (steps.size() >= limits.queriesMax()) {
            throw Unresolvable.limit("more than " + limits.queriesMax() + " queries");
        }
        var left = Duration.between(around.clock().instant(), deadline);
        if (!left.isPositive()) {
            throw Unresolvable.unreachable("no answer within " + limits.total().toMillis() + " ms");
        }
        return left.compareTo(limits.queryTimeout()) < 0 ? left : limits.queryTimeout();
    }

    /** Step 4: keeps what was learnt, and tells of it the part that is about the question. */
    private Known kept(Reading reading, Question question, long asOf) throws Unresolvable {
        return switch (reading) {
            case Reading.Answer(var sets) -> keptSets(sets, question, asOf);
            case Reading.NoSuchName(var aliases, var name, var soa) -> {
                if (soa != null) {
                    cache.keepNoSuchName(name, soa, asOf);
                }
                yield aliases.isEmpty()
                        ? new Known.NoSuchName(soa)
                        : keptSets(aliases, question, asOf);
            }
            case Reading.NoData(var aliases, var name, var soa) -> {
                if (soa != null) {
                    cache.keepNoData(new Question(name, question.type()), soa, asOf);
                }
                yield aliases.isEmpty() ? new Known.NoData(soa) : keptSets(aliases, question, asOf);
            }
            case Reading.Referral _, Reading.Useless _ ->
                    throw new IllegalStateException("followed already: " + reading);
        };
    }

    private Known keptSets(List<List<Record>> sets, Question question, long asOf) {
        // The sets of an answer to ANY need not be all there are (RFC 8482), so none is kept.
        if (question.type() != Type.ANY) {
            sets.forEach(set -> cache.keep(set, Credibility.ANSWER, asOf));
        }
        return new Known.Records(sets.getFirst());
    }

    private List<NameServer> addressed(List<Name> hosts) {
        return hosts.stream()
                .flatMap(host -> cache.hints(host, Type.A).stream().map(a -> server(host, a)))
                .toList();
    }

    private NameServer server(Name host, Record address) {
        var ip = ((ARecord) address).getAddress();
        return new NameServer(host, new InetSocketAddress(ip, around.port()));
    }

    private static List<Name> targets(List<Record> nameServers) {
        return nameServers.stream().map(ns -> ((NSRecord) ns).getTarget()).toList();
    }

    private static String zoneText(Cut cut) {
        return Names.text(cut.zone());
    }
}
