package io.labnet.dns.resolver;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a name server's reply means to whoever asked it, as the server of one zone. Of all records
 * only those inside its bailiwick count, for about others it has nothing to say.
 */
sealed interface Reading {
    /**
     * Sets of records: any aliases first, one a set, then perhaps what was asked for.
     *
     * @param sets one or more, each of one name and type
     */
    record Answer(List<List<Record>> sets, Beside beside) implements Reading {}

    /**
     * What came along with an answer.
     *
     * @param hasAuthority whether the answer did not come from a cache
     * @param nameServers the set of the zone that the question belongs to, or none
     * @param addresses of those name servers, one set each
     */
    record Beside(boolean hasAuthority, List<Record> nameServers, List<List<Record>> addresses) {}

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

    /** Reads a reply. */
    static Reading of(Message reply, Question question, Bailiwick bailiwick) {
        if (!isAnswer(reply)) {
            return new Useless(Rcode.string(reply.getRcode()));
        }
        var hasAuthority = reply.getHeader().getFlag(Flags.AA);
        if (hasAuthority && !isReferral(reply)) {
            return authoritative(reply, question, bailiwick);
        }
        // Some set AA in referrals, too: what leads down does not say that there is no data.
        var referral = referral(reply, question, bailiwick);
        return hasAuthority && !(referral instanceof Referral)
                ? authoritative(reply, question, bailiwick)
                : referral;
    }

    /** Reads what a resolver says for whom it has asked around (RFC 1034 section 4.3.1). */
    static Reading ofResolver(Message reply, Question question, Bailiwick bailiwick) {
        if (!isAnswer(reply)) {
            return new Useless(Rcode.string(reply.getRcode()));
        }
        return isReferral(reply)
                ? new Useless("refers to others instead of asking them")
                : authoritative(reply, question, bailiwick);
    }

    /**
     * Reads the reply of a zone's server that was asked to recurse: whether it did shows in the
     * reply.
     */
    static Reading ofWhoMayRecurse(Message reply, Question question, Bailiwick bailiwick) {
        var header = reply.getHeader();
        return header.getFlag(Flags.AA)
                        || !header.getFlag(Flags.RA)
                        || !isAnswer(reply)
                        || isReferral(reply)
                ? of(reply, question, bailiwick)
                : authoritative(reply, question, bailiwick);
    }

    // Name servers without a SOA are never meant to say that there is no data (RFC 2308 section
    // 2.2).
    private static boolean isReferral(Message reply) {
        var authority = reply.getSection(Section.AUTHORITY);
        return reply.getRcode() == Rcode.NOERROR
                && reply.getSection(Section.ANSWER).isEmpty()
                && authority.stream().anyMatch(NSRecord.class::isInstance)
                && authority.stream().noneMatch(SOARecord.class::isInstance);
    }

    private static boolean isAnswer(Message reply) {
        return switch (reply.getRcode()) {
            case Rcode.NOERROR, Rcode.NXDOMAIN -> true;
            // The answer is a DNAME that cannot be followed (RFC 6672 section 2.2).
            case Rcode.YXDOMAIN ->
                    reply.getSection(Section.ANSWER).stream()
                            .anyMatch(DNAMERecord.class::isInstance);
            default -> false;
        };
    }

    private static Reading authoritative(Message reply, Question question, Bailiwick bailiwick) {
        var sets = new ArrayList<List<Record>>();
        var name = follow(within(reply, Section.ANSWER, bailiwick), question, sets);
        // An alias that leads out of the zone: its target's own servers will be asked.
        if (name == null || !bailiwick.contains(name)) {
            return answer(sets, reply, question, bailiwick);
        }
        var soa = soa(reply, name, bailiwick);
        if (reply.getRcode() == Rcode.NXDOMAIN) {
            return new NoSuchName(sets, name, soa);
        }
        // An alias into a deeper zone, which this server does not serve.
        return soa == null && !sets.isEmpty()
                ? answer(sets, reply, question, bailiwick)
                : new NoData(sets, name, soa);
    }

