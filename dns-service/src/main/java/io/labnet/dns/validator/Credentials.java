package io.labnet.dns.validator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What a reply brings along to prove itself.
 *
 * @param signatures all that it has
 * @param denials its sets of NSEC and NSEC3 records
 */
public record Credentials(List<RRSIGRecord> signatures, List<SignedSet> denials) {
    // Denying a name and the wildcard that could stand for it takes three sets; of each alias on
    // the way to it, another three.
    private static final int DENIALS_MAX = 12;

    public static final Credentials NONE = new Credentials(List.of(), List.of());

    private record Owner(Name name, int type) {}

    /**
     * Collects them.
     *
     * @param zone the one whose server has replied: about others it has nothing to say
     */
    public static Credentials of(Message reply, Name zone) {
        var signatures =
                Stream.of(Section.ANSWER, Section.AUTHORITY)
                        .flatMap(section -> reply.getSection(section).stream())
                        .filter(RRSIGRecord.class::isInstance)
                        .map(RRSIGRecord.class::cast)
                        .filter(signature -> signature.getName().subdomain(zone))
                        .toList();
        var denials = new LinkedHashMap<Owner, List<Record>>();
        reply.getSection(Section.AUTHORITY).stream()
                .filter(r -> r instanceof NSECRecord || r instanceof NSEC3Record)
                .filter(r -> r.getName().subdomain(zone))
                .forEach(r -> denials.computeIfAbsent(owner(r), _ -> new ArrayList<>()).add(r));
        return new Credentials(
                signatures,
                denials.values().stream()
                        .limit(DENIALS_MAX)
                        .map(set -> new SignedSet(set, covering(signatures, owner(set.getFirst()))))
                        .toList());
    }

    private static Owner owner(Record record) {
        return new Owner(record.getName(), record.getType());
    }

    private static List<RRSIGRecord> covering(List<RRSIGRecord> signatures, Owner owner) {
        return signatures.stream()
                .filter(s -> s.getTypeCovered() == owner.type())
                .filter(s -> s.getName().equals(owner.name()))
                .toList();
    }

    /** A set of the reply with the signatures that are about it. */
    public SignedSet signed(List<Record> set) {
        return new SignedSet(set, covering(signatures, owner(set.getFirst())));
    }

    /** The denials as they came. */
    public List<Record> denialRecords() {
        return denials.stream()
                .flatMap(set -> Stream.concat(set.records().stream(), set.signatures().stream()))
                .map(Objects::requireNonNull)
                .toList();
    }
}
