package io.labnet.dns.validator;

import io.labnet.dns.message.Names;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Record;

/**
 * What says which keys of a zone are its own: the DS records above it, or an anchor.
 *
 * @param keys trusted as they are
 */
public record Trust(List<DSRecord> ds, List<DNSKEYRecord> keys) {
    // With more of them than this the others need not be tried (CVE-2023-50387).
    private static final int ENTRIES_MAX = 16;

    /** The DS records of a delegation. */
    public static Trust ofDelegation(List<Record> set) {
        return new Trust(
                set.stream().filter(DSRecord.class::isInstance).map(DSRecord.class::cast).toList(),
                List.of());
    }

    Trust and(Trust other) {
        return new Trust(
                Stream.concat(ds.stream(), other.ds.stream()).toList(),
                Stream.concat(keys.stream(), other.keys.stream()).toList());
    }

    /** Why the zone counts as unsigned all the same (RFC 4035 section 5.2); or null. */
    public @Nullable Reason whyUnsigned() {
        var isKeyKnown = keys.stream().anyMatch(key -> Algorithms.isKnown(key.getAlgorithm()));
        if (isKeyKnown || ds.isEmpty()) {
            return isKeyKnown || keys.isEmpty()
                    ? null
                    : new Reason(
                            ExtendedErrorCodeOption.UNSUPPORTED_DNSKEY_ALGORITHM,
                            "no algorithm of the anchor is known here");
        }
        return Algorithms.whyUnsigned(ds);
    }

    /**
     * Judges a zone's DNSKEY set: one of its keys must be trusted, and sign it (RFC 4035 section
     * 5.2).
     */
    Evidence judge(SignedSet set, Signatures signatures) {
        var zone = set.name();
        var trusted = trusted(set);
        if (trusted.isEmpty()) {
            return bogus(
                    set,
                    Reason.noKey("no key of " + Names.text(zone) + " is the one it should be"));
        }
        if (trusted.stream().noneMatch(ZoneKeys::isZoneKey)) {
            return bogus(
                    set,
                    new Reason(
                            ExtendedErrorCodeOption.NO_ZONE_KEY_BIT_SET,
                            "the key of " + Names.text(zone) + " is none for a zone"));
        }
        return signatures.judge(set, ZoneKeys.of(zone, List.copyOf(trusted)));
    }

    /** Those of a zone's keys that this says are its own. */
    List<DNSKEYRecord> trusted(SignedSet set) {
        return set.records().stream()
                .limit(ENTRIES_MAX)
                .filter(DNSKEYRecord.class::isInstance)
                .map(DNSKEYRecord.class::cast)
                .filter(this::names)
                .toList();
    }

    private static Evidence bogus(SignedSet set, Reason reason) {
        return Evidence.bogus(reason).with(set.signatures(), List.of());
    }

    /** Whether it is about a key, in a way that can be checked here. */
    public boolean names(DNSKEYRecord key) {
        return keys.stream().anyMatch(own -> isSame(own, key))
                || Algorithms.usable(ds).stream()
                        .limit(ENTRIES_MAX)
                        .anyMatch(one -> Algorithms.fits(one, key));
    }

    private static boolean isSame(DNSKEYRecord one, DNSKEYRecord other) {
        return one.getAlgorithm() == other.getAlgorithm()
                && one.getFlags() == other.getFlags()
                && Arrays.equals(one.getKey(), other.getKey());
    }
}
