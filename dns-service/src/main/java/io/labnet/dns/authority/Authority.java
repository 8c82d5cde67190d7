package io.labnet.dns.authority;

import io.labnet.dns.message.Question;
import io.labnet.dns.zone.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Decides what one server answers from its zones, by the algorithm of RFC 1034 section 4.3.2.
 *
 * <p>Knows no message and no socket. A question is answered from one version of each zone, however
 * they change meanwhile.
 */
public final class Authority {
    // A question and 16 aliases.
    private static final int NAMES_MAX = 17;

    private final Set<Name> origins;
    private final Function<Name, @Nullable Zone> zones;

    /**
     * An authority for some zones.
     *
     * @param origins of the zones that this server serves; may change while it runs
     * @param zones gives the version of a zone that is now in service; null when there is none
     */
    public Authority(Set<Name> origins, Function<Name, @Nullable Zone> zones) {
        this.origins = origins;
        this.zones = zones;
    }

    /**
     * A verdict, and what proves it.
     *
     * @param evidence nothing, where the zones are not signed
     */
    public record Secured(Verdict verdict, Evidence evidence) {}

    /** Where a search ended in one zone. */
    private record Step(Zone zone, Name name, Match match) {}

    /** What is answered to whoever asks with the DO bit (RFC 4035 section 3.1). */
    public Secured decideSecured(Question question, Choice choice) {
        var steps = new ArrayList<Step>();
        var verdict = decide(question, choice, steps);
        var evidence = Evidence.none();
        steps.forEach(step -> prove(step, evidence));
        additional(verdict).forEach(record -> evidence.additional().addAll(signatures(record)));
        return new Secured(verdict, evidence);
    }

    private static void prove(Step step, Evidence evidence) {
        var proof = new Proof(step.zone());
        var name = step.name();
        var authority = evidence.authority();
        switch (step.match()) {
            case Match.Data(var records) -> {
                evidence.answer().addAll(proof.signatures(records));
                proof.expansion(name, authority);
            }
            case Match.Alias(var records, _) -> {
                // What comes of a DNAME record is not signed (RFC 6672 section 5.3.1).
                evidence.answer().addAll(proof.signatures(records.subList(0, 1)));
                if (records.getFirst().getType() == Type.CNAME) {
                    proof.expansion(name, authority);
                }
            }
            case Match.Overflow(var dname) ->
                    evidence.answer().addAll(proof.signatures(List.of(dname)));
            case Match.Cut(var nameServers) ->
                    proof.delegation(nameServers.getFirst().getName(), authority);
            case Match.NoData() -> {
                authority.addAll(proof.signatures(List.of(negative(step.zone()))));
                proof.noData(name, authority);
            }
            case Match.NoName() -> {
                authority.addAll(proof.signatures(List.of(negative(step.zone()))));
                proof.noName(name, authority);
            }
        }
    }

