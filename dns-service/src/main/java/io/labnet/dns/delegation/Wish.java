package io.labnet.dns.delegation;

import io.labnet.dns.validator.SignedSet;
import io.labnet.dns.validator.Trust;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CDNSKEYRecord;
import org.xbill.DNS.CDSRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Record;

/** What a child wants its parent to say of its keys. */
sealed interface Wish {
    /** A parent has no more DS records of a child. */
    int SIGNERS_MAX = 8;

    /** RFC 8078 section 4: CDNSKEY 0 3 0 0. */
    int PROTOCOL_DNSSEC = 3;

    /** Nothing. */
    record None() implements Wish {}

    /** That it is signed no more. */
    record End() implements Wish {}

    /** These DS records, one or more. */
    record Signers(List<DSRecord> ds) implements Wish {}

    /** That cannot be told. */
    record Unclear(String reason) implements Wish {}

    /** Reads it from the records at its apex. */
    static Wish of(Told.Apex apex) {
        var cds = of(apex.cds(), CDSRecord.class);
        var keys = of(apex.cdnskey(), CDNSKEYRecord.class);
        if (cds.isEmpty() && keys.isEmpty()) {
            return new None();
        }
        if (cds.size() > SIGNERS_MAX || keys.size() > SIGNERS_MAX) {
            return new Unclear("more than " + SIGNERS_MAX + " CDS or CDNSKEY records");
        }
        if (cds.stream().anyMatch(it -> it.getAlgorithm() == 0)
                || keys.stream().anyMatch(it -> it.getAlgorithm() == 0)) {
            return areEnds(cds, keys)
                    ? new End()
                    : new Unclear(
                            "a delete record that is not alone, or not written as it must be");
        }
        var signers = cds.isEmpty() ? keys.stream().map(Wish::ds).toList() : ds(cds);
        // RFC 7344 section 4: where both sets are told, they say the same.
        return cds.isEmpty() || keys.isEmpty() || match(signers, keys)
                ? new Signers(signers)
                : new Unclear("its CDS and CDNSKEY records are about different keys");
    }

    private static <R extends Record> List<R> of(@Nullable SignedSet set, Class<R> kind) {
        return set == null
                ? List.of()
                : set.records().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    // RFC 8078 section 4: one record in each set that there is, and exactly this one.
    private static boolean areEnds(List<CDSRecord> cds, List<CDNSKEYRecord> keys) {
        return cds.size() <= 1
                && keys.size() <= 1
                && cds.stream()
                        .allMatch(it ->
                                it.getFootprint() == 0
                                        && it.getAlgorithm() == 0
                                        && it.getDigestID() == 0
                                        && isZero(it.getDigest()))
                && keys.stream()
                        .allMatch(it ->
                                it.getFlags() == 0
                                        && it.getProtocol() == PROTOCOL_DNSSEC
                                        && it.getAlgorithm() == 0
                                        && isZero(it.getKey()));
    }

    private static boolean isZero(byte @Nullable [] bytes) {
        return bytes == null || bytes.length == 0 || (bytes.length == 1 && bytes[0] == 0);
    }

    private static List<DSRecord> ds(List<CDSRecord> wanted) {
        return wanted.stream()
                .map(it ->
                        new DSRecord(
                                it.getName(),
                                DClass.IN,
                                0,
                                it.getFootprint(),
                                it.getAlgorithm(),
                                it.getDigestID(),
                                it.getDigest()))
                .distinct()
                .toList();
    }

    // RFC 7344 section 6.2.1.
    private static DSRecord ds(CDNSKEYRecord wanted) {
        var key =
                new DNSKEYRecord(
                        wanted.getName(),
                        DClass.IN,
                        0,
                        wanted.getFlags(),
                        wanted.getProtocol(),
                        wanted.getAlgorithm(),
                        wanted.getKey());
        return new DSRecord(key.getName(), DClass.IN, 0, Digest.SHA256, key);
    }

    private static boolean match(List<DSRecord> signers, List<CDNSKEYRecord> keys) {
        var all = new Trust(signers, List.of());
        return keys.stream().allMatch(all::names)
                && signers.stream()
                        .map(one -> new Trust(List.of(one), List.of()))
                        .allMatch(one -> keys.stream().anyMatch(one::names));
    }
}
