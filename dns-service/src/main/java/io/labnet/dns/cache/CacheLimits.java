package io.labnet.dns.cache;

import java.time.Duration;

/**
 * How much is remembered, and for how long.
 *
 * @param entriesMax sets of records, 1 or more
 * @param bytesMax of memory, by estimate
 * @param ttlMin what comes with a shorter TTL is kept for so long all the same
 * @param ttlMax and with a longer one no longer than this (RFC 8767 section 4)
 * @param negativeMax likewise for the knowledge that there is nothing
 * @param staleMax how long something is at hand after its TTL has passed (RFC 8767 section 5)
 * @param denialsMax proved NSEC and NSEC3 sets from which others are inferred (RFC 8198), in an
 *     eighth of the memory at most; 0 where nothing is to be
 */
public record CacheLimits(
        int entriesMax,
        long bytesMax,
        Duration ttlMin,
        Duration ttlMax,
        Duration negativeMax,
        Duration staleMax,
        int denialsMax) {
    private static final int USUAL_DENIALS = 10_000;

    // RFC 2308 section 5: one to three hours work well, more than a day was found to be a problem.
    public static final CacheLimits USUAL =
            new CacheLimits(
                    100_000,
                    64 << 20,
                    Duration.ZERO,
                    Duration.ofDays(1),
                    Duration.ofHours(3),
                    Duration.ofDays(1));

    public CacheLimits {
        if (entriesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("A cache holds one set of records at least");
        }
        if (denialsMax < 0) {
            throw new IllegalArgumentException("A cache holds no denials, or some: not less");
        }
        if (ttlMin.isNegative() || ttlMin.compareTo(ttlMax) > 0 || negativeMax.isNegative()) {
            throw new IllegalArgumentException(
                    "Records are cached for %s to %s, and that there are none for %s at most: %s"
                            .formatted(ttlMin, ttlMax, negativeMax, "that cannot be"));
        }
    }

    /** The usual number of denials. */
    public CacheLimits(
            int entriesMax,
            long bytesMax,
            Duration ttlMin,
            Duration ttlMax,
            Duration negativeMax,
            Duration staleMax) {
        this(entriesMax, bytesMax, ttlMin, ttlMax, negativeMax, staleMax, USUAL_DENIALS);
    }

    /** The same limits, but for so many denials. */
    public CacheLimits withDenials(int most) {
        return new CacheLimits(entriesMax, bytesMax, ttlMin, ttlMax, negativeMax, staleMax, most);
    }

    /** The usual limits, but for so many sets of records. */
    public static CacheLimits ofEntries(int entriesMax) {
        return new CacheLimits(
                entriesMax,
                USUAL.bytesMax,
                USUAL.ttlMin,
                USUAL.ttlMax,
                USUAL.negativeMax,
                USUAL.staleMax);
    }

    long clamped(long seconds) {
        return Math.clamp(seconds, ttlMin.toSeconds(), ttlMax.toSeconds());
    }

    long clampedNegative(long seconds) {
        var most = negativeMax.toSeconds();
        return Math.clamp(seconds, Math.min(ttlMin.toSeconds(), most), most);
    }
}