    private static Reading answer(
            List<List<Record>> sets, Message reply, Question question, Bailiwick bailiwick) {
        if (sets.isEmpty()) {
            return new Useless("nothing about " + Names.text(question.name()));
        }
        var own = nameServers(within(reply, Section.AUTHORITY, bailiwick), question);
        var named = sets.getLast().getFirst() instanceof NSRecord ? sets.getLast() : own;
        var addresses = addresses(within(reply, Section.ADDITIONAL, bailiwick), named);
        var hasAuthority = reply.getHeader().getFlag(Flags.AA);
        return new Answer(sets, new Beside(hasAuthority, own, addresses));
    }

    /** Collects aliases and what they lead to; the name where they end in nothing, or null. */
    private static @Nullable Name follow(
            List<Record> records, Question question, List<List<Record>> sets) {
        var name = question.name();
        for (int link = 0; link < ALIASES_MAX && name != null; link++) {
            var found = owned(records, name, question.type());
            if (!found.isEmpty()) {
                sets.add(found);
                return null;
            }
            var above = above(records, name);
            var alias = owned(records, name, Type.CNAME);
            if (above == null && alias.isEmpty()) {
                return name;
            }
            // Where there is a DNAME, the CNAME beside it must follow from it; so it is made anew
            // (RFC 6672 section 5.3.1).
            var taken = above == null ? alias.getFirst() : above;
            sets.add(List.of(taken));
            name = target(taken, name);
        }
        return null;
    }

    private static @Nullable DNAMERecord above(List<Record> records, Name name) {
        return records.stream()
                .filter(DNAMERecord.class::isInstance)
                .map(DNAMERecord.class::cast)
                .filter(dname -> name.subdomain(dname.getName()) && !name.equals(dname.getName()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Name target(Record alias, Name name) {
        try {
            return alias instanceof DNAMERecord dname
                    ? name.fromDNAME(dname)
                    : ((CNAMERecord) alias).getTarget();
        } catch (NameTooLongException tooLong) {
            return null;
        }
    }

    private static Reading referral(Message reply, Question question, Bailiwick bailiwick) {
        var set =
                nameServers(
                        within(reply, Section.AUTHORITY, bailiwick).stream()
                                .filter(ns -> !ns.getName().equals(bailiwick.zone()))
                                .toList(),
                        question);
        // A referral that does not lead down is how a lame server, or a liar, shows.
        if (reply.getRcode() != Rcode.NOERROR || set.isEmpty()) {
            return new Useless("not authoritative for " + Names.text(bailiwick.zone()));
        }
        var glue = addresses(within(reply, Section.ADDITIONAL, bailiwick), set);
        return new Referral(set.getFirst().getName(), set, glue);
    }

    /** The NS records, among some, of one zone that the question's name belongs to. */
    private static List<Record> nameServers(List<Record> authority, Question question) {
        return authority.stream()
                .filter(NSRecord.class::isInstance)
                .map(Record::getName)
                .filter(question.name()::subdomain)
                .findFirst()
                .map(zone -> owned(authority, zone, Type.NS))
                .orElse(List.of());
    }

    private static List<List<Record>> addresses(List<Record> additional, List<Record> named) {
        return named.stream()
                .map(ns -> owned(additional, ((NSRecord) ns).getTarget(), Type.A))
                .filter(set -> !set.isEmpty())
                .toList();
    }

    private static @Nullable SOARecord soa(Message reply, Name name, Bailiwick bailiwick) {
        return within(reply, Section.AUTHORITY, bailiwick).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .filter(soa -> name.subdomain(soa.getName()))
                .findFirst()
                .orElse(null);
    }

    private static List<Record> within(Message reply, int section, Bailiwick bailiwick) {
        return reply.getSection(section).stream()
                .filter(record -> record.getDClass() == DClass.IN)
                .filter(record -> bailiwick.contains(record.getName()))
                .toList();
    }

    private static List<Record> owned(List<Record> records, Name name, int type) {
        return records.stream()
                .filter(r -> r.getName().equals(name))
                .filter(r -> r.getType() == type || type == Type.ANY)
                .toList();
    }
}
