package io.labnet.dns.resolver;

import io.labnet.dns.cache.Credibility;
import io.labnet.dns.cache.Found;
import io.labnet.dns.cache.Known;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.validator.Validation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A recursive resolver: answers from its cache, or searches from the root servers down. Safe for
 * use by many threads; equal questions at the same time are searched for once.
 */
public final class Resolver {
    private static final Outcome.Trouble INFERRED =
            new Outcome.Trouble(
                    ExtendedErrorCodeOption.SYNTHESIZED,
                    "inferred from NSEC records of other answers");

    private static final Outcome TOO_MANY =
            failed(ExtendedErrorCodeOption.OTHER, "too many questions at a time");

    private final Plan plan;
    private final Surroundings around;
    private final RecordCache cache;
    private final LocalData localData;
    private final ResolutionLog log;
    private final Failures failures;
    private final Searches searches;
    private final Shares shares = new Shares(Searches.OF_CLIENT_MAX);
    private final Counts counts = new Counts();

    /** Where a name's records are known or found. */
    private interface Source {
        Found find(Question question) throws Unresolvable;
    }

    /**
     * What a resolver is.
     *
     * @param name by which people know it
     * @param roots the root's name servers (RFC 1034 section 5.3.2's safety belt)
     * @param detours the domains about which others are asked
     * @param port at which all name servers listen, but those of detours
     * @param pauses how long what has failed is left alone
     * @param validation how far others have to prove what they say
     */
    public record Plan(
            Name name,
            List<NameServer> roots,
            List<Detour> detours,
            int port,
            Limits limits,
            Pauses pauses,
            Conduct conduct,
            Validation validation) {
        /** A plan without validation. */
        public Plan(
                Name name,
                List<NameServer> roots,
                List<Detour> detours,
                int port,
                Limits limits,
                Pauses pauses,
                Conduct conduct) {
            this(name, roots, detours, port, limits, pauses, conduct, Validation.OFF);
        }
    }

    /** A resolver. */
    public Resolver(
            Plan plan,
            RecordCache cache,
            Upstream upstream,
            LocalData localData,
            ResolutionLog log,
            Clock clock) {
        this.plan = plan;
        this.cache = cache;
        this.localData = localData;
        this.log = log;
        this.failures = new Failures(plan.pauses(), clock, cache::flushes);
        this.around =
                new Surroundings(
                        cache,
                        upstream,
                        new ServerRatings(plan.pauses(), clock, cache::flushes),
                        plan.roots(),
                        new Detours(plan.detours()),
                        plan.port(),
                        plan.limits(),
                        plan.conduct(),
                        plan.validation(),
                        clock);
        var priming = new Priming(around, plan.pauses());
        this.searches =
                new Searches(
                        cache::flushes,
                        isRenewal -> new Search(around, priming, isRenewal),
                        this::searched,
                        counts);
    }

    /** What it has done so far. */
    public Counts counts() {
        return counts;
    }

    /**
     * Changes whenever a question may have another answer than before, other than by the passing of
     * TTLs.
     */
    public long generation() {
        return cache.flushes();
    }

    /** Whether the answer to a question will be stale before long. */
    public boolean isAgeing(Question question) {
        return cache.isAgeing(question);
    }

    /** Learns of a zone's servers from who should know, as from a referral. */
    public void learn(List<Record> nameServers, Collection<List<Record>> glue) {
        var asOf = cache.flushes();
        cache.keep(nameServers, Credibility.REFERRAL, asOf);
        glue.forEach(set -> cache.keep(set, Credibility.GLUE, asOf));
    }

    /** The answer, if it needs no search; never blocks. */
    public Optional<Outcome> remembered(Question question, InetSocketAddress client) {
        var started = System.nanoTime();
        var outcome = remembered(question);
        outcome.ifPresent(
                known -> log.add(plan.name(), client, question, known, since(started), List.of()));
        return outcome;
    }

    private Optional<Outcome> remembered(Question question) {
        var known = known(question, this::cached);
        // What has failed just now is not tried again at once (RFC 9520 section 3.2).
        return known.isPresent()
                ? known
                : failures.of(question)
                        .map(trouble -> staleOr(stale(question), remembered(trouble)));
    }

    private Optional<Outcome> known(Question question, Source source) {
        try {
            return answer(question, source);
        } catch (Unresolvable tooManyAliases) {
            return Optional.empty();
        }
    }

    private Outcome staleOr(Optional<Outcome> stale, Outcome failed) {
        stale.ifPresent(_ -> counts.stale.increment());
        return stale.orElse(failed);
    }

    private static Outcome remembered(Outcome.Trouble trouble) {
        return failed(ExtendedErrorCodeOption.CACHED_ERROR, trouble.reason());
    }

    private Found cached(Question question) {
        var found = cache.findProved(question, top(question));
        if (found.known() instanceof Known.Nothing) {
            return found;
        }
        var kept =
                found.known() instanceof Known.Alias
                        ? new Question(question.name(), Type.CNAME)
                        : question;
        if (plan.conduct().prefetches() && cache.isAgeing(kept) && failures.of(kept).isEmpty()) {
            searches.renew(kept);
        }
        return found;
    }

    private Name top(Question question) {
        return around.detours().zoneOf(question.name());
    }

