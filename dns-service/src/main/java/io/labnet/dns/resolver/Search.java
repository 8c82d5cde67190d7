package io.labnet.dns.resolver;

import io.labnet.dns.cache.Credibility;
import io.labnet.dns.cache.Found;
import io.labnet.dns.cache.Known;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Enquiry.Said;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
    /** What something is searched for. */
    private enum Purpose {
        ANSWER,
        /** To find the way to others: it need not be proved, and no client is told of it. */
        WAY
    }

    // So many others are asked about what one could not prove.
    private static final int OTHERS_MAX = 2;

    private final Surroundings around;
    private final RecordCache cache;
    private final Priming priming;
    private final boolean isRenewal;
    private final Budget budget;
    // Others may look while the search goes on.
    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private final Set<Name> sought = new HashSet<>();
    private final ChainOfTrust chain;

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
        this.chain = new ChainOfTrust(around, question -> find(question, 0, Purpose.ANSWER));
    }

    /** The questions to other servers so far. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** What is known about a question, asking whoever must be asked. */
    Found find(Question question) throws Unresolvable {
        return isRenewal ? search(question, 0, Purpose.ANSWER) : find(question, 0, Purpose.ANSWER);
    }

    private Found find(Question question, int depth, Purpose purpose) throws Unresolvable {
        var known = cache.findProved(question, around.detours().zoneOf(question.name()));
        return known.known() instanceof Known.Nothing ? search(question, depth, purpose) : known;
    }

    private Found search(Question question, int depth, Purpose purpose) throws Unresolvable {
        var zone = around.detours().zoneOf(question.name());
        if (!around.detours().isForward(zone)) {
            return descend(closestCut(question), question, depth, purpose);
        }
        var resolvers = around.detours().servers(zone);
        var cut = new Cut(zone, List.of(), resolvers, KnownBy.FORWARD);
        var asOf = cache.flushes();
        return proved(ask(cut, question, depth), question, cut, asOf, depth, purpose);
    }

    /** Steps 3 and 4: from zone to zone, showing each no more of the name than it must know. */
    private Found descend(Cut from, Question question, int depth, Purpose purpose)
            throws Unresolvable {
        var cut = from;
        var minimising = new Minimising(question, shownMax(), cut.zone());
        while (true) {
            var asked = minimising.question(cache);
            var asOf = cache.flushes();
            var said = ask(cut, asked, depth);
            var reading = said.reading();
            if (reading instanceof Reading.Referral referral) {
                budget.referral();
                cut = followed(referral, asOf);
                minimising.reached(cut.zone());
            } else if (asked.equals(question)) {
                keepDenial(minimising, reading, asOf);
                return proved(said, question, cut, asOf, depth, purpose);
            } else {
                minimising.heard(asked, reading);
                keepSome(said, asked, cut, asOf, purpose);
                // A DNAME on the way says all (RFC 9156 section 3, step 6b).
                var found = cache.findProved(question, cut.zone());
                if (found.known() instanceof Known.Alias) {
                    return found;
                }
            }
        }
    }

    /** What one server cannot prove another may: it has a newer copy, or is no liar. */
    private Found proved(
            Said first, Question question, Cut cut, long asOf, int depth, Purpose purpose)
            throws Unresolvable {
        var found = kept(first, question, cut, asOf, purpose);
        var server = first.server();
        var others = cut;
        for (int more = 0; more < OTHERS_MAX; more++) {
            if (!found.evidence().isBogus() || server == null) {
                return found;
            }
            others = others.without(server);
            var since = cache.flushes();
            var said = others.isEmpty() ? null : askOthers(others, question, depth);
            if (said == null) {
                return found;
            }
            found = kept(said, question, cut, since, purpose);
            server = said.server();
        }
        return found;
    }

    private @Nullable Said askOthers(Cut others, Question question, int depth) {
        try {
            var said = ask(others, question, depth);
            return switch (said.reading()) {
                case Reading.Answer _, Reading.NoSuchName _, Reading.NoData _ -> said;
                case Reading.Referral _, Reading.Useless _ -> null;
            };
        } catch (Unresolvable nobody) {
            return null;
        }
    }

    // Who is to search on our behalf has to know for what.
    private int shownMax() {
        return around.conduct().recursionDesired() ? 0 : around.limits().labelsMinimised();
    }

    private void keepSome(Said said, Question asked, Cut cut, long asOf, Purpose purpose)
            throws Unresolvable {
        switch (said.reading()) {
            case Reading.Answer _, Reading.NoData _ -> kept(said, asked, cut, asOf, purpose);
            // Some servers deny what only has something below it; the whole name will show.
            case Reading.NoSuchName _, Reading.Referral _, Reading.Useless _ -> {}
        }
    }

    private void keepDenial(Minimising minimising, Reading reading, long asOf) {
        var denied = minimising.denied();
        // Where denials are proved, the one of the whole name says so of the shorter one too.
        if (!chain.isOn()
                && denied != null
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

    private Said ask(Cut cut, Question question, int depth) throws Unresolvable {
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
                            && find(new Question(host, Type.A), depth + 1, Purpose.WAY).known()
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

    /** Keeps what was learnt, once it is proved, and tells the part that is about the question. */
    private Found kept(Said said, Question question, Cut cut, long asOf, Purpose purpose)
            throws Unresolvable {
        var learnt = new Learnt(cache, chain, said.credentials(), question, asOf);
        return switch (said.reading()) {
            case Reading.Answer answer when purpose == Purpose.WAY && chain.isOn() ->
                    learnt.way(answer);
            case Reading.Answer answer -> learnt.answer(answer);
            case Reading.NoSuchName none when purpose == Purpose.WAY && chain.isOn() ->
                    Learnt.nowhere(none.soa());
            case Reading.NoSuchName none -> learnt.noSuchName(none);
            case Reading.NoData none when purpose == Purpose.WAY && chain.isOn() ->
                    Learnt.nowhere(none.soa());
            case Reading.NoData none -> learnt.noData(none);
            case Reading.Useless _ -> {
                var zone = Names.text(cut.zone());
                throw Unresolvable.unreachable("no server of " + zone + " was of help");
            }
            case Reading.Referral _ ->
                    throw new IllegalStateException("followed already: " + said.reading());
        };
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
