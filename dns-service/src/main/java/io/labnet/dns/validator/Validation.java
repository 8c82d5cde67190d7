package io.labnet.dns.validator;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Whether and how a resolver validates.
 *
 * @param source where chains of trust begin, as it is now; none for no validation
 * @param exceptions what counts as unsigned all the same
 * @param skew how far clocks may differ from ours
 */
public record Validation(
        Supplier<TrustAnchors> source, NegativeTrustAnchors exceptions, Duration skew) {
    /** None at all. */
    public static final Validation OFF =
            new Validation(
                    () -> TrustAnchors.NONE,
                    NegativeTrustAnchors.none(Clock.systemUTC()),
                    Duration.ZERO);

    public TrustAnchors anchors() {
        return source.get();
    }

    public boolean isOn() {
        return !anchors().isEmpty();
    }
}
