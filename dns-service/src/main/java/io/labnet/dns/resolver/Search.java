package io.labnet.dns.resolver;

import io.labnet.dns.cache.Credibility;
import io.labnet.dns.cache.Known;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final Surroundings around;
    private final RecordCache cache;
    private final Priming priming;
    private final boolean isRenewal;
    private final Budget budget;
    // Others may look while the search goes on.
    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private final Set<Name> sought = new HashSet<>();

    /**
     * A search.
     *
     * @param isRenewal whether what the cache knows of the question itself does not count
     */
    Search(Surroundings around, Priming priming, boolean isRenewal) {
        this.around = around;
        this.cache = around.cache();
        this.priming = priming;
        this.isRenewal = isRenewal;
        this.budget = new Budget(around.limits(), around.clock());
    }

    /** The questions to other servers so far. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** What is known about a question, asking whoever must be asked. */
    Known find(Question question) throws Unresolvable {
        return isRenewal ? search(question, 0) : find(question, 0);
    }

    private Known find(Question question, int depth) throws Unresolvable {
        var known = cache.find(question, around.detours().zoneOf(question.name()));
        return known instanceof Known.Nothing ? search(question, depth) : known;
    }

    private Known search(Question question, int depth) throws Unresolvable {
        var zone = around.detours().zoneOf(question.name());
        if (!around.detours().isForward(zone)) {
            return descend(closestCut(question), question, depth);
        }
        var resolvers = around.detours().servers(zone);
        var cut = new Cut(zone, List.of(), resolvers, KnownBy.FORWARD);
        var asOf = cache.flushes();
        return kept(ask(cut, question, depth), question, cut, asOf);
    }

    /** Steps 3 and 4: from zone to zone, showing each no more of the name than it must know. */
    private Known descend(Cut from, Question question, int depth) throws Unresolvable {
        var cut = from;
        var minimising = new Minimising(question, shownMax(), cut.zone());
        while (true) {
            var asked = minimising.question(cache);
            var asOf = cache.flushes();
            var reading = ask(cut, asked, depth);
            if (reading instanceof Reading.Referral referral) {
                budget.referral();
                cut = followed(referral, asOf);
                minimising.reached(cut.zone());
            } else if (asked.equals(question)) {
                keepDenial(minimising, reading, asOf);
                return kept(reading, question, cut, asOf);
            } else {
                minimising.heard(asked, reading);
                keepSome(reading, asked, cut, asOf);
                // A DNAME on the way says all (RFC 9156 section 3, step 6b).
                var known = cache.find(question, cut.zone());
                if (known instanceof Known.Alias) {
                    return known;
                }
            }
        }
    }

    // Who is to search on our behalf has to know for what.
    private int shownMax() {
        return around.conduct().recursionDesired() ? 0 : around.limits().labelsMinimised();
    }

    private void keepSome(Reading reading, Question asked, Cut cut, long asOf) throws Unresolvable {
        switch (reading) {
            case Reading.Answer _, Reading.NoData _ -> kept(reading, asked, cut, asOf);
            // Some servers deny what only has something below it; the whole name will show.
            case Reading.NoSuchName _, Reading.Referral _, Reading.Useless _ -> {}
        }
    }

    private void keepDenial(Minimising minimising, Reading reading, long asOf) {
        var denied = minimising.denied();
        if (denied != null
                && denied.soa() != null
                && reading instanceof Reading.NoSuchName none
                && none.aliases().isEmpty()) {
            cache.keepNoSuchName(denied.name(), denied.soa(), asOf);
        }
    }

    /** Step 2: the best servers to ask are those of the deepest zone that is known. */
    private Cut closestCut(Question question) {
        // DS records are found above the cut (RFC 4035 section 4.2).
        var first = question.type() == Type.DS && question.name().labels() > 1 ? 1 : 0;
        for (int above = first; above < question.name().labels(); above++) {
            var zone = new Name(question.name(), above);
            var stub = around.detours().servers(zone);
            if (!stub.isEmpty()) {
                return new Cut(zone, List.of(), stub, KnownBy.STUB);
            }
            var hosts = targets(cache.hints(zone, Type.NS));
            var addressed = addressed(hosts);
            // With all its servers inside the zone and no address left, there is no way in.
            if (!addressed.isEmpty() || hosts.stream().anyMatch(h -> !h.subdomain(zone))) {
                return zone.equals(Name.root)
                        ? primed(hosts, addressed)
                        : new Cut(zone, hosts, addressed, KnownBy.CACHE);
            }
        }
        priming.wanted();
        return new Cut(Name.root, List.of(), around.roots(), KnownBy.HINTS);
    }

    // The hints stay at hand: the root's servers may have moved since they said who they are.
    private Cut primed(List<Name> hosts, List<NameServer> addressed) {
        var servers = new ArrayList<>(addressed);
        for (var hint : around.roots()) {
            if (servers.stream().noneMatch(s -> s.address().equals(hint.address()))) {
                servers.add(hint);
            }
        }
        return new Cut(Name.root, hosts, servers, KnownBy.CACHE);
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
        return new Cut(referral.zone(), hosts, addressed, KnownBy.REFERRAL);
    }

    private Reading ask(Cut cut, Question question, int depth) throws Unresolvable {
        return new Enquiry(around, budget, steps, cut, question)
                .ask(host -> addressesOf(host, depth));
    }

    // One server that nobody can find must not keep the others from being asked. Where a limit
    // is what ended the search, the next question to anybody meets it again.
    private List<NameServer> addressesOf(Name host, int depth) {
        // A host that is being sought already cannot be found by way of itself.
        if (!sought.add(host)) {
            return List.of();
        }
        try {
            return budget.mayLookUp(depth)
                            && find(new Question(host, Type.A), depth + 1)
                                    instanceof Known.Records(var found)
                    ? found.stream()
                            .filter(ARecord.class::isInstance)
                            .map(record -> server(host, record))
                            .toList()
                    : List.of();
        } catch (Unresolvable nowhere) {
            return List.of();
        } finally {
            sought.remove(host);
        }
    }

    /**
     * Keeps what was learnt, and tells of it the part that is about the question. Signatures will
     * be validated here, before anything is kept.
     */
    private Known kept(Reading reading, Question question, Cut cut, long asOf) throws Unresolvable {
        return switch (reading) {
            case Reading.Answer(var sets, var beside) -> {
                keepBeside(beside, asOf);
                yield keptSets(sets, beside.hasAuthority(), question, asOf);
            }
            case Reading.NoSuchName(var aliases, var name, var soa) -> {
                var told = soa == null ? null : cache.keepNoSuchName(name, soa, asOf);
                yield aliases.isEmpty()
                        ? new Known.NoSuchName(told)
                        : keptSets(aliases, false, question, asOf);
            }
            case Reading.NoData(var aliases, var name, var soa) -> {
                var none = new Question(name, question.type());
                var told = soa == null ? null : cache.keepNoData(none, soa, asOf);
                yield aliases.isEmpty()
                        ? new Known.NoData(told)
                        : keptSets(aliases, false, question, asOf);
            }
            case Reading.Useless _ -> {
                var zone = Names.text(cut.zone());
                throw Unresolvable.unreachable("no server of " + zone + " was of help");
            }
            case Reading.Referral _ ->
                    throw new IllegalStateException("followed already: " + reading);
        };
    }

    // Only what is said of the very name that was asked for is sure to be the server's own data
    // (RFC 2181 section 5.4.1).
    private Known keptSets(
            List<List<Record>> sets, boolean hasAuthority, Question question, long asOf) {
        // The sets of an answer to ANY need not be all there are (RFC 8482), so none is kept.
        if (question.type() == Type.ANY) {
            return Known.of(sets.getFirst(), question);
        }
        var worth = hasAuthority ? Credibility.ANSWER : Credibility.RELAYED;
        var first = cache.keep(sets.getFirst(), worth, asOf);
        sets.stream().skip(1).forEach(set -> cache.keep(set, Credibility.RELAYED, asOf));
        return Known.of(first, question);
    }

    private void keepBeside(Reading.Beside beside, long asOf) {
        if (beside.hasAuthority()) {
            if (!beside.nameServers().isEmpty()) {
                cache.keep(beside.nameServers(), Credibility.AUTHORITY, asOf);
            }
            beside.addresses().forEach(set -> cache.keep(set, Credibility.ADDITIONAL, asOf));
        }
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
}
