package io.labnet.dns.dnssec;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;

/** Keys for tests; one pair of each algorithm serves all zones, for they take time to make. */
public final class TestKeys {
    public static final Validity VALIDITY =
            new Validity(Duration.ofDays(14), Duration.ofDays(5), Duration.ofDays(1));

    private static final Map<SigningAlgorithm, SigningKey> MADE =
            new EnumMap<>(SigningAlgorithm.class);

    private TestKeys() {}

    public static synchronized SigningKey key(Name zone, SigningAlgorithm algorithm) {
        var made =
                MADE.computeIfAbsent(algorithm, wanted -> SigningKey.generate(Name.root, wanted));
        var it = made.published();
        var published =
                new DNSKEYRecord(
                        zone,
                        DClass.IN,
                        0,
                        it.getFlags(),
                        it.getProtocol(),
                        it.getAlgorithm(),
                        it.getKey());
        return new SigningKey(published, made.secret());
    }

    public static ZoneSigner signer(Name zone, SigningAlgorithm algorithm, Denial denial) {
        return new ZoneSigner(zone, List.of(key(zone, algorithm)), denial, VALIDITY);
    }
}