    /** What was known until not long ago, if that is to be told at all (RFC 8767 section 5). */
    private Optional<Outcome> stale(Question question) {
        return plan.conduct().servesStale()
                ? known(question, q -> cache.findStale(q, top(q))).map(Resolver::noted)
                : Optional.empty();
    }

    private static Outcome noted(Outcome known) {
        var outcome = unjudged(known);
        var code =
                outcome instanceof Outcome.NoSuchName
                        ? ExtendedErrorCodeOption.STALE_NXDOMAIN_ANSWER
                        : ExtendedErrorCodeOption.STALE_ANSWER;
        return new Outcome.Noted(outcome, new Outcome.Trouble(code, "nobody could be asked"));
    }

    // Its signatures may be as stale.
    private static Outcome unjudged(Outcome outcome) {
        return outcome instanceof Outcome.Judged(var inner, _) ? inner : outcome;
    }

    /** The answer, from the cache or by asking; blocks for little more than the limits' total. */
    public Outcome resolve(Question question, InetSocketAddress client) {
        var started = System.nanoTime();
        var stale = stale(question);
        var address = client.getAddress();
        var joined = joined(question, address);
        if (joined.isEmpty()) {
            var refused = staleOr(stale, TOO_MANY);
            log.add(plan.name(), client, question, refused, since(started), List.of());
            return refused;
        }
        try {
            var outcome = awaited(joined.get(), stale);
            var steps = joined.get().isFirst() ? joined.get().running().steps() : List.<Step>of();
            log.add(plan.name(), client, question, outcome, since(started), steps);
            return outcome;
        } finally {
            shares.giveBack(address);
        }
    }

    private Optional<Searches.Joined> joined(Question question, InetAddress client) {
        if (!shares.isTaken(client)) {
            counts.refused.increment();
            return Optional.empty();
        }
        var joined = searches.join(question);
        if (joined.isEmpty()) {
            shares.giveBack(client);
        }
        return joined;
    }

    private Outcome awaited(Searches.Joined joined, Optional<Outcome> stale) {
        var running = joined.running();
        if (stale.isEmpty()) {
            // Each thread that must be woken takes time: who waits to the end searches himself.
            return joined.isFirst() ? running.here() : running.await();
        }
        if (joined.isFirst()) {
            running.elsewhere();
        }
        var outcome = running.await(plan.conduct().staleAfter());
        if (outcome.isPresent() && !(outcome.get() instanceof Outcome.Failed)) {
            return outcome.get();
        }
        counts.stale.increment();
        return stale.get();
    }

    /** A search's whole work; never throws what was to be expected. */
    private Outcome searched(Question question, Search search) {
        var asOf = cache.flushes();
        try {
            var outcome =
                    answer(question, search::find).orElseThrow(() -> unknown(question.name()));
            failures.succeeded(question);
            return outcome;
        } catch (Unresolvable unresolvable) {
            counts.failures.increment();
            failures.failed(question, unresolvable.trouble(), asOf);
            return new Outcome.Failed(unresolvable.trouble());
        }
    }

    private static Unresolvable unknown(Name name) {
        return Unresolvable.unreachable("nothing is known of " + name);
    }

    static Outcome failed(int code, String reason) {
        return new Outcome.Failed(new Outcome.Trouble(code, reason));
    }

    /**
     * Follows aliases until one leads to an answer, or to the knowledge that there is none; empty
     * where the source knows nothing of one of the names.
     */
    private Optional<Outcome> answer(Question question, Source source) throws Unresolvable {
        var records = new ArrayList<Record>();
        Evidence evidence = null;
        var isInferred = false;
        var name = question.name();
        for (int link = 0; link <= plan.limits().aliasesMax(); link++) {
            var asked = new Question(name, question.type());
            var rule = localData.of(name);
            if (rule.isPresent()) {
                counts.local.increment();
                return Optional.of(rule.get().outcome(asked, records));
            }
            var found = source.find(asked);
            evidence = evidence == null ? found.evidence() : evidence.and(found.evidence());
            isInferred |= found.isInferred();
            switch (found.known()) {
                case Known.Records(var set) -> {
                    records.addAll(set);
                    return judged(new Outcome.Answer(records), evidence, isInferred);
                }
                case Known.Alias(var aliases, var target) -> {
                    records.addAll(aliases);
                    name = target;
                }
                case Known.TooLong(var redirection) -> {
                    records.add(redirection);
                    return judged(new Outcome.TooLong(records), evidence, isInferred);
                }
                case Known.NoSuchName(var soa) -> {
                    return judged(new Outcome.NoSuchName(records, soa), evidence, isInferred);
                }
                case Known.NoData(var soa) -> {
                    return judged(new Outcome.NoData(records, soa), evidence, isInferred);
                }
                case Known.Nothing _ -> {
                    return Optional.empty();
                }
            }
        }
        throw Unresolvable.limit("more than " + plan.limits().aliasesMax() + " aliases");
    }

    private Optional<Outcome> judged(Outcome outcome, Evidence evidence, boolean isInferred) {
        if (!plan.validation().isOn()) {
            return Optional.of(outcome);
        }
        counts.judged(evidence.security());
        if (!isInferred) {
            return Optional.of(new Outcome.Judged(outcome, evidence));
        }
        counts.inferred.increment();
        var noted = new Outcome.Noted(outcome, INFERRED);
        return Optional.of(new Outcome.Judged(noted, evidence));
    }

    private static Duration since(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
