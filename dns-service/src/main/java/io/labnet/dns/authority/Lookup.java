package io.labnet.dns.authority;

import io.labnet.dns.zone.Node;
import io.labnet.dns.zone.Zone;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** One search, label by label down one zone (RFC 1034 section 4.3.2, step 3). */
final class Lookup {
    private static final Set<Integer> BESIDE_ALIASES = Set.of(Type.RRSIG, Type.NSEC);

    private Lookup() {}

    /**
     * What the zone has for a name and type.
     *
     * @param name at or below the zone's origin
     */
    static Match find(Zone zone, Name name, int type) {
        var path = zone.path(name);
        var depth = name.labels() - zone.origin().labels();
        for (int i = 0; i < path.size(); i++) {
            var node = path.get(i);
            // Step 3b: a cut, and what lies below is glue. Its DS is still ours (RFC 4035
            // section 3.1.4.1).
            if (i > 0 && node.has(Type.NS) && !(i == depth && type == Type.DS)) {
                return new Match.Cut(node.records(Type.NS));
            }
            // RFC 6672 section 3.2: what stands below a DNAME is not seen (section 2.4).
            if (i < depth && node.has(Type.DNAME)) {
                return redirected((DNAMERecord) node.records(Type.DNAME).getFirst(), name);
            }
        }
        if (path.size() > depth) {
            return matched(path.getLast(), name, type);
        }
        // Step 3c: the asterisk right below the closest encloser stands for the name (RFC 4592
        // section 3.3.1); one further up does not.
        var source = path.getLast().wildcard();
        return source == null ? new Match.NoName() : matched(source, name, type);
    }

    private static Match redirected(DNAMERecord dname, Name name) {
        try {
            var target = name.fromDNAME(dname);
            // The alias lives as long as the record it comes from (RFC 6672 section 3.1).
            var alias = new CNAMERecord(name, dname.getDClass(), dname.getTTL(), target);
            return new Match.Alias(List.of(dname, alias), target);
        } catch (NameTooLongException overflow) {
            return new Match.Overflow(dname);
        }
    }

    /** Step 3a, also for the node that a wildcard is. */
    private static Match matched(Node node, Name name, int type) {
        if (type == Type.ANY) {
            // One set is enough for who asks for ANY (RFC 8482 section 4.1).
            return node.types().entrySet().stream()
                    .filter(set -> !BESIDE_ALIASES.contains(set.getKey()))
                    .findFirst()
                    .<Match>map(set -> new Match.Data(owned(set.getValue(), name)))
                    .orElseGet(Match.NoData::new);
        }
        // What an alias has itself is no alias (RFC 4035 section 2.5).
        var isOwn = BESIDE_ALIASES.contains(type) && node.has(type);
        if (node.has(Type.CNAME) && type != Type.CNAME && !isOwn) {
            var alias = owned(node.records(Type.CNAME), name);
            return new Match.Alias(alias, ((CNAMERecord) alias.getFirst()).getTarget());
        }
        return node.has(type)
                ? new Match.Data(owned(node.records(type), name))
                : new Match.NoData();
    }

    /** What a wildcard has belongs to the name it stands for (RFC 1034 section 4.3.2, step 3c). */
    private static List<Record> owned(List<Record> records, Name name) {
        return records.getFirst().getName().equals(name)
                ? records
                : records.stream().map(record -> record.withName(name)).toList();
    }
}
