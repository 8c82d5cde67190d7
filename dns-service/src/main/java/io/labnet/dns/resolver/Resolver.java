package io.labnet.dns.resolver;

import io.labnet.dns.cache.Known;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Question;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A recursive resolver: answers from its cache, or searches from the root servers down. Safe for
 * use by many threads; equal questions at the same time are searched for once.
 */
public final class Resolver {
    private final Search.Surroundings around;
    private final ResolutionLog log;
    private final Map<Question, CompletableFuture<Outcome>> searches = new ConcurrentHashMap<>();

    /** Where a name's records are known or found. */
    private interface Source {
        Known find(Question question) throws Unresolvable;
    }

    /**
     * A resolver.
     *
     * @param roots the root's name servers (RFC 1034 section 5.3.2's safety belt)
     * @param port at which all other name servers listen
     */
    public Resolver(
            RecordCache cache,
            Upstream upstream,
            List<NameServer> roots,
            List<Forward> forwards,
            int port,
            Limits limits,
            ResolutionLog log,
            Clock clock) {
        var ratings = new ServerRatings();
        this.around =
                new Search.Surroundings(
                        cache, upstream, ratings, roots, forwards, port, limits, clock);
        this.log = log;
    }

    /** Another number whenever something was forgotten before its time. */
    public long generation() {
        return around.cache().flushes();
    }

    /** The answer, if the cache has all of it; never blocks. */
    public Optional<Outcome> remembered(Question question, InetSocketAddress client) {
        var started = System.nanoTime();
        try {
            var outcome = answer(question, this::cached);
            log.add(client, question, outcome, since(started), List.of());
            return Optional.of(outcome);
        } catch (Unresolvable unknown) {
            return Optional.empty();
        }
    }

    private Known cached(Question question) throws Unresolvable {
        var known = around.cache().find(question);
        if (known instanceof Known.Nothing) {
            throw Unresolvable.limit("not in the cache");
        }
        return known;
    }

    /** The answer, from the cache or by asking; blocks for at most the limits' total. */
    public Outcome resolve(Question question, InetSocketAddress client) {
        var started = System.nanoTime();
        var ours = new CompletableFuture<Outcome>();
        var others = searches.putIfAbsent(question, ours);
        if (others != null) {
            var outcome = others.join();
            log.add(client, question, outcome, since(started), List.of());
            return outcome;
        }
        var search = new Search(around);
        // Stands if something unforeseen ends the search, so that nobody waits for ever.
        Outcome outcome = failed(ExtendedErrorCodeOption.OTHER, "the search broke off");
        try {
            outcome = answer(question, search::find);
        } catch (Unresolvable unresolvable) {
            outcome = new Outcome.Failed(unresolvable.trouble());
        } finally {
            searches.remove(question, ours);
            ours.complete(outcome);
        }
        log.add(client, question, outcome, since(started), search.steps());
        return outcome;
    }

    private static Outcome failed(int code, String reason) {
        return new Outcome.Failed(new Outcome.Trouble(code, reason));
    }

    /** Follows aliases until one leads to an answer, or to the knowledge that there is none. */
    private Outcome answer(Question question, Source source) throws Unresolvable {
        var records = new ArrayList<Record>();
        var name = question.name();
        for (int link = 0; link <= around.limits().aliasesMax(); link++) {
            switch (source.find(new Question(name, question.type()))) {
                case Known.Records(var found) -> {
                    records.addAll(found);
                    if (!isAlias(found, question.type())) {
                        return new Outcome.Answer(records);
                    }
                    name = target(found);
                }
                case Known.NoSuchName(var soa) -> {
                    return new Outcome.NoSuchName(records, soa);
                }
                case Known.NoData(var soa) -> {
                    return new Outcome.NoData(records, soa);
                }
                case Known.Nothing _ ->
                        throw Unresolvable.unreachable("nothing is known of " + name);
            }
        }
        throw Unresolvable.limit("more than " + around.limits().aliasesMax() + " aliases");
    }

    private static boolean isAlias(List<Record> found, int type) {
        return type != Type.CNAME && type != Type.ANY && found.getFirst().getType() == Type.CNAME;
    }

    private static Name target(List<Record> alias) {
        return ((CNAMERecord) alias.getFirst()).getTarget();
    }

    private static Duration since(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
