package io.labnet.dns.validator;

import java.time.Clock;
import java.time.Duration;

/**
 * Whether and how a resolver validates.
 *
 * @param anchors where chains of trust begin; none for no validation
 * @param exceptions what counts as unsigned all the same
 * @param skew how far clocks may differ from ours
 */
public record Validation(TrustAnchors anchors, NegativeTrustAnchors exceptions, Duration skew) {
    /** None at all. */
    public static final Validation OFF =
            new Validation(
                    TrustAnchors.NONE, NegativeTrustAnchors.none(Clock.systemUTC()), Duration.ZERO);

    public boolean isOn() {
        return !anchors.isEmpty();
    }
}
