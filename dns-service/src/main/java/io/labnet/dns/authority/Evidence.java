package io.labnet.dns.authority;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Record;

/**
 * What proves a verdict to whoever asks with the DO bit (RFC 4035 section 3.1), beside what the
 * verdict itself has.
 *
 * @param answer signatures of the answers
 * @param authority signatures, DS records and what denies names and types
 * @param additional signatures of the additional records
 */
public record Evidence(Set<Record> answer, Set<Record> authority, Set<Record> additional) {
    static Evidence none() {
        return new Evidence(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    /** One section of a reply, with what proves it. */
    public static List<Record> joined(List<Record> section, Set<Record> proof) {
        if (proof.isEmpty()) {
            return section;
        }
        var all = new LinkedHashSet<>(section);
        all.addAll(proof);
        return List.copyOf(all);
    }
}
