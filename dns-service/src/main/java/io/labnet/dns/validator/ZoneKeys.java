package io.labnet.dns.validator;

import java.util.List;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

/** The keys that sign a zone. */
public record ZoneKeys(Name zone, List<DNSKEYRecord> keys) {
    private static final int PROTOCOL_DNSSEC = 3;
    private static final int FLAG_ZONE = 0x0100;
    private static final int FLAG_REVOKED = 0x0080;

    /**
     * Those of a DNSKEY set that may sign: for zones (RFC 4034 section 2.1.1) and not revoked (RFC
     * 5011 section 2.1).
     */
    public static ZoneKeys of(Name zone, List<Record> set) {
        return new ZoneKeys(
                zone,
                set.stream()
                        .filter(DNSKEYRecord.class::isInstance)
                        .map(DNSKEYRecord.class::cast)
                        .filter(ZoneKeys::maySign)
                        .toList());
    }

    static boolean isZoneKey(DNSKEYRecord key) {
        return (key.getFlags() & FLAG_ZONE) != 0;
    }

    private static boolean maySign(DNSKEYRecord key) {
        return isZoneKey(key)
                && (key.getFlags() & FLAG_REVOKED) == 0
                && key.getProtocol() == PROTOCOL_DNSSEC;
    }

    /** The keys that a signature may be of; several, where tags collide. */
    List<DNSKEYRecord> of(RRSIGRecord signature) {
        return keys.stream()
                .filter(key -> key.getFootprint() == signature.getFootprint())
                .filter(key -> key.getAlgorithm() == signature.getAlgorithm())
                .toList();
    }
}
