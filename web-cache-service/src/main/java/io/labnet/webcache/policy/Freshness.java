package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a response may be used without asking, and how old it is (RFC 9111 section 4.2).
 *
 * @param lifetime from the making of the response at its origin
 * @param age since then, never negative
 */
public record Freshness(Duration lifetime, Duration age) {
    // RFC 9111 section 4.2.2: "a typical setting of this fraction might be 10%".
    private static final int HEURISTIC_FRACTION = 10;
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Duration HEURISTIC_MAX = Duration.ofDays(1);

    public static Freshness of(Received stored, Instant now) {
        return new Freshness(shorter(lifetime(stored), untilEnded(stored)), age(stored, now));
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

    /** Whether the origin itself has said how long (RFC 9111 section 4.2.1). */
    static boolean isExplicit(Response response) {
        var control = response.cacheControl();
        return control.has("s-maxage")
                || control.has("max-age")
                || response.fields().has("Expires");
    }

    // The first that is there counts, in this order (RFC 9111 section 4.2.1).
    private static Duration lifetime(Received stored) {
        var response = stored.response();
        var control = response.cacheControl();
        return control.seconds("s-maxage")
                .or(() -> control.seconds("max-age"))
                .or(() -> untilExpires(stored))
                .orElseGet(() -> heuristic(stored, control));
    }

    // A date that cannot be read, "0" above all, is in the past (RFC 9111 section 5.3).
    private static Optional<Duration> untilExpires(Received stored) {
        return stored.response()
                .fields()
                .first("Expires")
                .map(text -> HttpDate.parse(text, stored.received()).orElse(Instant.MIN))
                .map(expires -> atLeastZero(stored.date(), expires));
    }

    // What has not changed for long will hardly change now (RFC 9111 section 4.2.2).
    private static Duration heuristic(Received stored, CacheControl control) {
        var response = stored.response();
        if (!Storability.isHeuristicallyCacheable(response.status()) && !control.has("public")) {
            return Duration.ZERO;
        }
        return response.fields()
                .first("Last-Modified")
                .flatMap(text -> HttpDate.parse(text, stored.received()))
                .map(modified -> atLeastZero(modified, stored.date()).dividedBy(HEURISTIC_FRACTION))
                .map(lifetime -> shorter(lifetime, HEURISTIC_MAX))
                .orElse(Duration.ZERO);
    }

    // The sums of RFC 9111 section 4.2.3, under the names that it gives them.
    private static Duration age(Received stored, Instant now) {
        var apparentAge = atLeastZero(stored.date(), stored.received());
        var responseDelay = atLeastZero(stored.requested(), stored.received());
        var ageValue = stored.response().fields().first("Age").map(CacheControl::deltaSeconds);
        var correctedAgeValue = ageValue.orElse(Duration.ZERO).plus(responseDelay);
        var residentTime = atLeastZero(stored.received(), now);
        return longer(apparentAge, correctedAgeValue).plus(residentTime);
    }

    private static Duration atLeastZero(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
