package io.labnet.dns.validator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedErrorCodeOption;

/** Which signatures and digests can be checked here (RFC 8624 sections 3.1 and 3.3). */
final class Algorithms {
    private Algorithms() {}

    static boolean isKnown(int algorithm) {
        return switch (algorithm) {
            case Algorithm.RSASHA1,
                    Algorithm.RSA_NSEC3_SHA1,
                    Algorithm.RSASHA256,
                    Algorithm.RSASHA512,
                    Algorithm.ECDSAP256SHA256,
                    Algorithm.ECDSAP384SHA384,
                    Algorithm.ED25519,
                    Algorithm.ED448 ->
                    true;
            default -> false;
        };
    }

    private static boolean isKnownDigest(int digest) {
        return digest == Digest.SHA1 || digest == Digest.SHA256 || digest == Digest.SHA384;
    }

    /**
     * Those DS records that say something: known ones, and no SHA-1 beside a better digest (RFC
     * 4509 section 3).
     */
    static List<DSRecord> usable(List<DSRecord> all) {
        var known =
                all.stream()
                        .filter(ds -> isKnown(ds.getAlgorithm()) && isKnownDigest(ds.getDigestID()))
                        .toList();
        var better = known.stream().filter(ds -> ds.getDigestID() != Digest.SHA1).toList();
        return better.isEmpty() ? known : better;
    }

    /** Why a zone with these DS records counts as unsigned (RFC 4035 section 5.2); or null. */
    static @Nullable Reason whyUnsigned(List<DSRecord> all) {
        if (!usable(all).isEmpty()) {
            return null;
        }
        var zone = all.getFirst().getName();
        return all.stream().anyMatch(ds -> isKnown(ds.getAlgorithm()))
                ? new Reason(
                        ExtendedErrorCodeOption.UNSUPPORTED_DS_DIGEST_TYPE,
                        "no digest of " + zone + " is known here")
                : new Reason(
                        ExtendedErrorCodeOption.UNSUPPORTED_DNSKEY_ALGORITHM,
                        "no algorithm of " + zone + " is known here");
    }

    /** Whether a DS record is about a key. */
    static boolean fits(DSRecord ds, DNSKEYRecord key) {
        return ds.getFootprint() == key.getFootprint()
                && ds.getAlgorithm() == key.getAlgorithm()
                && digest(ds, key).filter(d -> Arrays.equals(d, ds.getDigest())).isPresent();
    }

    private static Optional<byte[]> digest(DSRecord ds, DNSKEYRecord key) {
        try {
            var own = new DSRecord(key.getName(), DClass.IN, 0, ds.getDigestID(), key);
            return Optional.of(own.getDigest());
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
