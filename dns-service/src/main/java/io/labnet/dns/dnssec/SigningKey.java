package io.labnet.dns.dnssec;

import io.labnet.dns.zone.ZoneFault;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/**
 * A key of a zone, and what makes signatures with it.
 *
 * @param published the public half, as the zone tells it
 * @param secret the other half
 */
public record SigningKey(DNSKEYRecord published, PrivateKey secret) {
    private static final int ZONE_AND_ENTRY_POINT = 257;
    private static final int ENTRY_POINT = 1;
    private static final int DNSSEC_PROTOCOL = 3;

    /** A new key, which signs everything in its zone and is the one that the parent knows. */
    public static SigningKey generate(Name zone, SigningAlgorithm algorithm) {
        var pair = algorithm.generate();
        try {
            var published =
                    new DNSKEYRecord(
                            zone,
                            DClass.IN,
                            0,
                            ZONE_AND_ENTRY_POINT,
                            DNSSEC_PROTOCOL,
                            algorithm.number(),
                            pair.getPublic());
            return new SigningKey(published, pair.getPrivate());
        } catch (DNSSECException impossible) {
            throw new IllegalStateException(algorithm + " has no DNSKEY record", impossible);
        }
    }

    /** Whether the parent's DS record is about such a key (RFC 4034 section 2.1.1, SEP). */
    public boolean isEntryPoint() {
        return (published.getFlags() & ENTRY_POINT) != 0;
    }

    public int tag() {
        return published.getFootprint();
    }

    /** What the parent is to say about it (RFC 4509). */
    public DSRecord ds(long ttl) {
        return new DSRecord(published.getName(), DClass.IN, ttl, DNSSEC.Digest.SHA256, published);
    }

    /** Whether a signature says that this key has made it. */
    boolean hasMade(RRSIGRecord signature) {
        return signature.getFootprint() == tag()
                && signature.getAlgorithm() == published.getAlgorithm()
                && signature.getSigner().equals(published.getName());
    }

    RRSIGRecord sign(List<Record> set, Validity.Window window) throws ZoneFault {
        try {
            return DNSSEC.sign(
                    new RRset(set.toArray(Record[]::new)),
                    published,
                    secret,
                    window.inception(),
                    window.expiration());
        } catch (DNSSECException refused) {
            throw new ZoneFault("a set cannot be signed: " + refused.getMessage());
        }
    }

    boolean verifies(List<Record> set, RRSIGRecord signature, Instant now) {
        try {
            DNSSEC.verify(new RRset(set.toArray(Record[]::new)), signature, published, now);
            return true;
        } catch (DNSSECException wrong) {
            return false;
        }
    }
}
