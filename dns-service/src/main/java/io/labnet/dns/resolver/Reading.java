package io.labnet.dns.resolver;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a name server's reply means to whoever asked it, as the server of one zone. Of all records
 * only those inside that zone count, for about others it has nothing to say.
 */
sealed interface Reading {
    /**
     * Sets of records: any aliases first, one a set, then perhaps what was asked for.
     *
     * @param sets one or more, each of one name and type
     */
    record Answer(List<List<Record>> sets) implements Reading {}

    /** A deeper zone's servers know, and the addresses of some. */
    record Referral(Name zone, List<Record> nameServers, List<List<Record>> glue)
            implements Reading {}

    /** The last alias's target, or the name itself, does not exist. */
    record NoSuchName(List<List<Record>> aliases, Name name, @Nullable SOARecord soa)
            implements Reading {}

    /** The last alias's target, or the name itself, has nothing of the type. */
    record NoData(List<List<Record>> aliases, Name name, @Nullable SOARecord soa)
            implements Reading {}

    /** The server is of no help: it has trouble, or does not serve the zone (lame). */
    record Useless(String reason) implements Reading {}

    int ALIASES_MAX = 16;

    /**
     * Reads a reply.
     *
     * @param zone the one whose server was asked
     */
    static Reading of(Message reply, Question question, Name zone) {
        var rcode = reply.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return new Useless(Rcode.string(rcode));
        }
        if (!reply.getHeader().getFlag(Flags.AA)) {
            return referral(reply, question, zone);
        }
        return authoritative(reply, question, zone);
    }

    /**
     * Reads what a resolver says for whom it has asked around (RFC 1034 section 4.3.1).
     *
     * @param zone the one that is forwarded to it; it is believed about nothing else
     */
    static Reading ofResolver(Message reply, Question question, Name zone) {
        var rcode = reply.getRcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN
                ? authoritative(reply, question, zone)
                : new Useless(Rcode.string(rcode));
    }

    private static Reading authoritative(Message reply, Question question, Name zone) {
        var sets = new ArrayList<List<Record>>();
        var name = follow(within(reply, Section.ANSWER, zone), question, sets);
        if (name == null) {
            return new Answer(sets);
        }
        // An alias that leads out of the zone: its target's own servers will be asked.
        if (!name.subdomain(zone)) {
            return new Answer(sets);
        }
        var soa = soa(reply, name, zone);
        if (reply.getRcode() == Rcode.NXDOMAIN) {
            return new NoSuchName(sets, name, soa);
        }
        // An alias into a deeper zone, which this server does not serve.
        return soa == null && !sets.isEmpty() ? new Answer(sets) : new NoData(sets, name, soa);
    }

    /** Collects aliases and what they lead to; the name where they end in nothing, or null. */
    private static @Nullable Name follow(
            List<Record> records, Question question, List<List<Record>> sets) {
        var name = question.name();
        for (int link = 0; link < ALIASES_MAX; link++) {
            var found = owned(records, name, question.type());
            if (!found.isEmpty()) {
                sets.add(found);
                return null;
            }
            var alias = owned(records, name, Type.CNAME);
            if (alias.isEmpty()) {
                return name;
            }
            sets.add(List.of(alias.getFirst()));
            name = ((CNAMERecord) alias.getFirst()).getTarget();
        }
        return null;
    }

    private static Reading referral(Message reply, Question question, Name zone) {
        var nameServers =
                within(reply, Section.AUTHORITY, zone).stream()
                        .filter(NSRecord.class::isInstance)
                        .filter(ns -> question.name().subdomain(ns.getName()))
                        .filter(ns -> !ns.getName().equals(zone))
                        .toList();
        // A referral that does not lead down is how a lame server, or a liar, shows.
        if (reply.getRcode() != Rcode.NOERROR || nameServers.isEmpty()) {
            return new Useless("not authoritative for " + Names.text(zone));
        }
        var cut = nameServers.getFirst().getName();
        var set = owned(nameServers, cut, Type.NS);
        return new Referral(cut, set, glue(within(reply, Section.ADDITIONAL, zone), set));
    }

    private static List<List<Record>> glue(List<Record> additional, List<Record> nameServers) {
        return nameServers.stream()
                .map(ns -> owned(additional, ((NSRecord) ns).getTarget(), Type.A))
                .filter(set -> !set.isEmpty())
                .toList();
    }

    private static @Nullable SOARecord soa(Message reply, Name name, Name zone) {
        return within(reply, Section.AUTHORITY, zone).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .filter(soa -> name.subdomain(soa.getName()))
                .findFirst()
                .orElse(null);
    }

    private static List<Record> within(Message reply, int section, Name zone) {
        return reply.getSection(section).stream()
                .filter(record -> record.getName().subdomain(zone))
                .toList();
    }

    private static List<Record> owned(List<Record> records, Name name, int type) {
        return records.stream()
                .filter(r -> r.getName().equals(name))
                .filter(r -> r.getType() == type || type == Type.ANY)
                .toList();
    }
}
