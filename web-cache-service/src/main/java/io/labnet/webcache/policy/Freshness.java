package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a response may be used without asking, and how old it is (RFC 9111 section 4.2).
 *
 * @param lifetime from the making of the response at its origin
 * @param age since then, never negative
 */
public record Freshness(Duration lifetime, Duration age) {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    public static Freshness of(Received stored, Instant now) {
        var lifetime = stored.terms().lifetime().duration();
        return new Freshness(shorter(lifetime, untilEnded(stored)), age(stored, now));
    }

    // Its origin, or an admin, has taken back what was promised.
    private static Duration untilEnded(Received stored) {
        return stored.ended().equals(Instant.MAX) ? FOREVER : age(stored, stored.ended());
    }

    public boolean isFresh() {
        return lifetime.compareTo(age) > 0;
    }

    /** How long it stays fresh; negative once it is stale. */
    public Duration ttl() {
        return lifetime.minus(age);
    }

    // The sums of RFC 9111 section 4.2.3, under the names that it gives them.
    private static Duration age(Received stored, Instant now) {
        var apparentAge = atLeastZero(stored.date(), stored.received());
        var responseDelay = atLeastZero(stored.requested(), stored.received());
        var correctedAgeValue = ageValue(stored).plus(responseDelay);
        var residentTime = atLeastZero(stored.received(), now);
        return longer(apparentAge, correctedAgeValue).plus(residentTime);
    }

    // Of several the first counts, and one that is no number is not looked at (RFC 9111
    // section 5.1).
    private static Duration ageValue(Received stored) {
        var said = stored.response().fields().first("Age");
        return said.map(list -> list.split(",", 2)[0].strip())
                .map(CacheControl::deltaSeconds)
                .orElse(Duration.ZERO);
    }

    static Duration atLeastZero(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