    private static List<Record> additional(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Answer(_, var additional) -> additional;
            case Verdict.Delegation(_, _, _, var siblings) -> siblings;
            case Verdict.NameError _,
                    Verdict.NoData _,
                    Verdict.NameTooLong _,
                    Verdict.NotReady _,
                    Verdict.Refused _ ->
                    List.of();
        };
    }

    private Set<Record> signatures(Record address) {
        var zone = closestZone(address.getName(), address.getType());
        return zone != null
                        && Lookup.find(zone, address.getName(), address.getType())
                                instanceof Match.Data(var found)
                        && found.contains(address)
                ? new Proof(zone).signatures(List.of(address))
                : Set.of();
    }

    /** What is answered to whoever asks. */
    public Verdict decide(Question question) {
        return decide(question, Choice.WHOLE);
    }

    /** What is answered to whoever is told of a set what the choice says. */
    public Verdict decide(Question question, Choice choice) {
        return decide(question, choice, null);
    }

    private Verdict decide(Question question, Choice choice, @Nullable List<Step> steps) {
        var type = question.type();
        // A DNAME record that is met twice is told once.
        var aliases = new LinkedHashSet<Record>();
        var seen = new HashSet<Name>();
        // Loops and long chains are told as far as they were followed.
        for (var name = question.name(); seen.add(name) && seen.size() <= NAMES_MAX; ) {
            var zone = closestZone(name, type);
            if (zone == null) {
                break;
            }
            var match = Lookup.find(zone, name, type);
            if (steps != null) {
                steps.add(new Step(zone, name, match));
            }
            if (!(match instanceof Match.Alias(var records, var target))) {
                return verdict(zone, match, aliases, choice);
            }
            aliases.addAll(records);
            // Made of a DNAME record, it is what was asked for.
            if (type == Type.CNAME || type == Type.ANY) {
                break;
            }
            name = target;
        }
        return aliases.isEmpty()
                ? withoutZone(question)
                : new Verdict.Answer(List.copyOf(aliases), List.of());
    }

    private Verdict verdict(Zone zone, Match match, Set<Record> ahead, Choice choice) {
        var aliases = List.copyOf(ahead);
        return switch (match) {
            case Match.Data(var records) -> answer(zone, aliases, choice.of(zone, records));
            case Match.Cut(var nameServers) -> delegation(zone, aliases, nameServers);
            case Match.NoData() -> new Verdict.NoData(aliases, negative(zone));
            case Match.NoName() -> new Verdict.NameError(aliases, negative(zone));
            case Match.Overflow(var dname) ->
                    new Verdict.NameTooLong(joined(ahead, List.of(dname)));
            case Match.Alias(var records, _) ->
                    new Verdict.Answer(joined(ahead, records), List.of());
        };
    }

    private Verdict answer(Zone zone, List<Record> aliases, List<Record> found) {
        // Beside an answer only what this server has authority for; but who asks a zone for its
        // own name servers wants to reach them (RFC 8109 section 4.2).
        Additional.Source source =
                found.getFirst().getType() == Type.NS
                        ? (host, type) -> addresses(zone, host, type)
                        : this::authoritative;
        return new Verdict.Answer(joined(aliases, found), Additional.addresses(found, source));
    }

    private Verdict delegation(Zone zone, List<Record> aliases, List<Record> nameServers) {
        return new Verdict.Delegation(
                aliases,
                nameServers,
                Additional.glue(nameServers, zone::records),
                Additional.siblings(nameServers, (host, type) -> ofZone(zone, host, type)));
    }

    // RFC 8914 section 4.25: a copy whose time is over, or that never came.
    private Verdict withoutZone(Question question) {
        return closest(question.name(), question.type()) == null
                ? new Verdict.Refused()
                : new Verdict.NotReady();
    }

    private @Nullable Zone closestZone(Name name, int type) {
        var origin = closest(name, type);
        return origin == null ? null : zones.apply(origin);
    }

    /** Step 2: the zone that is the nearest ancestor of the name. */
    private @Nullable Name closest(Name name, int type) {
        if (type == Type.DS && origins.contains(name)) {
            var above = above(name);
            // DS records belong to the upper side of a cut (RFC 4035 section 3.1.4.1), if we
            // serve it.
            var zone = above == null ? null : zones.apply(above);
            if (zone != null && isCut(zone, name)) {
                return above;
            }
        }
        return origins.contains(name) ? name : above(name);
    }

    private @Nullable Name above(Name name) {
        for (int cut = 1; cut < name.labels(); cut++) {
            var origin = new Name(name, cut);
            if (origins.contains(origin)) {
                return origin;
            }
        }
        return null;
    }

    private static boolean isCut(Zone zone, Name name) {
        return Lookup.find(zone, name, Type.NS) instanceof Match.Cut(var nameServers)
                && nameServers.getFirst().getName().equals(name);
    }

    private List<Record> authoritative(Name host, int type) {
        var zone = closestZone(host, type);
        return zone != null && Lookup.find(zone, host, type) instanceof Match.Data(var found)
                ? found
                : List.of();
    }

    private List<Record> addresses(Zone zone, Name host, int type) {
        var found = authoritative(host, type);
        return found.isEmpty() ? ofZone(zone, host, type) : found;
    }

    /** What one zone knows of a host, glue included. */
    private static List<Record> ofZone(Zone zone, Name host, int type) {
        if (!host.subdomain(zone.origin())) {
            return List.of();
        }
        return switch (Lookup.find(zone, host, type)) {
            case Match.Data(var records) -> records;
            case Match.Cut _ -> zone.records(host, type);
            case Match.Alias _, Match.Overflow _, Match.NoData _, Match.NoName _ -> List.of();
        };
    }

    private static List<Record> joined(Collection<Record> first, Collection<Record> then) {
        var all = new LinkedHashSet<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }

    /** The SOA that says how long a negative answer holds (RFC 2308 section 3). */
    private static SOARecord negative(Zone zone) {
        var soa = zone.soa();
        return new SOARecord(
                soa.getName(),
                DClass.IN,
                Math.min(soa.getTTL(), soa.getMinimum()),
                soa.getHost(),
                soa.getAdmin(),
                soa.getSerial(),
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }
}
