package io.labnet.webcache.access;

/**
 * What has come together since the start, or between two moments; sums only.
 *
 * @param answers in which the cache had a part
 * @param fromStore of these, whose content came out of the store
 * @param bytes of content, of these answers
 * @param bytesFromStore of content, of those out of the store
 * @param bytesFromOrigins of content that came over the access link
 * @param seconds that the answers took, added up
 * @param hits answered without asking an origin at all
 * @param hitSeconds that those took, added up
 * @param originAnswers heads of answers that came from origins
 * @param originSeconds that were waited for them, added up
 */
public record Totals(
        double answers,
        double fromStore,
        double bytes,
        double bytesFromStore,
        double bytesFromOrigins,
        double seconds,
        double hits,
        double hitSeconds,
        double originAnswers,
        double originSeconds) {
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What has come since {@code before}. */
    public Totals since(Totals before) {
        return new Totals(
                answers - before.answers,
                fromStore - before.fromStore,
                bytes - before.bytes,
                bytesFromStore - before.bytesFromStore,
                bytesFromOrigins - before.bytesFromOrigins,
                seconds - before.seconds,
                hits - before.hits,
                hitSeconds - before.hitSeconds,
                originAnswers - before.originAnswers,
                originSeconds - before.originSeconds);
    }

    /** The share of answers that came out of the store, 0 to 1. */
    public double hitRatio() {
        return quotient(fromStore, answers);
    }

    /** The share of content that came out of the store, 0 to 1. */
    public double byteHitRatio() {
        return quotient(bytesFromStore, bytes);
    }

    /** One through the other; 0 when there is nothing yet to divide by. */
    public static double quotient(double dividend, double divisor) {
        return divisor > 0 ? dividend / divisor : 0;
    }
}
