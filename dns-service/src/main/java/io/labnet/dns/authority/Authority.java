package io.labnet.dns.authority;

import io.labnet.dns.authority.Verdict.Answer;
import io.labnet.dns.authority.Verdict.Delegation;
import io.labnet.dns.authority.Verdict.NameError;
import io.labnet.dns.authority.Verdict.NoData;
import io.labnet.dns.authority.Verdict.Refused;
import io.labnet.dns.message.Question;
import io.labnet.dns.zone.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
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
    private static final int ALIASES_MAX = 16;
    private static final Name WILDCARD_LABEL = Name.fromConstantString("*");

    private final Set<Name> origins;
    private final Function<Name, @Nullable Zone> zones;

    /**
     * An authority for some zones.
     *
     * @param origins of the zones that this server serves; may change while it runs
     * @param zones gives the version of a zone that is now in service
     */
    public Authority(Set<Name> origins, Function<Name, @Nullable Zone> zones) {
        this.origins = origins;
        this.zones = zones;
    }

    public Verdict decide(Question question) {
        var aliases = new ArrayList<Record>();
        var name = question.name();
        while (true) {
            var zone = closestZone(name, question.type());
            if (zone == null) {
                return aliases.isEmpty() ? new Refused() : new Answer(aliases, List.of());
            }
            var verdict = search(zone, name, question.type(), aliases);
            if (verdict != null) {
                return verdict;
            }
            // The search ended at an alias: it goes on at its target (step 3a).
            var alias = (CNAMERecord) aliases.getLast();
            var seen = aliases.stream().anyMatch(a -> a.getName().equals(alias.getTarget()));
            if (seen || aliases.size() > ALIASES_MAX) {
                return new Answer(aliases, List.of());
            }
            name = alias.getTarget();
        }
    }

    /** Step 2: the zone that is the nearest ancestor of the name. */
    private @Nullable Zone closestZone(Name name, int type) {
        // DS records belong to the upper side of a cut (RFC 4035 section 3.1.4.1).
        var skipsApex = type == Type.DS && name.labels() > 1 && hasZoneAbove(name);
        for (int cut = skipsApex ? 1 : 0; cut < name.labels(); cut++) {
            var origin = new Name(name, cut);
            if (origins.contains(origin)) {
                return zones.apply(origin);
            }
        }
        return origins.contains(Name.root) ? zones.apply(Name.root) : null;
    }

    private boolean hasZoneAbove(Name name) {
        return origins.stream().anyMatch(o -> !o.equals(name) && name.subdomain(o));
    }

    /** Step 3: label by label down the zone; null when it ends at an alias, which is then added. */
    private @Nullable Verdict search(Zone zone, Name name, int type, List<Record> aliases) {
        var encloser = zone.origin();
        for (int cut = name.labels() - zone.origin().labels() - 1; cut >= 0; cut--) {
            var node = new Name(name, cut);
            if (!zone.has(node)) {
                return wildcard(zone, encloser, name, type, aliases);
            }
            var nameServers = zone.records(node, Type.NS);
            // Step 3b: a cut, and what lies below is glue. Its DS is still ours.
            if (!nameServers.isEmpty() && !(type == Type.DS && node.equals(name))) {
                var glue = Additional.addresses(nameServers, zone::records);
                return new Delegation(aliases, nameServers, glue);
            }
            encloser = node;
        }
        return matched(zone, name, name, type, aliases);
    }

    /** Step 3c: the asterisk below the closest encloser stands for the name (RFC 4592). */
    private @Nullable Verdict wildcard(
            Zone zone, Name encloser, Name name, int type, List<Record> aliases) {
        var source = child(encloser);
        return source != null && zone.has(source)
                ? matched(zone, source, name, type, aliases)
                : new NameError(aliases, negative(zone));
    }

    private static @Nullable Name child(Name encloser) {
        try {
            return Name.concatenate(WILDCARD_LABEL, encloser);
        } catch (NameTooLongException noRoom) {
            return null;
        }
    }

    private @Nullable Verdict matched(
            Zone zone, Name source, Name name, int type, List<Record> aliases) {
        var types = zone.types(source);
        var alias = types.getOrDefault(Type.CNAME, List.of());
        if (!alias.isEmpty() && type != Type.CNAME && type != Type.ANY) {
            aliases.add(named(alias.getFirst(), name));
            return null;
        }
        // One set is enough for who asks for ANY (RFC 8482 section 4.1).
        var found =
                type == Type.ANY && !types.isEmpty()
                        ? types.values().iterator().next()
                        : zone.records(source, type);
        if (found.isEmpty()) {
            return new NoData(aliases, negative(zone));
        }
        var answers = new ArrayList<>(aliases);
        found.forEach(record -> answers.add(named(record, name)));
        return new Answer(answers, Additional.addresses(found, this::authoritative));
    }

    // Beside an answer only what this server has authority for; glue is not.
    private List<Record> authoritative(Name name, int type) {
        var zone = closestZone(name, type);
        if (zone == null
                || !(search(zone, name, type, new ArrayList<>()) instanceof Answer answer)) {
            return List.of();
        }
        return answer.answers();
    }

    private static Record named(Record record, Name name) {
        return record.getName().equals(name) ? record : record.withName(name);
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
