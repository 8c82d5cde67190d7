package io.labnet.dns.policy;

import java.util.Comparator;
import org.xbill.DNS.Name;

/**
 * Which set of records.
 *
 * @param owner as the zone has it: a wildcard, where that stands for the names that are asked for
 */
public record SetKey(Name owner, int type) implements Comparable<SetKey> {
    private static final Comparator<SetKey> ORDER =
            Comparator.comparing(SetKey::owner).thenComparingInt(SetKey::type);

    @Override
    public int compareTo(SetKey other) {
        return ORDER.compare(this, other);
    }
}
