package io.labnet.peer.rate;

/**
 * A limit on bytes a second: each taker is told how long to wait, in the order of asking.
 *
 * <p>At most {@value #BURST_SECONDS} seconds' worth is saved up. Safe for use by several threads at
 * once.
 */
public final class TokenBucket {
    private static final double BURST_SECONDS = 0.25;
    private static final double SECOND_NANOS = 1e9;

    private final long bytesPerSecond;
    private long paidUntilNanos;

    /**
     * A bucket.
     *
     * @param bytesPerSecond 0 for no limit
     */
    public TokenBucket(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.paidUntilNanos = nowNanos;
    }

    /**
     * Takes bytes out, also such as are not there yet.
     *
     * @return how many nanoseconds to wait before using them; 0 for none
     */
    public synchronized long take(int bytes, long nowNanos) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        var earliest = nowNanos - (long) (BURST_SECONDS * SECOND_NANOS);
        paidUntilNanos =
                Math.max(paidUntilNanos, earliest) + (long) (bytes * SECOND_NANOS / bytesPerSecond);
        return Math.max(0, paidUntilNanos - nowNanos);
    }
}
