package io.labnet.peer.rate;

/**
 * How many bytes a second went by, as the mean of the last {@value #WINDOW_SECONDS} seconds (BEP
 * 3), and how many ever.
 *
 * <p>Safe for use by several threads at once. Times are nanoseconds of one clock, such as {@link
 * System#nanoTime()}.
 */
public final class RateMeter {
    static final int WINDOW_SECONDS = 20;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final long[] bytesOfSecond = new long[WINDOW_SECONDS];
    private final long startNanos;
    private long newestSecond;
    private long total;

    public RateMeter(long nowNanos) {
        startNanos = nowNanos;
    }

    public synchronized void add(long bytes, long nowNanos) {
        advance(nowNanos);
        bytesOfSecond[(int) (newestSecond % WINDOW_SECONDS)] += bytes;
        total += bytes;
    }

    public synchronized long total() {
        return total;
    }

    public synchronized double bytesPerSecond(long nowNanos) {
        advance(nowNanos);
        long sum = 0;
        for (var bytes : bytesOfSecond) {
            sum += bytes;
        }
        var elapsedSeconds = (nowNanos - startNanos) / (double) SECOND_NANOS;
        // A younger meter has a shorter past; the second that runs counts as far as it went.
        var inWindow = WINDOW_SECONDS - 1 + (elapsedSeconds - Math.floor(elapsedSeconds));
        return sum / Math.clamp(elapsedSeconds, 1, inWindow);
    }

    private void advance(long nowNanos) {
        var second = Math.max(newestSecond, (nowNanos - startNanos) / SECOND_NANOS);
        for (long s = newestSecond + 1; s <= Math.min(second, newestSecond + WINDOW_SECONDS); s++) {
            bytesOfSecond[(int) (s % WINDOW_SECONDS)] = 0;
        }
        newestSecond = second;
    }
}
