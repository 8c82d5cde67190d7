package io.labnet.dns.delegation;

import io.labnet.dns.validator.SignedSet;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What came of asking one of a child's name servers about its apex. */
public sealed interface Told {
    Name server();

    /**
     * It has authority, and says this; null where it has no such records.
     *
     * @param address where it was asked
     * @param keys the DNSKEY set
     * @param cds which DS records the parent should have
     * @param cdnskey of which keys it should have them
     */
    record Apex(
            Name server,
            InetAddress address,
            @Nullable SignedSet keys,
            @Nullable SignedSet cds,
            @Nullable SignedSet cdnskey)
            implements Told {

        /** What it has for its parent; null where that is nothing. */
        @Nullable SignedSet wish() {
            return cds == null ? cdnskey : cds;
        }

        boolean isAllOf(Name child) {
            return Stream.of(keys, cds, cdnskey)
                    .filter(Objects::nonNull)
                    .allMatch(set -> set.name().equals(child));
        }

        boolean wishesTheSame(Apex other) {
            return records(cds).equals(records(other.cds))
                    && records(cdnskey).equals(records(other.cdnskey));
        }

        private static Set<Record> records(@Nullable SignedSet set) {
            return set == null ? Set.of() : new HashSet<>(set.records());
        }
    }

    /** Nothing that counts; the reason is for people. */
    record Nothing(Name server, String reason) implements Told {}
}
