package io.labnet.webcache.link;

import static io.labnet.webcache.access.Totals.quotient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The access link in a stretch of time: what was measured, and what the book's formula makes of it.
 *
 * @param seconds how long the stretch is
 * @param bitsPerSecond the link's rate
 * @param requestsPerSecond that clients made
 * @param objectBits the mean length of what they got
 * @param hitRatio the share of answers out of the store, 0 to 1
 * @param utilisation the share of the link's rate that was used, as measured
 * @param delaySeconds the mean time to an answer's end, as measured
 * @param lanSeconds of this, the time to an answer out of the store, as measured
 * @param internetSeconds the mean wait for an origin's answer to begin, as measured
 * @param words all of it for people
 */
public record LinkReport(
        double seconds,
        double bitsPerSecond,
        double requestsPerSecond,
        double objectBits,
        double hitRatio,
        double utilisation,
        double delaySeconds,
        double lanSeconds,
        double internetSeconds,
        Reckoning withoutCache,
        Reckoning withCache,
        List<String> words) {
    private static final int BITS_PER_BYTE = 8;
    private static final double MEGA = 1e6;
    private static final double FULL_PERCENT = 100;

    /**
     * What the formula says.
     *
     * @param intensity a·L/R
     * @param accessSeconds the delay on the access link; null when it grows without bound
     * @param totalSeconds the whole delay; null when it grows without bound
     */
    public record Reckoning(
            double intensity, @Nullable Double accessSeconds, @Nullable Double totalSeconds) {}

    public static LinkReport of(AccessLink link, History.Stretch stretch) {
        var sums = stretch.totals();
        var rate = sums.answers() / stretch.seconds();
        var object = BITS_PER_BYTE * quotient(sums.bytes(), sums.answers());
        var lan = quotient(sums.hitSeconds(), sums.hits());
        var internet = quotient(sums.originSeconds(), sums.originAnswers());
        var carried = BITS_PER_BYTE * sums.bytesFromOrigins() / stretch.seconds();
        var report =
                new LinkReport(
                        stretch.seconds(),
                        link.bitsPerSecond(),
                        rate,
                        object,
                        sums.hitRatio(),
                        carried / link.bitsPerSecond(),
                        quotient(sums.seconds(), sums.answers()),
                        lan,
                        internet,
                        reckon(link, rate, object, 0, lan, internet),
                        reckon(link, rate, object, sums.hitRatio(), lan, internet),
                        List.of());
        return report.inWords();
    }

    private static Reckoning reckon(
            AccessLink link, double rate, double object, double hits, double lan, double internet) {
        var missed = rate * (1 - hits);
        var access = link.accessDelay(missed, object);
        var total = AccessLink.totalDelay(hits, lan, access, internet);
        return new Reckoning(link.intensity(missed, object), finite(access), finite(total));
    }

    private static @Nullable Double finite(double seconds) {
        return Double.isFinite(seconds) ? seconds : null;
    }

    private LinkReport inWords() {
        var sentences = new ArrayList<String>();
        if (requestsPerSecond == 0) {
            sentences.add(String.format(Locale.ROOT, "Nothing was asked for in %.0f s.", seconds));
        } else {
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "In %.0f s came %.2f requests a second, for %.3f Mbit each on average.",
                            seconds,
                            requestsPerSecond,
                            objectBits / MEGA));
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "The access link carries %.2f Mbps: without the cache its traffic"
                                    + " intensity a·L/R would be %.2f, and %s.",
                            bitsPerSecond / MEGA,
                            withoutCache.intensity(),
                            delay(withoutCache)));
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "With %.0f %% of the answers out of the store it is %.2f, and %s.",
                            hitRatio * FULL_PERCENT,
                            withCache.intensity(),
                            delay(withCache)));
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "Measured, %.0f %% of the link was used, and an answer took %.3f s.",
                            utilisation * FULL_PERCENT,
                            delaySeconds));
        }
        return new LinkReport(
                seconds,
                bitsPerSecond,
                requestsPerSecond,
                objectBits,
                hitRatio,
                utilisation,
                delaySeconds,
                lanSeconds,
                internetSeconds,
                withoutCache,
                withCache,
                List.copyOf(sentences));
    }

    private static String delay(Reckoning reckoning) {
        var total = reckoning.totalSeconds();
        return total == null
                ? "the delay would grow without bound"
                : String.format(Locale.ROOT, "an answer would take %.3f s", total);
    }
}
