package io.labnet.dns.validator;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/** A key with which a test signs single sets. */
public final class Signer {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant SINCE = NOW.minusSeconds(3600);
    static final Instant UNTIL = NOW.plusSeconds(3600);
    private static final int ZONE_KEY = 0x0101;
    private static final int PROTOCOL = 3;

    public final DNSKEYRecord key;
    private final KeyPair pair;

    public Signer(String zone) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
            key =
                    new DNSKEYRecord(
                            Name.fromConstantString(zone),
                            DClass.IN,
                            600,
                            ZONE_KEY,
                            PROTOCOL,
                            Algorithm.ECDSAP256SHA256,
                            pair.getPublic());
        } catch (GeneralSecurityException | DNSSECException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    ZoneKeys keys() {
        return ZoneKeys.of(key.getName(), List.of(key));
    }

    public SignedSet sign(Record... records) {
        return sign(SINCE, UNTIL, records);
    }

    SignedSet sign(Instant since, Instant until, Record... records) {
        try {
            var set = List.of(records);
            var signature = DNSSEC.sign(new RRset(records), key, pair.getPrivate(), since, until);
            return new SignedSet(set, List.of(signature));
        } catch (DNSSECException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Other keys of the same tag: it is a sum, and does not mind the order of what is summed. */
    public List<DNSKEYRecord> colliding(int count) {
        var all = new ArrayList<DNSKEYRecord>();
        for (int i = 1; i <= count; i++) {
            var bytes = key.getKey().clone();
            for (int side = 0; side < 2; side++) {
                var swapped = bytes[side];
                bytes[side] = bytes[2 * i % 62 + 2 + side];
                bytes[2 * i % 62 + 2 + side] = swapped;
            }
            all.add(
                    new DNSKEYRecord(
                            key.getName(),
                            DClass.IN,
                            600,
                            key.getFlags(),
                            key.getProtocol(),
                            key.getAlgorithm(),
                            bytes));
        }
        return all;
    }

    /** Signatures that look like this key's, and are none. */
    public List<RRSIGRecord> forged(SignedSet set, int count) {
        var like = set.signatures().getFirst();
        var all = new ArrayList<RRSIGRecord>();
        for (int i = 0; i < count; i++) {
            var bytes = like.getSignature().clone();
            bytes[0] ^= (byte) (i + 1);
            all.add(
                    new RRSIGRecord(
                            like.getName(),
                            DClass.IN,
                            like.getTTL(),
                            like.getTypeCovered(),
                            like.getAlgorithm(),
                            like.getOrigTTL(),
                            like.getExpire(),
                            like.getTimeSigned(),
                            like.getFootprint(),
                            like.getSigner(),
                            bytes));
        }
        return all;
    }
}
