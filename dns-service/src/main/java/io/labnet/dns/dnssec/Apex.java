package io.labnet.dns.dnssec;

import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.TimeToLive;
import io.labnet.dns.zone.Zone;
import java.util.HashSet;
import java.util.List;
import org.xbill.DNS.CDNSKEYRecord;
import org.xbill.DNS.CDSRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What a signed zone tells at its apex: its keys, what its parent should know, and how it denies.
 *
 * @param isLeaving whether the parent should know of no key any more
 */
record Apex(Name origin, List<SigningKey> keys, Denial denial, boolean isLeaving) {
    private static final int PROTOCOL_DNSSEC = 3;
    private static final byte[] NO_KEY = {0};

    /** Whether a zone is signed with these keys and in this way already. */
    boolean isIn(Zone zone) {
        return new HashSet<>(zone.records(origin, Type.DNSKEY))
                        .equals(new HashSet<>(published(zone.soa().getTTL())))
                && zone.records(origin, Type.NSEC3PARAM).equals(parameters())
                && zone.records(origin, Type.NSEC).isEmpty() == (denial == Denial.NSEC3);
    }

    void put(Draft draft) {
        var ttl = draft.records(origin, Type.SOA).getFirst().getTTL();
        put(draft, Type.DNSKEY, published(ttl));
        put(draft, Type.CDS, signers(ttl));
        put(draft, Type.CDNSKEY, publishedForParent(ttl));
        put(draft, Type.NSEC3PARAM, parameters());
    }

    private void put(Draft draft, int type, List<Record> wanted) {
        draft.remove(origin, type);
        wanted.forEach(draft::add);
    }

    private List<Record> published(long ttl) {
        return keys.stream().map(key -> TimeToLive.of(key.published(), ttl)).toList();
    }

    /** RFC 7344 section 3.1. */
    private List<Record> signers(long ttl) {
        if (isLeaving) {
            // RFC 8078 section 4.
            return List.of(new CDSRecord(origin, DClass.IN, ttl, 0, 0, 0, NO_KEY));
        }
        return entryPoints().stream()
                .<Record>map(key ->
                        new CDSRecord(
                                origin, DClass.IN, ttl, DNSSEC.Digest.SHA256, key.published()))
                .toList();
    }

    /** RFC 7344 section 3.2. */
    private List<Record> publishedForParent(long ttl) {
        if (isLeaving) {
            return List.of(
                    new CDNSKEYRecord(origin, DClass.IN, ttl, 0, PROTOCOL_DNSSEC, 0, NO_KEY));
        }
        return entryPoints().stream()
                .map(SigningKey::published)
                .<Record>map(it ->
                        new CDNSKEYRecord(
                                origin,
                                DClass.IN,
                                ttl,
                                it.getFlags(),
                                it.getProtocol(),
                                it.getAlgorithm(),
                                it.getKey()))
                .toList();
    }

    List<SigningKey> entryPoints() {
        var marked = keys.stream().filter(SigningKey::isEntryPoint).toList();
        return marked.isEmpty() ? keys : marked;
    }

    /** RFC 9276 section 3.1: no more iterations, and no salt. */
    private List<Record> parameters() {
        return denial == Denial.NSEC
                ? List.of()
                : List.of(
                        new NSEC3PARAMRecord(
                                origin,
                                DClass.IN,
                                0,
                                NSEC3Record.SHA1_DIGEST_ID,
                                0,
                                0,
                                new byte[0]));
    }
}
